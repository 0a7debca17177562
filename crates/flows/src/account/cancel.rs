//! Turning back: to the app without an answer, or to the login page as somebody else.

use super::pending::{Errand, Pending};
use super::{log_out, pending};
use crate::ctx::Ctx;
use crate::deep_link::DeedResult;
use crate::error::PageError;
use crate::oidc::authorize::{self, Next};
use crate::visitor::Visitor;
use voltkey_protocol::error::Rule;

/// Takes the person back to the app, which is told `access_denied`.
///
/// # Errors
/// When the request is not this browser's, too old or already answered.
pub async fn cancel(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Next, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    match authorize::recheck(ctx, visitor, &pending).await? {
        None => give_up_visit(ctx, &pending).await,
        Some(Err(response)) => authorize::finish(ctx, &pending, response).await,
        Some(Ok(checked)) => {
            let refusal = authorize::denied(Rule::LoginCancelled, "the person did not sign in");
            let destination = &checked.request.destination;
            let response = authorize::tell(ctx, visitor, &checked.client.client, destination, refusal).await;
            authorize::finish(ctx, &pending, response).await
        }
    }
}

/// Whoever came by themselves goes back to where they came from, if that is known.
async fn give_up_visit(ctx: &Ctx, pending: &Pending) -> Result<Next, PageError> {
    let back = pending.errand.as_ref().and_then(Errand::back);
    let Some(back) = back else {
        return Ok(Next::SignedIn {
            login_url: ctx.settings.login_url.clone(),
        });
    };
    voltkey_store::pending::finish(&ctx.store, &pending.id, ctx.now()).await?;
    Ok(Next::Back(back.address(DeedResult::Cancelled)))
}

/// "Not you?": forgets who was about to sign in, ends the session, and begins the login anew. Where several accounts
/// are signed in, another of them may be meant: then the person chooses.
///
/// # Errors
/// As [`cancel`].
pub async fn switch_person(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Next, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    voltkey_store::pending::choose_person(&ctx.store, &pending.id, None).await?;
    if !visitor.other_sessions.is_empty() {
        return Ok(Next::ChooseAccount(pending.id));
    }
    log_out::log_out(ctx, visitor).await?;
    Ok(Next::LogIn(pending.id))
}
