//! Replacing the authenticator: the proof that it is the person, then the new secret and its first PIN.
//!
//! Both steps have one address. The second names in it the request with which the new secret waits.

use super::pin::{self, entered};
use super::{own, recovery, recovery_code, second_factor};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{AccountTab, CodeProblem, Connect, PinEntry, PinProblem, Prove, ProveProblem};
use crate::view::{ReplaceAuthenticator, ReplaceStep};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use std::time::Duration;
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_flows::account::recovery_codes::RecoveryCode;
use voltkey_flows::account::replace_authenticator::{
    self as replace, ConfirmOutcome, PairingView, ProveOutcome, Shown,
};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account/second-factor/replace";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

/// A session is enough: the page asks for both factors itself.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let Some(id) = recovery::request(&params) else {
        let step = prove(&screen, &visitor, &me).await?;
        return screen.show(&page(&screen, ReplaceStep::Prove(step)), Policy::OWN);
    };
    let step = match connect(&screen, &visitor, id, PinEntry::default()).await? {
        Some(step) => ReplaceStep::Connect(step),
        None => ReplaceStep::Prove(prove(&screen, &visitor, &me).await?.anew()),
    };
    screen.show(&page(&screen, step), Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    match recovery::request(&params) {
        Some(id) => take_first_pin(&screen, &visitor, &me, id, &form).await,
        None => take_proof(&screen, &visitor, &me, &form).await,
    }
}

async fn take_proof(screen: &Screen, visitor: &Visitor, me: &Me, form: &Params) -> Answer {
    let refuse = async |problem| {
        let step = prove(screen, visitor, me).await?.refused(problem);
        let page = page(screen, ReplaceStep::Prove(step));
        screen.show_again(&page, Policy::OWN, proof_wait(problem))
    };
    let password = form.get("current_password").unwrap_or_default();
    let Some(shown) = second_factor_of(form.get("code").unwrap_or_default()) else {
        return refuse(ProveProblem::Malformed).await;
    };
    let problem = match replace::prove(screen.ctx(), visitor, me, password, &shown).await? {
        ProveOutcome::Proven(id) => return Ok(Redirect::to(&screen.address(PATH, &id)).into_response()),
        ProveOutcome::NoAuthenticator => return Err(elsewhere(screen)),
        ProveOutcome::WrongPassword => ProveProblem::Password,
        ProveOutcome::PasswordThrottled(wait) => ProveProblem::PasswordThrottled(wait),
        ProveOutcome::Refused(problem) => ProveProblem::Pin(pin::problem(problem)),
        ProveOutcome::WrongCode => ProveProblem::Code(CodeProblem::Wrong),
        ProveOutcome::Throttled(wait) => ProveProblem::Pin(PinProblem::Locked(wait)),
    };
    refuse(problem).await
}

async fn take_first_pin(screen: &Screen, visitor: &Visitor, me: &Me, id: &str, form: &Params) -> Answer {
    let problem = match entered(form) {
        None => PinProblem::Malformed,
        Some(pin) => match replace::confirm(screen.ctx(), visitor, me, id, &pin).await? {
            ConfirmOutcome::Replaced => return Err(replaced(screen)),
            ConfirmOutcome::Over => {
                let step = prove(screen, visitor, me).await?.anew();
                let page = page(screen, ReplaceStep::Prove(step));
                return screen.show_again(&page, Policy::OWN, None);
            }
            ConfirmOutcome::Refused(problem) => pin::problem(problem),
            ConfirmOutcome::Throttled(wait) => PinProblem::Locked(wait),
        },
    };
    let step = match connect(screen, visitor, id, PinEntry::refused(problem)).await? {
        Some(step) => ReplaceStep::Connect(step),
        None => ReplaceStep::Prove(prove(screen, visitor, me).await?.anew()),
    };
    screen.show_again(&page(screen, step), Policy::OWN, pin::wait(problem))
}

/// Six digits are a PIN; a recovery code has letters too, and is longer.
fn second_factor_of(entered: &str) -> Option<Shown> {
    let pin = pin::digits(entered).map(|pin| Shown::Pin(pin.into()));
    pin.or_else(|| RecoveryCode::read(entered).map(Shown::Code))
}

async fn prove(screen: &Screen, visitor: &Visitor, me: &Me) -> Result<Prove, Failure> {
    if !replace::has_one(screen.ctx(), me).await? {
        return Err(elsewhere(screen));
    }
    Ok(Prove::new(screen.plain_form(visitor, PATH), me.email()))
}

/// The second step, while the new secret waits.
async fn connect(
    screen: &Screen,
    visitor: &Visitor,
    id: &str,
    entry: PinEntry,
) -> Result<Option<Connect>, Failure> {
    match replace::view(screen.ctx(), visitor, id).await? {
        PairingView::Show(pairing) => {
            let form = screen.form_with_query(visitor, PATH);
            Ok(Some(Connect::new(form, pairing.into(), entry)))
        }
        PairingView::Replaced => Err(replaced(screen)),
        PairingView::Over => Ok(None),
    }
}

fn page(screen: &Screen, step: ReplaceStep) -> ReplaceAuthenticator {
    ReplaceAuthenticator {
        tabs: own::tabs(screen, AccountTab::SecondFactor),
        step,
        back_url: screen.plain_address(second_factor::PATH),
    }
}

fn proof_wait(problem: ProveProblem) -> Option<Duration> {
    match problem {
        ProveProblem::PasswordThrottled(wait) => Some(wait),
        ProveProblem::Pin(problem) => pin::wait(problem),
        ProveProblem::Code(problem) => recovery_code::wait(problem),
        ProveProblem::Malformed | ProveProblem::Password => None,
    }
}

/// The page of the second factor, which says that it is done; also to whoever sends the form twice.
fn replaced(screen: &Screen) -> Failure {
    Failure::Elsewhere(own::saved(screen, second_factor::PATH, second_factor::REPLACED))
}

/// Without an authenticator there is none to be replaced.
fn elsewhere(screen: &Screen) -> Failure {
    Failure::Elsewhere(screen.plain_address(second_factor::PATH))
}
