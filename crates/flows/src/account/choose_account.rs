//! Choosing an account, where several are signed in in a browser or have been (`prompt=select_account`, OpenID Connect
//! Core, 3.1.2.1).
//!
//! Whose session lives is named in full, and goes on without a password unless the request asks for more. Of others who
//! have logged in here only a masked address is shown, also on the login page that follows: the cookie by which a
//! browser is known is no proof of anything.

use super::pending::{self, Pending};
use super::session::{self, Cookies, Living};
use super::{link, log_out, receipt};
use crate::ctx::Ctx;
use crate::error::{App, Fault, PageError};
use crate::oidc::authorize::{Next, Step};
use crate::visitor::Visitor;
use voltkey_store::{PersonId, known_browsers};

/// How many accounts are listed that are signed out.
const MAX_SIGNED_OUT: i64 = 5;

/// What the page shows.
#[derive(Debug)]
pub struct ChooseView {
    /// The pending request's id.
    pub request: String,
    /// Who asks for the login.
    pub app: Option<App>,
    /// Accounts to choose from: those that are signed in first.
    pub accounts: Vec<Account>,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
}

/// An account that is signed in in this browser, or has been.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the form says of it; worth nothing in another browser or for another request.
    pub key: String,
    /// Its address; masked where it is signed out.
    pub email: String,
    /// First and last name; empty where it is signed out.
    pub name: String,
    /// Whether it is signed in.
    pub is_signed_in: bool,
}

/// What the person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// This account: see [`Account::key`].
    Account(&'a str),
    /// One that is not listed.
    Another,
    /// To sign this account out of this browser.
    SignOut(&'a str),
}

/// What the page shows.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<ChooseView, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let known = known(ctx, visitor).await?;
    let key = |person: &PersonId| key(ctx, visitor, &pending, person);
    let signed_in = known.signed_in.iter().map(|Living { session, .. }| Account {
        key: key(&session.person_id),
        email: session.person.email.clone(),
        name: session.name(),
        is_signed_in: true,
    });
    let signed_out = known.signed_out.iter().map(|known| Account {
        key: key(&known.person_id),
        email: link::mask(&known.email),
        name: String::new(),
        is_signed_in: false,
    });
    Ok(ChooseView {
        app: pending::app(ctx, &pending).await?,
        accounts: signed_in.chain(signed_out).collect(),
        ui_locales: pending.ui_locales(),
        request: pending.id,
    })
}

/// Takes the choice. An account that can't be chosen any more leads to the page again.
///
/// # Errors
/// As [`view`].
pub async fn choose(ctx: &Ctx, visitor: &Visitor, id: &str, choice: Choice<'_>) -> Result<Step, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let (asked, signs_out) = match choice {
        Choice::Another => {
            voltkey_store::pending::choose_person(&ctx.store, &pending.id, None).await?;
            return Ok(Step::to(Next::LogIn(pending.id)));
        }
        Choice::Account(asked) => (asked, false),
        Choice::SignOut(asked) => (asked, true),
    };
    let known = known(ctx, visitor).await?;
    let is_asked = |person: &PersonId| {
        let subject = subject(&pending, person);
        ctx.check_form_token(visitor, &subject, asked)
    };
    let found = known
        .signed_in
        .iter()
        .position(|living| is_asked(&living.session.person_id));
    if let Some(at) = found {
        return match signs_out {
            true => sign_out(ctx, visitor, pending, known.signed_in, at).await,
            false => go_on(ctx, visitor, pending, &known.signed_in[at]).await,
        };
    }
    let found = known
        .signed_out
        .into_iter()
        .find(|known| is_asked(&known.person_id));
    match found.filter(|_| !signs_out) {
        Some(person) => {
            let id = &pending.id;
            voltkey_store::pending::choose_person(&ctx.store, id, Some(&person.person_id)).await?;
            Ok(Step::to(Next::LogIn(pending.id)))
        }
        None => Ok(Step::to(Next::ChooseAccount(pending.id))),
    }
}

/// The page, or the login where no account is known in this browser.
pub(crate) async fn or_log_in(ctx: &Ctx, visitor: &Visitor, pending: Pending) -> Result<Next, PageError> {
    let known = known(ctx, visitor).await?;
    Ok(match known.signed_in.is_empty() && known.signed_out.is_empty() {
        true => Next::LogIn(pending.id),
        false => Next::ChooseAccount(pending.id),
    })
}

/// Goes on as somebody who is signed in. The request is looked at anew: it may ask for more than the session has shown.
async fn go_on(ctx: &Ctx, visitor: &Visitor, pending: Pending, chosen: &Living) -> Result<Step, PageError> {
    let session = &chosen.session.id;
    let cookies = match chosen.is_current(visitor) {
        true => None,
        false => match session::switch_to(ctx, visitor, session).await? {
            Some(cookies) => Some(cookies),
            None => return Ok(Step::to(Next::ChooseAccount(pending.id))),
        },
    };
    voltkey_store::pending::choose_session(&ctx.store, &pending.id, session).await?;
    Ok(Step {
        session: cookies,
        ..Step::to(Next::Resume(pending.id))
    })
}

/// Signs out one account; the others stay. Where it was the current one the first of them is that then, and where there
/// was none there is none: nobody is taken unasked for whom no page was about.
async fn sign_out(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: Pending,
    mut living: Vec<Living>,
    at: usize,
) -> Result<Step, PageError> {
    let has_current = living.iter().any(|living| living.is_current(visitor));
    let gone = living.remove(at);
    let logout = receipt::prepare(ctx, visitor, &pending)?;
    log_out::end_one(ctx, visitor, &gone.token, &logout).await?;
    let mut tokens = living.into_iter().map(|living| living.token).peekable();
    let cookies = Cookies {
        current: tokens.next_if(|_| has_current),
        others: Some(tokens.collect()),
    };
    Ok(Step {
        session: Some(cookies),
        ..Step::to(receipt::or(ctx, logout, Next::ChooseAccount(pending.id)).await?)
    })
}

/// The accounts that a browser knows.
struct Known {
    signed_in: Vec<Living>,
    signed_out: Vec<known_browsers::Known>,
}

async fn known(ctx: &Ctx, visitor: &Visitor) -> Result<Known, Fault> {
    let signed_in = session::all(ctx, visitor).await?;
    let browser = visitor.browser.hash();
    let known = known_browsers::of_browser(&ctx.store, browser.as_bytes(), MAX_SIGNED_OUT).await?;
    let is_signed_in = |person: &PersonId| signed_in.iter().any(|living| living.session.person_id == *person);
    let signed_out = known
        .into_iter()
        .filter(|known| !is_signed_in(&known.person_id))
        .collect();
    Ok(Known {
        signed_in,
        signed_out,
    })
}

fn key(ctx: &Ctx, visitor: &Visitor, pending: &Pending, person: &PersonId) -> String {
    ctx.form_token(visitor, &subject(pending, person))
}

fn subject(pending: &Pending, person: &PersonId) -> String {
    format!("{} account {person}", pending.id)
}
