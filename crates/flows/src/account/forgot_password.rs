//! "Forgot password" and "I got no invitation" (S5, S16): a mail to whoever the address belongs to.
//!
//! The page writes one job, whatever the address is, and answers. The job finds out what helps: a link for a new
//! password, or the invitation once more. So neither answer nor time tells a stranger who has an account.

use super::link;
use super::{email, pending, session};
use crate::admin::invite;
use crate::audit::Actor;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, Notice, PasswordResetMail, Recovery, Task};
use crate::oidc::client;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::invitations::{self, InvitationState};
use voltkey_store::jobs::enqueue;
use voltkey_store::password_resets::{self, PasswordReset};
use voltkey_store::people::{self, BlockReason, Person};

/// How long a link works.
const LINK_LIFE: Duration = Duration::from_secs(3600);

/// How it ends when somebody asks for a mail.
#[derive(Debug)]
pub enum AskOutcome {
    /// If the address has an account or an invitation, a mail is on its way.
    Asked,
    /// The address is none.
    Malformed,
    /// This network has asked for too many mails: not before this time has passed.
    Throttled(Duration),
}

/// Asks for a mail to this address. `request` is the login under way, whose client the mail's link leads back to.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(
    ctx: &Ctx,
    visitor: &Visitor,
    address: &str,
    request: Option<&str>,
) -> Result<AskOutcome, Fault> {
    let Some(key) = email::key(address) else {
        return Ok(AskOutcome::Malformed);
    };
    if let Some(wait) = link::MAILS.spend(ctx, visitor).await? {
        return Ok(AskOutcome::Throttled(wait));
    }
    let pending = pending::load_if_there(ctx, visitor, request).await?;
    let client_id = pending.and_then(|pending| pending.client_id);
    recover(ctx, visitor, &key, client_id.as_deref()).await?;
    Ok(AskOutcome::Asked)
}

/// Writes the job.
pub(super) async fn recover(
    ctx: &Ctx,
    visitor: &Visitor,
    email_key: &str,
    client_id: Option<&str>,
) -> Result<(), Fault> {
    let job = jobs::prepare(
        ctx,
        &Task::Recover(Recovery {
            email_key: email_key.to_owned(),
            client_id: client_id.map(str::to_owned),
            at: ctx.now(),
            user_agent: visitor.user_agent.clone(),
            network: visitor.network.to_string(),
        }),
    )?;
    let written = ctx.store.write(|mut tx| async {
        enqueue(&mut tx, &job).await?;
        Ok(((), tx))
    });
    Ok(written.await?)
}

/// Does what was asked for, as the job that it became.
///
/// # Errors
/// When the database does not answer: then it is done again later.
pub async fn carry_out(ctx: &Ctx, recovery: &Recovery) -> Result<(), Fault> {
    if let Some(person) = people::by_email_key(&ctx.store, &recovery.email_key).await? {
        return mail_link(ctx, recovery, &person).await;
    }
    let invitations = invitations::to_address(&ctx.store, &recovery.email_key).await?;
    for invitation in invitations {
        let is_open = invitation.state == InvitationState::Open;
        if is_open && link::spend_quota_of_address(ctx, &invitation.id, invite::LINK_LIFE).await? {
            invite::send(ctx, &Actor::machine(ctx), &invitation).await?;
        }
    }
    Ok(())
}

async fn mail_link(ctx: &Ctx, recovery: &Recovery, person: &Person) -> Result<(), Fault> {
    // Somebody else may read these mails, or have had the address changed to theirs.
    if people::block_reason(&ctx.store, &person.id).await? == Some(BlockReason::Frozen) {
        return Ok(());
    }
    if !link::spend_quota_of_address(ctx, person.id.as_str(), LINK_LIFE).await? {
        return Ok(());
    }
    let now = ctx.now();
    let token = ctx.new_token();
    let until = now + LINK_LIFE;
    let asked_from = match &recovery.client_id {
        Some(id) => client::find(ctx, id).await?,
        None => None,
    };
    // Whoever asked has chosen the app: with a stranger's, the platform's own mail would lead people there.
    let app = asked_from.filter(|found| found.client.trusted);
    let client_id = app.map(|found| found.id().to_owned());
    let reset = PasswordReset {
        token_hash: *token.hash().as_bytes(),
        person_id: person.id.clone(),
        email_key: person.email_key.clone(),
        client_id,
        created_at: now,
        expires_at: until,
        used_at: None,
    };
    let notice = Notice {
        email: person.email.clone(),
        name: session::full_name(&person.given_name, &person.family_name),
        language: person.language.clone(),
        at: recovery.at,
        user_agent: recovery.user_agent.clone(),
        network: recovery.network.clone(),
        not_me: None,
    };
    let mail = jobs::prepare(
        ctx,
        &Task::PasswordReset(PasswordResetMail {
            notice,
            token: token.as_str().into(),
            until,
        }),
    )?;
    let written = ctx.store.write(|mut tx| async {
        password_resets::insert(&mut tx, &reset).await?;
        enqueue(&mut tx, &mail).await?;
        Ok(((), tx))
    });
    Ok(written.await?)
}
