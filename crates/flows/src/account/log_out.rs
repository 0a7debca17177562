//! Ending the session of one browser.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::{pending, pin_logins, sessions};

/// Ends the session of this browser, if it has one, what a PIN alone could begin anew, and whatever logins are under way
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
    let Some(token) = &visitor.session else {
        return Ok(());
    };
    if let Some(row) = sessions::by_token_hash(&ctx.store, token.hash().as_bytes()).await? {
        sessions::end(&ctx.store, &row.session.id, ctx.now()).await?;
        pin_logins::delete_in_browser(&ctx.store, &row.session.person_id, browser.as_bytes()).await?;
    }
    Ok(())
}
