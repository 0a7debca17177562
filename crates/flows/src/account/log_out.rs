//! Ending the session of one browser.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::{pending, sessions};

/// Ends the session of this browser, if it has one, and whatever logins are under way in it: who logs out and walks
/// away leaves nothing for the next one to go on with. Refresh tokens live on: an app that works while the person is
/// away was given them for that.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(ctx: &Ctx, visitor: &Visitor) -> Result<(), Fault> {
    pending::clear_progress_of_browser(&ctx.store, visitor.browser.hash().as_bytes()).await?;
    let Some(token) = &visitor.session else {
        return Ok(());
    };
    if let Some(row) = sessions::by_token_hash(&ctx.store, token.hash().as_bytes()).await? {
        sessions::end(&ctx.store, &row.session.id, ctx.now()).await?;
    }
    Ok(())
}
