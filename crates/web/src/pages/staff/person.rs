//! Somebody, as the support sees them.

use super::console::QUERY;
use super::events::staff_event;
use super::mail_state::mail_state;
use super::{CONSOLE, enter, enter_by_form, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::{company, own};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::console_person::{Authenticator, CompanyRow, InvitationOutcome, InvitationRow, reset_done};
use crate::view::members::ActionKind;
use crate::view::{ConsolePerson, Language, StaffTab};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::console::person::{self, InvitationState, Invited, Known, Role};
use voltkey_flows::admin::console::unblock;
use voltkey_flows::admin::staff::Staff;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

const PATH: &str = "/support/console/people/{sub}";
const UNBLOCK: &str = "/support/console/people/{sub}/unblock";

/// What [`own::saved`] says after a block was lifted.
const UNBLOCKED: &str = "unblock";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(UNBLOCK, routing::post(unblock))
}

/// The page about whoever is known outside as `sub`.
pub(super) fn path(sub: &str) -> String {
    format!("{CONSOLE}/people/{sub}")
}

async fn get(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
) -> Answer {
    let own_path = path(&sub);
    let page = (own_path.as_str(), Wants::Session);
    let (screen, staff) = enter(screen, &visitor, &params, page).await?;
    let known = person::look_up(screen.ctx(), &staff, &sub).await?;
    let known = known.ok_or(Failure::NotFound)?;
    let (may_act, is_blocked) = (known.may_act, known.blocked.is_some());
    let mut page = shown(&screen, &staff, &params, known);
    page.saved = match own::what_was_saved(&params) {
        Some(UNBLOCKED) => (!is_blocked).then(|| ActionKind::Unblock.done(called(&page))),
        Some(_) => Some(reset_done()),
        None => None,
    };
    page.unblock = is_blocked.then(|| screen.plain_form(&visitor, &format!("{own_path}/{UNBLOCKED}")));
    if !may_act {
        page = page.untouchable();
    }
    screen.show(&page, Policy::OWN)
}

async fn unblock(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let own_path = path(&sub);
    let page = (own_path.as_str(), Wants::FreshProof);
    let (screen, staff) = enter_by_form(screen, &visitor, &params, &form, page).await?;
    match unblock::unblock(screen.ctx(), &visitor, &staff, &sub).await? {
        true => Ok(Redirect::to(&own::saved(&screen, &own_path, UNBLOCKED)).into_response()),
        false => Err(Failure::NotFound),
    }
}

fn called(page: &ConsolePerson) -> &str {
    match page.name.as_str() {
        "" => &page.email,
        name => name,
    }
}

fn shown(screen: &Screen, staff: &Staff, params: &Params, known: Known) -> ConsolePerson {
    let moment = |at| screen.moment_at(at);
    let q = params.get(QUERY).unwrap_or_default();
    let searched = address::with_parameters(&screen.plain_address(CONSOLE), &[(QUERY, q)]);
    let reset = screen.plain_address(&super::reset::path(&known.sub));
    let companies = known.memberships.into_iter().map(|membership| CompanyRow {
        is_admin: membership.role == Role::Admin,
        href: company::members_of(screen, &membership.slug, &known.email),
        name: membership.name,
    });
    let (blocked, is_frozen) = known.blocked.unzip();
    let factor = known.authenticator.map(|(name, added, last_used)| Authenticator {
        name,
        added: moment(added),
        last_used: last_used.map(moment),
    });
    ConsolePerson {
        tabs: tabs(screen, staff, StaffTab::Console),
        back_url: if q.is_empty() {
            screen.plain_address(CONSOLE)
        } else {
            searched
        },
        name: known.name,
        email_verified: known.email_verified,
        phone: known.phone,
        language: Language::from_tag(&known.language).unwrap_or_default().name(),
        is_support: known.is_support,
        is_operator: known.is_operator,
        created: moment(known.created),
        last_login: known.last_login.map(moment),
        blocked: blocked.map(moment),
        is_frozen: is_frozen.unwrap_or_default(),
        locked_until: known.pin_locked_until.map(moment),
        factor,
        reset_until: known.reset_until.map(moment),
        codes_left: u32::try_from(known.codes_left).unwrap_or_default(),
        companies: companies.collect(),
        invitations: known
            .invitations
            .into_iter()
            .map(|invited| invitation(screen, &known.email, invited))
            .collect(),
        events: known
            .events
            .iter()
            .map(|event| staff_event(screen, event, true))
            .collect(),
        reset_url: Some(reset),
        email: known.email,
        unblock: None,
        saved: None,
        notice: None,
    }
}

fn invitation(screen: &Screen, email: &str, invited: Invited) -> InvitationRow {
    InvitationRow {
        company: invited.company,
        href: invited.slug.map(|slug| company::members_of(screen, &slug, email)),
        at: screen.moment_at(invited.at),
        state: match invited.state {
            InvitationState::Open => InvitationOutcome::Open,
            InvitationState::Accepted => InvitationOutcome::Accepted,
            InvitationState::Withdrawn => InvitationOutcome::Withdrawn,
        },
        mail: invited.mail.map(|job| mail_state(screen, &job)),
    }
}
