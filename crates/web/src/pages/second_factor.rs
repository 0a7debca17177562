//! The person's own switch of the second factor (S8, S9).

use super::enroll::by;
use super::{log_out, own};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::second_factor::{FactorSaved, FactorState, SecondFactor};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_flows::account::switch_second_factor::{self as switch, FactorState as Known};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account/second-factor";
const ON: &str = "/account/second-factor/on";
const OFF: &str = "/account/second-factor/off";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(ON, routing::post(on))
        .route(OFF, routing::post(off))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = match own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await? {
        Ok(entered) => entered,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = page(&screen, &visitor, &params, &me).await?;
    screen.show(&page, Policy::LEAVING)
}

async fn on(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) =
        match own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await? {
            Ok(entered) => entered,
            Err(elsewhere) => return Ok(elsewhere),
        };
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
        match own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::FreshProof)).await? {
            Ok(entered) => entered,
            Err(elsewhere) => return Ok(elsewhere),
        };
    switch::switch_off(screen.ctx(), &visitor, &me).await?;
    own::done(&screen, &visitor, &params, PATH).await
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
    page.saved = own::what_was_saved(params)
        .filter(|_| is_off)
        .map(|_| FactorSaved::SwitchedOff);
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    Ok(page)
}
