//! The first step of a login: e-mail address and password (S11).

use super::failed_login::{self, Why};
use super::pending::{self, Binding};
use super::step::{self, Completed, Ending, Need, Proof};
use super::throttle::{self, Attempt, Counted};
use super::{email, link, session};
use crate::ctx::Ctx;
use crate::error::{App, Fault, PageError};
use crate::oidc::authorize::{Next, Step};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::password::Verdict;
use voltkey_protocol::params::Params;
use voltkey_store::PersonId;
use voltkey_store::people::{self, BlockReason, LoginView as Found, PasswordHash, Person};
use zeroize::Zeroizing;

/// What the login page shows.
#[derive(Debug)]
pub struct LoginView {
    /// The pending request's id.
    pub request: String,
    /// Who asks for the login.
    pub app: Option<App>,
    /// The address that the client expects.
    pub email: String,
    /// Whom the person has chosen to be: masked, unless that account is signed in. Only the password is asked then.
    pub chosen: Option<String>,
    /// Languages that the client asked for.
    pub ui_locales: Vec<String>,
    /// Whether there is an app to go back to.
    pub can_cancel: bool,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum LoginOutcome {
    /// On to the next step.
    Step(Step),
    /// Address or password are wrong; which of the two is not told.
    Wrong,
    /// Too many attempts: not before this time has passed.
    Throttled(Duration),
    /// The password is right, but the account is blocked.
    Blocked,
    /// The password is right, but the account's person has frozen it.
    Frozen,
}

/// As whom somebody logs in.
#[derive(Clone, Copy, Debug)]
pub enum LoginAs<'a> {
    /// The account of this address.
    Address(&'a str),
    /// The account that was chosen: see [`LoginView::chosen`].
    Chosen,
}

/// Begins a login that no client has asked for, and gives its id.
///
/// # Errors
/// When the network has used up its quota.
pub async fn open(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<String, PageError> {
    pending::store(ctx, visitor, None, None, &params, Binding::Now).await
}

/// What the page shows.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<LoginView, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let app = pending::app(ctx, &pending).await?;
    Ok(LoginView {
        chosen: match chosen(ctx, visitor, &pending).await? {
            Some(person) => Some(shown(ctx, visitor, &person).await?),
            None => None,
        },
        email: pending
            .params
            .get("login_hint")
            .unwrap_or_default()
            .chars()
            .take(320)
            .collect(),
        ui_locales: pending.ui_locales(),
        can_cancel: app.is_some(),
        app,
        request: pending.id,
    })
}

/// Whom the person has chosen for this request, signed in or not.
async fn chosen(ctx: &Ctx, visitor: &Visitor, pending: &pending::Pending) -> Result<Option<Person>, Fault> {
    if let Some(id) = &pending.chosen_person {
        return Ok(people::by_id(&ctx.store, id).await?);
    }
    let Some(session_id) = &pending.chosen_session else {
        return Ok(None);
    };
    let current = session::find(ctx, visitor).await?;
    match current.filter(|session| session.id == *session_id) {
        Some(session) => Ok(people::by_id(&ctx.store, &session.person_id).await?),
        None => Ok(None),
    }
}

/// The address of somebody who was chosen in this browser.
async fn shown(ctx: &Ctx, visitor: &Visitor, person: &Person) -> Result<String, Fault> {
    let living = session::all(ctx, visitor).await?;
    let is_signed_in = living.iter().any(|living| living.session.person_id == person.id);
    Ok(match is_signed_in {
        true => person.email.clone(),
        false => link::mask(&person.email),
    })
}

/// Takes an attempt.
///
/// Whether an address is unknown, invited, blocked or known is not to be told from the answer or its time, until
/// the password was right.
///
/// # Errors
/// As [`view`]; `Busy` when all password slots are taken.
pub async fn submit(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &str,
    who: LoginAs<'_>,
    password: &str,
) -> Result<LoginOutcome, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    let chosen = chosen(ctx, visitor, &pending).await?;
    let email = match (who, &chosen) {
        (LoginAs::Address(email), _) => email,
        (LoginAs::Chosen, Some(person)) => &person.email,
        // Another tab has chosen otherwise.
        (LoginAs::Chosen, None) => return Ok(LoginOutcome::Step(step::look_again(&pending))),
    };
    let account = email::key(email).unwrap_or_else(|| email.chars().take(320).collect());
    let found = people::login_view(&ctx.store, &account, visitor.browser.hash().as_bytes()).await?;
    let known = found.as_ref().is_some_and(|found| found.knows_browser);
    let counted = match throttle::password(ctx, visitor, &account, known).await? {
        Attempt::Allowed(counted) => counted,
        Attempt::Wait(wait) => return Ok(LoginOutcome::Throttled(wait)),
    };
    let hash = found
        .as_ref()
        .and_then(|found| found.person.password_hash.clone());
    let verdict = ctx
        .passwords
        .verify(password, hash.as_ref().map(PasswordHash::as_str))
        .await?;
    if verdict == Verdict::Wrong
        && let Some(found) = &found
    {
        failed_login::tell_later(ctx, visitor, &pending, &found.person, Why::Password);
    }
    let (Some(found), Some(hash), Verdict::Right | Verdict::RightRehash) = (found, hash, verdict) else {
        return Ok(LoginOutcome::Wrong);
    };
    if verdict == Verdict::RightRehash {
        rehash_later(ctx, found.person.id.clone(), hash, password);
    }
    if found.person.blocked_at.is_some() {
        failed_login::tell_later(ctx, visitor, &pending, &found.person, Why::Blocked);
        let reason = people::block_reason(&ctx.store, &found.person.id).await?;
        return Ok(match reason {
            Some(BlockReason::Frozen) => LoginOutcome::Frozen,
            Some(BlockReason::Decided | BlockReason::Platform) | None => LoginOutcome::Blocked,
        });
    }
    Ok(LoginOutcome::Step(
        go_on(ctx, visitor, pending, &found, &counted).await?,
    ))
}

