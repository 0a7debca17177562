//! Setting up the second factor on the way in (S9, S10).

use super::login::CANCEL;
use super::pin::{self, entered, wait};
use super::{account, log_out, recovery, recovery_codes};
use crate::error::Answer;
use crate::extract::{OwnForm, Pending, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::enroll::{By, Reason};
use crate::view::{Enroll, Identity, PinEntry, PinProblem, SignedIn};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::enroll::{self, EnrollOutcome, EnrollView};
use voltkey_flows::account::second_factor::{EnrollReason, Term};
use voltkey_flows::account::session;
use voltkey_flows::oidc::authorize::Next;
use voltkey_flows::page::Page;

const PATH: &str = "/login/enroll";
const LATER: &str = "/login/enroll/later";
/// The longest code that is shown again, in characters.
const MAX_CODE: usize = 20;
/// Where somebody ends who came for nothing else.
pub const DONE: &str = "/login/enroll/done";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(LATER, routing::post(later))
        .route(DONE, routing::get(done))
}

/// Without a pending request someone came to set it up and for nothing else: the login is begun here.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let Some(id) = recovery::request(&params) else {
        let id = enroll::open(screen.ctx(), &visitor, &params).await?;
        return screen.go(Next::Resume(id));
    };
    let id = id.to_owned();
    let asked = match enroll::view(screen.ctx(), &visitor, &id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales).wearing(asked.look.as_ref());
    screen.show(&page(&screen, &visitor, asked), Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    let code = form.get("code").unwrap_or_default();
    let Some(pin) = entered(&form) else {
        return refuse(screen, &visitor, &id, code, Some(PinProblem::Malformed)).await;
    };
    let problem = match enroll::submit(screen.ctx(), &visitor, &id, &pin, code).await? {
        EnrollOutcome::Step(step) => return screen.take(step),
        EnrollOutcome::WrongCode => return refuse(screen, &visitor, &id, code, None).await,
        EnrollOutcome::Refused(refused) => pin::problem(refused),
        EnrollOutcome::Throttled(span) => PinProblem::Locked(span),
    };
    refuse(screen, &visitor, &id, code, Some(problem)).await
}

/// "Remind me later", as long as the grace lasts.
async fn later(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(_): OwnForm,
) -> Answer {
    screen.take(enroll::postpone(screen.ctx(), &visitor, &id).await?)
}

/// The page for who came to set it up and for nothing else.
async fn done(screen: Screen, Extension(visitor): Extension<Visitor>) -> Answer {
    let Some(person) = session::current(screen.ctx(), &visitor).await? else {
        return Ok(Redirect::to(&screen.plain_address(PATH)).into_response());
    };
    let screen = screen.speaking(&[person.language]);
    let page = SignedIn {
        identity: Identity::new(person.email, &person.name),
        sign_out: screen.plain_form(&visitor, log_out::PATH),
        account_url: screen.plain_address(account::PATH),
        way_on: screen.platform(),
        recovery_codes_url: Some(screen.plain_address(recovery_codes::PATH)),
        enrolled: true,
    };
    screen.show(&page, Policy::OWN)
}

/// Without a problem of the PIN it is the mailed code that is not right; else it need not be typed again.
async fn refuse(
    screen: Screen,
    visitor: &Visitor,
    id: &str,
    code: &str,
    problem: Option<PinProblem>,
) -> Answer {
    let asked = match enroll::view(screen.ctx(), visitor, id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales).wearing(asked.look.as_ref());
    let mut page = page(&screen, visitor, asked);
    match problem {
        Some(problem) => {
            page.entry = PinEntry::refused(problem);
            page.code.value = code.chars().take(MAX_CODE).collect();
        }
        None => page = page.refused_code(),
    }
    screen.show_again(&page, Policy::LEAVING, problem.and_then(wait))
}

fn page(screen: &Screen, visitor: &Visitor, asked: EnrollView) -> Enroll {
    let reason = reason(screen, visitor, &asked);
    let id = &asked.request;
    let (form, identity) = (
        screen.form(visitor, PATH, id),
        screen.identity(visitor, id, &asked.email, &asked.name),
    );
    let cancel = asked.can_cancel.then(|| screen.form(visitor, CANCEL, id));
    let mut page = Enroll::new(form, reason, asked.pairing.into());
    page.identity = Some(identity);
    page.cancel = cancel;
    page.app = asked.app.map(|app| screen.app(&app).name);
    page.asks_code = asked.asks_code;
    page
}

fn reason(screen: &Screen, visitor: &Visitor, asked: &EnrollView) -> Reason {
    match &asked.why {
        EnrollReason::Wanted => return Reason::SwitchedOn,
        EnrollReason::Reset => return Reason::Reset,
        _ => {}
    }
    let app = asked.app.as_ref().map(|app| app.name.as_str());
    let by = by(screen, &asked.why, app);
    match asked.term {
        Term::Since(since) => Reason::Required { by, since },
        Term::Until(grace) => Reason::Announced {
            by,
            until: grace.until,
            days_left: u32::try_from(grace.days_left).unwrap_or_default(),
            later: screen.form(visitor, LATER, &asked.request),
        },
    }
}

/// Who requires a second factor. The person's own wish and a reset are nobody's demand, and are told as the platform's.
pub fn by(screen: &Screen, why: &EnrollReason, app: Option<&str>) -> By {
    match why {
        EnrollReason::Company(name) => By::Company(name.clone()),
        EnrollReason::Role => By::Role,
        EnrollReason::App => By::App(app.unwrap_or(screen.brand()).to_owned()),
        EnrollReason::Instance | EnrollReason::Wanted | EnrollReason::Reset => {
            By::Platform(screen.brand().to_owned())
        }
    }
}
