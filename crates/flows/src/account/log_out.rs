//! Ending the sessions of one browser.

use super::end_sessions;
use crate::audit::{self, Actor, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::to_json;
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_protocol::params::Params;
use voltkey_store::logouts::{self, Logout};
use voltkey_store::{Hash, pending, pin_logins, sessions};

/// How long a log-out is kept: while its request is on its way, and while its page tells which apps have answered.
const LIFE: Duration = Duration::from_secs(30 * 60);

/// A log-out, made before the transaction that writes it. `browser_hash` is none until a browser takes it up.
pub(crate) fn prepare(ctx: &Ctx, browser_hash: Option<Hash>, request: &Params) -> Result<Logout, Fault> {
    let now = ctx.now();
    Ok(Logout {
        id: secret::public_id(ctx.rng()),
        browser_hash,
        request: to_json(request)?,
        created_at: now,
        expires_at: now + LIFE,
    })
}

/// Ends the sessions of this browser, if it has any, whosever they are, what a PIN alone could begin anew, and whatever
/// logins are under way in it: who logs out and walks away leaves nothing for the next one to go on with. Refresh tokens
/// live on: an app that works while the person is away was given them for that.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(ctx: &Ctx, visitor: &Visitor) -> Result<(), Fault> {
    end_all(ctx, visitor, None).await.map(|_| ())
}

/// The same for a browser that forgets everything about itself. Gives the identifier under which
/// [`receipt`](super::receipt) tells what has ended, to the browser that asks for it first; none where nothing has.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(ctx: &Ctx, visitor: &Visitor) -> Result<Option<String>, Fault> {
    let logout = prepare(ctx, None, &Params::default())?;
    let has_ended = end_all(ctx, visitor, Some(&logout)).await?;
    Ok(has_ended.then_some(logout.id))
}

/// The same, with a page that tells what has ended. Gives whether anything has; else no page is kept.
pub(crate) async fn end_all(ctx: &Ctx, visitor: &Visitor, logout: Option<&Logout>) -> Result<bool, Fault> {
    if let Some(token) = &visitor.pin_login {
        pin_logins::delete(&ctx.store, token.hash().as_bytes()).await?;
    }
    end_each(ctx, visitor, visitor.sessions(), logout).await
}

/// The same for one account of several; the others stay.
pub(crate) async fn end_one(
    ctx: &Ctx,
    visitor: &Visitor,
    token: &Token,
    logout: &Logout,
) -> Result<bool, Fault> {
    end_each(ctx, visitor, std::iter::once(token), Some(logout)).await
}

async fn end_each(
    ctx: &Ctx,
    visitor: &Visitor,
    tokens: impl Iterator<Item = &Token>,
    logout: Option<&Logout>,
) -> Result<bool, Fault> {
    pending::clear_progress_of_browser(&ctx.store, visitor.browser.hash().as_bytes()).await?;
    let mut has_ended = false;
    for token in tokens {
        has_ended |= end(ctx, visitor, token, logout.map(|logout| &*logout.id)).await?;
    }
    if let Some(logout) = logout.filter(|_| has_ended) {
        logouts::insert(&ctx.store, logout).await?;
    }
    Ok(has_ended)
}

/// Ends the session of that cookie in this browser, maybe in a log-out whose page tells of it, and what a PIN alone could
/// begin anew of the same person. False when there was none.
async fn end(ctx: &Ctx, visitor: &Visitor, token: &Token, logout_id: Option<&str>) -> Result<bool, Fault> {
    let browser = visitor.browser.hash();
    let Some(row) = sessions::by_token_hash(&ctx.store, token.hash().as_bytes()).await? else {
        return Ok(false);
    };
    let (session, person) = (&row.session.id, &row.session.person_id);
    let who = Who::of(person, &row.person);
    let event = end_sessions::event(session, &who);
    let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
    let now = ctx.now();
    let ended = ctx.store.write(|mut tx| async {
        let has_ended = end_sessions::end(&mut tx, session, logout_id, now).await?;
        if has_ended {
            note.write(&mut tx).await?;
        }
        pin_logins::delete_in_browser(&mut tx, person, browser.as_bytes()).await?;
        Ok((has_ended, tx))
    });
    Ok(ended.await?)
}
