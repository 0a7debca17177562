//! The person's own switch of the second factor (S8, S9).

use super::enroll::by;
use super::{log_out, own, recovery_codes, replace_authenticator};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::second_factor::{Authenticator, FactorSaved, FactorState, Recovery, SecondFactor};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_flows::account::switch_second_factor::{self as switch, FactorState as Known};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account/second-factor";
const ON: &str = "/account/second-factor/on";
const OFF: &str = "/account/second-factor/off";
const RENAME: &str = "/account/second-factor/rename";
/// What [`own::saved`] says after a rename.
const RENAMED: &str = "name";

/// What [`own::saved`] says after another authenticator has taken the place of the old one.
pub const REPLACED: &str = "replaced";
/// What [`own::saved`] says after recovery codes were made.
pub const CODES_MADE: &str = "codes";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(ON, routing::post(on))
        .route(OFF, routing::post(off))
        .route(RENAME, routing::post(rename))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let page = page(&screen, &visitor, &params, &me).await?;
    screen.show(&page, Policy::LEAVING)
}

async fn on(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    switch::switch_on(screen.ctx(), &visitor, &me).await?;
    // The page says what comes next.
    own::done(&screen, &visitor, &params, PATH).await
}

async fn off(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) =
        own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::FreshProof)).await?;
    switch::switch_off(screen.ctx(), &visitor, &me).await?;
    own::done(&screen, &visitor, &params, PATH).await
}

async fn rename(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    let field = |name| form.get(name).unwrap_or_default();
    let (id, name) = (field("authenticator"), field("name"));
    match switch::rename(screen.ctx(), &me, id, name).await? {
        Ok(()) => Ok(Redirect::to(&own::saved(&screen, PATH, RENAMED)).into_response()),
        Err(problem) => {
            let page = page(&screen, &visitor, &params, &me).await?;
            screen.show_again_at(PATH, &page.rename_refused(name, problem), Policy::LEAVING, None)
        }
    }
}

async fn page(screen: &Screen, visitor: &Visitor, params: &Params, me: &Me) -> Result<SecondFactor, Failure> {
    let Some(known) = switch::view(screen.ctx(), me).await? else {
        return Err(Failure::NotFound);
    };
    let form = |path| screen.form_with_query(visitor, path);
    let is_off = matches!(known.state, Known::Off | Known::InGrace(..));
    let state = match known.state {
        Known::Off => FactorState::Off { switch_on: form(ON) },
        Known::Waiting => FactorState::Waiting {
            switch_off: form(OFF),
            sign_out: screen.plain_form(visitor, log_out::PATH),
        },
        Known::On => FactorState::On {
            switch_off: Some(form(OFF)),
        },
        Known::InGrace(reason, grace) => FactorState::InGrace {
            by: by(screen, &reason, None),
            until: grace.until,
            days_left: u32::try_from(grace.days_left).unwrap_or_default(),
            switch_on: form(ON),
        },
        Known::Required(reason, since) => FactorState::Required {
            by: by(screen, &reason, None),
            since,
            is_on: known.authenticator.is_some(),
        },
    };
    let mut page = SecondFactor::new(state);
    page.tabs = own::tabs(screen, AccountTab::SecondFactor);
    page.saved = match own::what_was_saved(params) {
        Some(RENAMED) if known.authenticator.is_some() => Some(FactorSaved::Renamed),
        Some(REPLACED) if known.authenticator.is_some() => Some(FactorSaved::Replaced),
        Some(CODES_MADE) if known.recovery.is_some() => Some(FactorSaved::CodesMade),
        Some(_) if is_off => Some(FactorSaved::SwitchedOff),
        _ => None,
    };
    page.authenticator = known.authenticator.map(|known| Authenticator {
        name: known.name,
        added: screen.moment_at(known.added),
        last_used: known.last_used.map(|at| screen.moment_at(at)),
        rename: form(RENAME).with("authenticator", known.id),
        replace_url: Some(screen.plain_address(replace_authenticator::PATH)),
    });
    page.recovery = known.recovery.map(|known| Recovery {
        left: known.left,
        made: known.made.map(|at| screen.moment_at(at)),
        make_url: screen.plain_address(recovery_codes::PATH),
    });
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    Ok(page)
}
