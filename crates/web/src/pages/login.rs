//! Signing in with e-mail address and password (S11), and the two ways out of a login: back to the app, and "not
//! you?".

use super::{cannot_sign_in, choose_account, forgot_password, no_invitation};
use crate::error::Answer;
use crate::extract::{OwnForm, Pending, Query};
use crate::screen::{LOGIN, Policy, Screen};
use crate::state::AppState;
use crate::view::login::{EmailProblem, LoginProblem};
use crate::view::{Identity, Login};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::cancel;
use voltkey_flows::account::log_in::{self, LoginAs, LoginOutcome, LoginView};
use voltkey_flows::oidc::authorize::Next;
use voltkey_protocol::params::Params;

/// Where the way back to the app goes, from each page of a login.
pub const CANCEL: &str = "/login/cancel";

/// The hidden input that says that the password is that of the account that was chosen.
const CHOSEN: &str = "chosen";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(LOGIN, routing::get(get).post(post))
        .route(CANCEL, routing::post(back_to_app))
        .route("/login/switch", routing::post(switch_person))
}

/// Without a pending request someone came by themselves: the login is begun here.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let Some(id) = params.get("request") else {
        let id = log_in::open(screen.ctx(), &visitor, params).await?;
        return screen.go(Next::LogIn(id));
    };
    let asked = log_in::view(screen.ctx(), &visitor, id).await?;
    let screen = screen.speaking(&asked.ui_locales);
    screen.show(&page(&screen, &visitor, &asked, &asked.email), Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    let entered = Entered::read(&form);
    if let Some(problem) = entered.problem() {
        return refuse(screen, &visitor, &id, entered.email, problem).await;
    }
    let who = match entered.is_chosen {
        true => LoginAs::Chosen,
        false => LoginAs::Address(entered.email),
    };
    let problem = match log_in::submit(screen.ctx(), &visitor, &id, who, entered.password).await? {
        LoginOutcome::Step(step) => return screen.take(step),
        LoginOutcome::Wrong => LoginProblem::WrongCredentials,
        LoginOutcome::Throttled(span) => LoginProblem::Throttled(span),
        LoginOutcome::Blocked => LoginProblem::Blocked,
        LoginOutcome::Frozen => LoginProblem::Frozen,
    };
    refuse(screen, &visitor, &id, entered.email, problem).await
}

async fn back_to_app(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(_): OwnForm,
) -> Answer {
    screen.go(cancel::cancel(screen.ctx(), &visitor, &id).await?)
}

async fn switch_person(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(_): OwnForm,
) -> Answer {
    screen.take(cancel::switch_person(screen.ctx(), &visitor, &id).await?)
}

/// The form again, with the address that was entered, and never with the password.
pub async fn refuse(
    screen: Screen,
    visitor: &Visitor,
    id: &str,
    email: &str,
    problem: LoginProblem,
) -> Answer {
    let asked = log_in::view(screen.ctx(), visitor, id).await?;
    let screen = screen.speaking(&asked.ui_locales);
    let wait = match problem {
        LoginProblem::Throttled(span) => Some(span),
        _ => None,
    };
    let page = page(&screen, visitor, &asked, email).refused(problem);
    screen.show_again(&page, Policy::LEAVING, wait)
}

fn page(screen: &Screen, visitor: &Visitor, asked: &LoginView, email: &str) -> Login {
    let id = &asked.request;
    let mut page = Login::new(screen.form(visitor, LOGIN, id), email);
    if let Some(email) = &asked.chosen {
        page.form = page.form.with(CHOSEN, "yes");
        page = page.of_chosen(Identity::new(email, ""), screen.address(choose_account::PATH, id));
    }
    page.app = asked.app.as_ref().map(|app| screen.app(app).name);
    page.forgot_url = Some(screen.address(forgot_password::PATH, id));
    page.no_invitation_url = Some(screen.address(no_invitation::PATH, id));
    page.help_url = Some(screen.address(cannot_sign_in::PATH, id));
    page.cancel = asked.can_cancel.then(|| screen.form(visitor, CANCEL, id));
    page
}

/// What was entered.
struct Entered<'f> {
    /// Whether the page has asked for the password of an account that was chosen before.
    is_chosen: bool,
    email: &'f str,
    password: &'f str,
}

impl<'f> Entered<'f> {
    fn read(form: &'f Params) -> Self {
        let field = |name| form.get(name).unwrap_or_default();
        Self {
            is_chosen: form.get(CHOSEN).is_some(),
            email: field("email").trim(),
            password: field("password"),
        }
    }

    /// What can be seen to be wrong without asking anyone.
    fn problem(&self) -> Option<LoginProblem> {
        let email = match self.email {
            _ if self.is_chosen => None,
            "" => Some(EmailProblem::Missing),
            email if !looks_like_email(email) => Some(EmailProblem::Malformed),
            _ => None,
        };
        let password_missing = self.password.is_empty();
        (email.is_some() || password_missing).then_some(LoginProblem::Entries {
            email,
            password_missing,
        })
    }
}

/// Something, an at sign, something, and no space: only the mail server knows more.
fn looks_like_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, host)| !local.is_empty() && !host.is_empty())
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(email: &str, password: &str) -> Option<LoginProblem> {
        let is_chosen = false;
        Entered {
            is_chosen,
            email,
            password,
        }
        .problem()
    }

    #[test]
    fn what_is_entered_is_looked_at_before_anyone_is_asked() {
        let entries = |email, password_missing| {
            Some(LoginProblem::Entries {
                email,
                password_missing,
            })
        };
        assert_eq!(problem("ada@sonnenfeld.example", "x"), None);
        assert_eq!(problem("", ""), entries(Some(EmailProblem::Missing), true));
        assert_eq!(problem("ada@sonnenfeld.example", ""), entries(None, true));
        for email in ["ada", "@x", "ada@", "a da@x"] {
            assert_eq!(
                problem(email, "x"),
                entries(Some(EmailProblem::Malformed), false),
                "{email}"
            );
        }
    }
}
