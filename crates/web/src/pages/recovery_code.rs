//! The second step of a login without the phone: a recovery code in place of the PIN.

use super::login::CANCEL;
use super::{lost_phone, pin};
use crate::error::Answer;
use crate::extract::{OwnForm, Pending};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{CodeProblem, RecoveryCode as CodePage};
use axum::{Extension, Router, routing};
use std::time::Duration;
use voltkey_flows::Visitor;
use voltkey_flows::account::enter_recovery_code::{self, CodeOutcome, RecoveryCodeView};
use voltkey_flows::account::recovery_codes::RecoveryCode;
use voltkey_flows::page::Page;

/// The address of this room.
pub const PATH: &str = "/login/recovery-code";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let asked = match enter_recovery_code::view(screen.ctx(), &visitor, &id).await? {
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
    let Some(code) = RecoveryCode::read(form.get("code").unwrap_or_default()) else {
        return refuse(screen, &visitor, &id, CodeProblem::Malformed).await;
    };
    let problem = match enter_recovery_code::submit(screen.ctx(), &visitor, &id, &code).await? {
        CodeOutcome::Step(step) => return screen.take(step),
        CodeOutcome::Wrong => CodeProblem::Wrong,
        CodeOutcome::Throttled(span) => CodeProblem::Locked(span),
    };
    refuse(screen, &visitor, &id, problem).await
}

async fn refuse(screen: Screen, visitor: &Visitor, id: &str, problem: CodeProblem) -> Answer {
    let asked = match enter_recovery_code::view(screen.ctx(), visitor, id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales);
    let page = page(&screen, visitor, asked).refused(problem);
    screen.show_again(&page, Policy::LEAVING, wait(problem))
}

fn page(screen: &Screen, visitor: &Visitor, asked: RecoveryCodeView) -> CodePage {
    let id = &asked.request;
    let mut page = CodePage::new(
        screen.form(visitor, PATH, id),
        screen.identity(visitor, id, &asked.email, &asked.name),
        screen.address(pin::PATH, id),
        screen.address(lost_phone::PATH, id),
    );
    page.has_codes = asked.has_codes;
    page.cancel = asked.can_cancel.then(|| screen.form(visitor, CANCEL, id));
    page.app = asked.app.map(|app| screen.app(&app).name);
    page
}

/// How long no code is taken.
pub fn wait(problem: CodeProblem) -> Option<Duration> {
    match problem {
        CodeProblem::Locked(span) => Some(span),
        CodeProblem::Malformed | CodeProblem::Wrong => None,
    }
}
