//! Turning back: to the app without an answer, or to the login page as somebody else.

use super::pending::{Errand, Pending};
use super::session::{self, Cookies};
use super::{log_out, pending, receipt};
use crate::ctx::Ctx;
use crate::deep_link::DeedResult;
use crate::error::PageError;
use crate::oidc::authorize::{self, Next, Step};
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
pub async fn switch_person(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Step, PageError> {
    let pending = pending::load(ctx, visitor, id).await?;
    voltkey_store::pending::choose_person(&ctx.store, &pending.id, None).await?;
    let living = session::all(ctx, visitor).await?;
    if living.iter().any(|living| !living.is_current(visitor)) {
        return Ok(Step::to(Next::ChooseAccount(pending.id)));
    }
    let logout = receipt::prepare(ctx, visitor, &pending)?;
    log_out::end_all(ctx, visitor, Some(&logout)).await?;
    Ok(Step {
        session: Some(Cookies {
            current: None,
            others: Some(Vec::new()),
        }),
        ..Step::to(receipt::or(ctx, logout, Next::LogIn(pending.id)).await?)
    })
}
