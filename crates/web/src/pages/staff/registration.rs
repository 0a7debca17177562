//! Apps that register themselves, and the tokens with which they may.

use super::{app, enter_as_operator, enter_by_form_as_operator, form as form_to, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_registration::{RegisteredRow, TokenEntry, TokenRow, Who};
use crate::view::{OperatorRegistration, StaffTab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use std::time::Duration;
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::registration_tokens::{
    self as flow, LONGEST_LABEL, RegistrationLine, TokenLine, TokenState, Wanted,
};
use voltkey_flows::admin::staff::Operator;
use voltkey_flows::settings::RegistrationMode;
use voltkey_protocol::params::Params;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/registration";
const REVOKE: &str = "/operator/apps/registration/revoke";
/// What [`own::saved`] says after a token was revoked.
const REVOKED: &str = "revoked";
/// The most days that a token works, where it ends at all.
const MOST_DAYS: u64 = 3650;
const DAY: u64 = 24 * 60 * 60;

/// The addresses of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(REVOKE, routing::post(revoke))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, wants).await?;
    let mut page = page(&screen, &visitor, &operator, &TokenEntry::default()).await?;
    page.revoked = own::what_was_saved(&params) == Some(REVOKED);
    screen.show(&page, Policy::OWN)
}

/// The new token stands on the answer to the form and nowhere else.
async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let entry = read(&form);
    let (label, uses, days) = (has_label(&entry), number(&entry.uses), number(&entry.days));
    let days = days.filter(|days| days.is_none_or(|days| u64::from(days) <= MOST_DAYS));
    let (true, Some(uses), Some(days)) = (label, uses, days) else {
        let page = page(&screen, &visitor, &operator, &entry).await?;
        let page = page.refused(!label, uses.is_none(), days.is_none());
        return screen.show_again(&page, Policy::OWN, None);
    };
    let wanted = Wanted {
        label: entry.label,
        uses,
        lifetime: days.map(|days| Duration::from_secs(u64::from(days) * DAY)),
        client_credentials: entry.client_credentials,
    };
    let made = flow::create_by(screen.ctx(), &visitor, &operator, &wanted).await?;
    let made = made.ok_or(Failure::NotFound)?;
    let mut page = page(&screen, &visitor, &operator, &TokenEntry::default()).await?;
    page.new_token = Some(made.token.as_str().to_owned());
    screen.show_once(&page, Policy::OWN)
}

async fn revoke(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let token = form.get("token").unwrap_or_default();
    match flow::revoke_by(screen.ctx(), &visitor, &operator, token).await? {
        true => Ok(Redirect::to(&own::saved(&screen, PATH, REVOKED)).into_response()),
        false => Err(Failure::NotFound),
    }
}

fn read(form: &Params) -> TokenEntry {
    let text = |name| form.get(name).unwrap_or_default().trim().to_owned();
    TokenEntry {
        label: text("label"),
        uses: text("uses"),
        days: text("days"),
        client_credentials: form.get("client_credentials") == Some("yes"),
    }
}

fn has_label(entry: &TokenEntry) -> bool {
    !entry.label.is_empty() && entry.label.chars().count() <= LONGEST_LABEL
}

/// A number from 1, or nothing where the field is empty; none where it is neither.
fn number(text: &str) -> Option<Option<u32>> {
    match text {
        "" => Some(None),
        text => text.parse().ok().filter(|number| *number > 0).map(Some),
    }
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    operator: &Operator,
    entry: &TokenEntry,
) -> Result<OperatorRegistration, Failure> {
    let ctx = screen.ctx();
    let who = match ctx.settings().registration.mode {
        RegistrationMode::Closed => Who::Nobody,
        RegistrationMode::Token => Who::Token,
        RegistrationMode::Open => Who::Anyone,
    };
    let mut page = OperatorRegistration::new(form_to(screen, visitor, PATH), who, entry);
    page.tabs = tabs(screen, operator.staff(), StaffTab::Apps);
    let tokens = flow::list(ctx).await?.into_iter();
    page.tokens = tokens.map(|line| token(screen, visitor, line)).collect();
    let apps = flow::registered(ctx).await?.into_iter();
    page.apps = apps.map(|line| registered(screen, line)).collect();
    Ok(page)
}

fn token(screen: &Screen, visitor: &Visitor, line: TokenLine) -> TokenRow {
    let moment = |at| screen.moment_at(at);
    let works = line.state == TokenState::Good;
    TokenRow {
        label: line.label,
        state: line.state.into(),
        uses: line.uses_left.and_then(|left| u32::try_from(left).ok()),
        client_credentials: line.client_credentials,
        made_by: line.made_by,
        made: moment(line.made),
        used: line.used.map(moment),
        ends: line.ends.map(moment),
        revoke: works.then(|| form_to(screen, visitor, REVOKE).with("token", line.id)),
    }
}

fn registered(screen: &Screen, line: RegistrationLine) -> RegisteredRow {
    RegisteredRow {
        href: app::address(screen, app::PATH, &line.id),
        name: line.name,
        id: line.id,
        label: line.label,
        network: line.network,
        at: screen.moment_at(line.at),
    }
}
