//! Making recovery codes. They are shown once, on the answer of the form that makes them.

use super::{own, second_factor};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::{CodesFile, CodesStep, RecoveryCodes};
use axum::response::IntoResponse;
use axum::{Extension, Router, routing};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_flows::account::recovery_codes::{self, COUNT, MakeOutcome, RecoveryCode};
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;

/// The address of this room.
pub const PATH: &str = "/account/recovery-codes";
const FILE: &str = "/account/recovery-codes/file";
/// The hidden input that says which codes the new ones replace: when they were made, in microseconds.
const REPLACES: &str = "replaces";
/// The hidden input that holds the codes for the file.
const CODES: &str = "codes";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(FILE, routing::post(file))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::FreshProof)).await?;
    let page = ask(&screen, &visitor, &me, false).await?;
    screen.show(&page, Policy::OWN)
}

/// Answers with the codes themselves: nobody could show them on a page to which it would redirect. Sent once more,
/// the form makes nothing.
async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) =
        own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::FreshProof)).await?;
    match recovery_codes::make(screen.ctx(), &visitor, &me, replaced(&form)).await? {
        MakeOutcome::Made(codes) => screen.show_once(&shown(&screen, &visitor, &codes), Policy::OWN),
        MakeOutcome::AlreadyMade => {
            let page = ask(&screen, &visitor, &me, true).await?;
            screen.show_again(&page, Policy::OWN, None)
        }
        MakeOutcome::NoAuthenticator => Err(elsewhere(&screen)),
    }
}

/// The codes as a file. The form brings them along, because they are kept nowhere. It asks for no fresh proof, on whose
/// way they would get lost.
async fn file(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    // Nothing else can get into the file.
    let brought = form.get(CODES).unwrap_or_default().split_whitespace();
    let codes: Vec<_> = brought.take(COUNT).filter_map(RecoveryCode::read).collect();
    if codes.is_empty() {
        return Err(Failure::Elsewhere(screen.plain_address(PATH)));
    }
    let file = CodesFile {
        brand: screen.brand().to_owned(),
        email: me.email().to_owned(),
        at: screen.moment(),
        codes: texts(&codes),
    };
    let text = file.write(&screen.state().renderer, screen.language())?;
    let head = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"recovery-codes.txt\""),
    ];
    Ok((head, text).into_response())
}

async fn ask(screen: &Screen, visitor: &Visitor, me: &Me, already: bool) -> Result<RecoveryCodes, Failure> {
    let Some(known) = recovery_codes::view(screen.ctx(), me).await? else {
        return Err(elsewhere(screen));
    };
    let replaces = known.made.map(|made| made.as_micros().to_string());
    let step = CodesStep::Ask {
        form: screen
            .plain_form(visitor, PATH)
            .with(REPLACES, replaces.unwrap_or_default()),
        replaces: known.left,
        made: known.made.map(|made| screen.moment_at(made)),
        already,
        back_url: screen.plain_address(second_factor::PATH),
    };
    Ok(page(screen, step))
}

fn shown(screen: &Screen, visitor: &Visitor, codes: &[RecoveryCode]) -> RecoveryCodes {
    let codes = texts(codes);
    let step = CodesStep::Shown {
        download: screen.plain_form(visitor, FILE).with(CODES, codes.join(" ")),
        codes,
        way_on: own::saved(screen, second_factor::PATH, second_factor::CODES_MADE),
    };
    page(screen, step)
}

fn page(screen: &Screen, step: CodesStep) -> RecoveryCodes {
    RecoveryCodes {
        tabs: own::tabs(screen, AccountTab::SecondFactor),
        step,
    }
}

fn texts(codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(|code| code.as_str().to_owned()).collect()
}

/// When those were made that the form is to replace.
fn replaced(form: &Params) -> Option<Timestamp> {
    let micros = form.get(REPLACES)?.parse().ok()?;
    Some(Timestamp::from_micros(micros))
}

/// Without an authenticator there is nothing to recover.
fn elsewhere(screen: &Screen) -> Failure {
    Failure::Elsewhere(screen.plain_address(second_factor::PATH))
}
