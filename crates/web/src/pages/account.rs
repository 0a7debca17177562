//! The profile: what a person tells of themselves, and the address of their account.

use super::own;
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::account::{Account, AccountForms, EmailChangeProblem, WaitingEmail};
use crate::view::login::EmailProblem;
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::about;
use voltkey_flows::account::change_email::{self, AskOutcome};
use voltkey_flows::account::details::Details;
use voltkey_flows::account::own_page::{Me, Wants};
use voltkey_flows::account::profile::{self, ProfileView};
use voltkey_protocol::claims::{About, Detail};
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account";
const ABOUT: &str = "/account/about";
const EMAIL: &str = "/account/email";
const WITHDRAW: &str = "/account/email/withdraw";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(ABOUT, routing::post(tell))
        .route(EMAIL, routing::post(change_address))
        .route(WITHDRAW, routing::post(withdraw))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let mut page = page(&screen, &visitor, &params, &me, Entered::default()).await?;
    page.saved = own::what_was_saved(&params).is_some();
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    let entered = entered(&form);
    match profile::save(screen.ctx(), &visitor, &me, &entered).await? {
        Ok(()) => own::done(&screen, &visitor, &params, PATH).await,
        Err(problems) => {
            let shown = Entered {
                details: Some(&entered),
                ..Entered::default()
            };
            let page = page(&screen, &visitor, &params, &me, shown).await?;
            screen.show_again(&page.refused(&problems), Policy::LEAVING, None)
        }
    }
}

/// Changes what else the person tells.
async fn tell(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    let field = |detail: &Detail| form.get(detail.as_str()).unwrap_or_default().to_owned();
    let entered: About = Detail::ALL
        .iter()
        .map(|detail| (*detail, field(detail)))
        .collect();
    match about::save(screen.ctx(), &visitor, &me, &entered).await? {
        Ok(()) => own::done(&screen, &visitor, &params, PATH).await,
        Err(problems) => {
            let shown = Entered {
                about: Some(&entered),
                ..Entered::default()
            };
            let page = page(&screen, &visitor, &params, &me, shown).await?;
            screen.show_again_at(PATH, &page.about_refused(&problems), Policy::LEAVING, None)
        }
    }
}

/// Asks for another address. The proof is asked for on the way here, because the form takes the password.
async fn change_address(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) =
        own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::FreshProof)).await?;
    let entered = form.get("new_email").unwrap_or_default().trim();
    let password = form.get("current_password").unwrap_or_default();
    let problem = match change_email::ask(screen.ctx(), &visitor, &me, entered, password).await? {
        // The page shows the address that waits.
        AskOutcome::Asked => return Ok(Redirect::to(&own::same_page(&params, PATH)).into_response()),
        AskOutcome::Malformed if entered.is_empty() => EmailChangeProblem::Email(EmailProblem::Missing),
        AskOutcome::Malformed => EmailChangeProblem::Email(EmailProblem::Malformed),
        AskOutcome::Same => EmailChangeProblem::Taken,
        AskOutcome::WrongPassword => EmailChangeProblem::WrongPassword,
        AskOutcome::Throttled(wait) => EmailChangeProblem::Throttled(wait),
    };
    let wait = match problem {
        EmailChangeProblem::Throttled(wait) => Some(wait),
        _ => None,
    };
    let page = page(&screen, &visitor, &params, &me, Entered::default()).await?;
    screen.show_again_at(PATH, &page.email_refused(entered, problem), Policy::LEAVING, wait)
}

async fn withdraw(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    change_email::withdraw(screen.ctx(), &me).await?;
    Ok(Redirect::to(&own::same_page(&params, PATH)).into_response())
}

/// What was entered and not taken, which is shown again.
#[derive(Clone, Copy, Default)]
struct Entered<'a> {
    details: Option<&'a Details>,
    about: Option<&'a About>,
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    me: &Me,
    entered: Entered<'_>,
) -> Result<Account, Failure> {
    let ProfileView {
        details,
        about,
        email,
        email_verified,
        waiting,
    } = profile::view(screen.ctx(), me).await?;
    let form = |path| screen.form_with_query(visitor, path);
    let forms = AccountForms {
        details: form(PATH),
        about: form(ABOUT),
        email: form(EMAIL),
    };
    let mut page = Account::new(
        forms,
        email,
        entered.details.unwrap_or(&details),
        entered.about.unwrap_or(&about),
    );
    page.tabs = own::tabs(screen, AccountTab::Profile);
    page.email_verified = email_verified;
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    page.waiting = waiting.map(|waiting| WaitingEmail {
        email: waiting.email,
        until: screen.moment_at(waiting.until),
        withdraw: form(WITHDRAW),
    });
    Ok(page)
}

fn entered(form: &Params) -> Details {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    Details {
        given_name: field("given_name"),
        family_name: field("family_name"),
        phone: field("tel"),
        language: field("language"),
    }
}
