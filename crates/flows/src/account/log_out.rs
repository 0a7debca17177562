//! Ending the sessions of one browser.

use super::end_sessions;
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::{Token, Visitor};
use voltkey_store::{pending, pin_logins, sessions};

/// Ends the sessions of this browser, if it has any, whosever they are, what a PIN alone could begin anew, and whatever logins are under way
/// in it: who logs out and walks away leaves nothing for the next one to go on with. Refresh tokens live on: an app that works while the person is
/// away was given them for that.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(ctx: &Ctx, visitor: &Visitor) -> Result<(), Fault> {
    let browser = visitor.browser.hash();
    pending::clear_progress_of_browser(&ctx.store, browser.as_bytes()).await?;
    if let Some(token) = &visitor.pin_login {
        pin_logins::delete(&ctx.store, token.hash().as_bytes()).await?;
    }
    for token in visitor.sessions() {
        end(ctx, visitor, token).await?;
    }
    Ok(())
}

/// Ends the session of that cookie in this browser, and what a PIN alone could begin anew of the same person.
pub(crate) async fn end(ctx: &Ctx, visitor: &Visitor, token: &Token) -> Result<(), Fault> {
    let browser = visitor.browser.hash();
    if let Some(row) = sessions::by_token_hash(&ctx.store, token.hash().as_bytes()).await? {
        let (session, person) = (&row.session.id, &row.session.person_id);
        let who = Who::of(person, &row.person);
        let event = Event::of_account(Action::SessionEnded, &who).object(session.as_str());
        let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
        let now = ctx.now();
        let ended = ctx.store.write(|mut tx| async {
            if end_sessions::end(&mut tx, session, None, now).await? {
                note.write(&mut tx).await?;
            }
            pin_logins::delete_in_browser(&mut tx, person, browser.as_bytes()).await?;
            Ok(((), tx))
        });
        ended.await?;
    }
    Ok(())
}
