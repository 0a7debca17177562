//! Setting up the second factor on the way in (S9, S10).

use super::login::CANCEL;
use super::pin::{clock_off, entered, wait};
use crate::error::Answer;
use crate::extract::{OwnForm, Pending};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::enroll::{By, Pairing, Reason};
use crate::view::{Enroll, PinEntry, PinProblem};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::enroll::{self, EnrollOutcome, EnrollView};
use voltkey_flows::account::second_factor::EnrollReason;
use voltkey_flows::page::Page;

const PATH: &str = "/login/enroll";
const LATER: &str = "/login/enroll/later";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(LATER, routing::post(later))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let asked = match enroll::view(screen.ctx(), &visitor, &id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales);
    screen.show(&page(&screen, &visitor, asked), Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    let Some(pin) = entered(&form) else {
        return refuse(screen, &visitor, &id, PinProblem::Malformed).await;
    };
    let problem = match enroll::submit(screen.ctx(), &visitor, &id, &pin).await? {
        EnrollOutcome::Step(step) => return screen.take(step),
        EnrollOutcome::Wrong => PinProblem::Wrong,
        EnrollOutcome::ClockOff { minutes } => clock_off(minutes),
        EnrollOutcome::Throttled(span) => PinProblem::Locked(span),
    };
    refuse(screen, &visitor, &id, problem).await
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

async fn refuse(screen: Screen, visitor: &Visitor, id: &str, problem: PinProblem) -> Answer {
    let asked = match enroll::view(screen.ctx(), visitor, id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales);
    let mut page = page(&screen, visitor, asked);
    page.entry = PinEntry::refused(problem);
    screen.show_again(&page, Policy::LEAVING, wait(problem))
}

fn page(screen: &Screen, visitor: &Visitor, asked: EnrollView) -> Enroll {
    let reason = reason(screen, visitor, &asked);
    let id = &asked.request;
    let (form, identity) = (
        screen.form(visitor, PATH, id),
        screen.identity(visitor, id, &asked.email, &asked.name),
    );
    let cancel = asked.can_cancel.then(|| screen.form(visitor, CANCEL, id));
    let pairing = Pairing {
        secret: asked.secret,
        otpauth_uri: asked.otpauth_uri,
        qr_svg: asked.qr_svg,
    };
    let mut page = Enroll::new(form, reason, pairing);
    page.identity = Some(identity);
    page.cancel = cancel;
    page.app = asked.app.map(|app| app.name);
    page
}

fn reason(screen: &Screen, visitor: &Visitor, asked: &EnrollView) -> Reason {
    let by = match &asked.why {
        EnrollReason::Wanted => return Reason::SwitchedOn,
        EnrollReason::Reset => return Reason::Reset,
        EnrollReason::Instance => By::Platform(screen.brand().to_owned()),
        EnrollReason::Company(name) => By::Company(name.clone()),
        EnrollReason::Role => By::Role,
        EnrollReason::App => By::App(
            asked
                .app
                .as_ref()
                .map_or(screen.brand(), |app| &app.name)
                .to_owned(),
        ),
    };
    let Some(grace) = &asked.grace else {
        return Reason::Required { by, since: None };
    };
    Reason::Announced {
        by,
        until: grace.until,
        days_left: u32::try_from(grace.days_left).unwrap_or_default(),
        later: screen.form(visitor, LATER, &asked.request),
    }
}