/// On to the second factor, or to the end where none is needed.
async fn go_on(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: pending::Pending,
    found: &Found,
    counted: &Counted,
) -> Result<Step, PageError> {
    let person = &found.person;
    let now = ctx.now();
    let next = match step::need(ctx, &pending, person).await? {
        Need::Pin => Next::EnterPin(pending.id.clone()),
        Need::Enroll(..) => Next::Enroll(pending.id.clone()),
        Need::AnotherReset => Next::AskForReset(pending.id.clone()),
        Need::Nothing => return end(ctx, visitor, &pending, person, counted).await,
    };
    ctx.store
        .write(|mut tx| async {
            throttle::succeeded(&mut tx, counted).await?;
            voltkey_store::pending::set_progress(&mut tx, &pending.id, &person.id, None, now).await?;
            Ok(((), tx))
        })
        .await?;
    Ok(Step::to(next))
}

/// Ends a login that needs nothing but the password.
async fn end(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &pending::Pending,
    person: &Person,
    counted: &Counted,
) -> Result<Step, PageError> {
    let completed = Completed {
        pending,
        person,
        proof: Proof::Password(ctx.now()),
        counted: Some(counted),
    };
    let ending = Ending::prepare(ctx, visitor, &completed).await?;
    let written = ctx.store.write(|mut tx| async {
        let may_end = ending.claim(&mut tx).await?;
        if may_end {
            ending.write(&mut tx).await?;
        }
        Ok((may_end, tx))
    });
    Ok(match written.await? {
        true => ending.step(),
        false => step::look_again(pending),
    })
}

/// Replaces a hash of weaker parameters after the answer, which would tell by its time that the account has one. The
/// password may be changed meanwhile: then nothing is replaced. What fails is done at the next login.
fn rehash_later(ctx: &Ctx, person_id: PersonId, old: PasswordHash, password: &str) {
    let (store, passwords) = (ctx.store.clone(), ctx.passwords.clone());
    let password = Zeroizing::new(password.to_owned());
    tokio::spawn(async move {
        let Ok(new) = passwords.hash(&password).await else {
            return;
        };
        let new = PasswordHash::from(new);
        if let Err(error) = people::set_password_hash_if(&store, &person_id, &old, &new).await {
            tracing::warn!(%error, "a password was not hashed anew");
        }
    });
}
