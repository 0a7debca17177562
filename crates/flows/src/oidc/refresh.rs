//! Refreshing (RFC 6749, 6; OpenID Connect Core, 12), with rotation and reuse detection (RFC 9700, 4.14.2).
//!
//! Each use replaces the token. A client that lost the answer may use the old one once more within the grace, as
//! long as its successor is unused: that one dies, and another takes its place. Any other use of an old token
//! means that two parties hold the family, and it dies at once.

use super::issue::{self, GrantContext, Holder};
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use voltkey_crypto::secret::Token;
use voltkey_protocol::client::{Client, GrantType};
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::scope::Scope;
use voltkey_protocol::time::Timestamp;
use voltkey_protocol::token::machine::{RefreshBinding, check_refresh, invalid_grant};
use voltkey_protocol::token::refresh::check_present;
use voltkey_protocol::token::request::RefreshRequest;
use voltkey_protocol::token::{TokenResponse, resource};
use voltkey_store::refresh_tokens::{self, NewRefreshToken, PresentedRefreshToken};
use voltkey_store::{GrantId, consents, grants};

/// Answers the refresh, or refuses it.
pub(crate) async fn refresh(
    ctx: &Ctx,
    client: &Client,
    request: RefreshRequest,
) -> Result<TokenResponse, Denied> {
    let token = Token::parse(&request.refresh_token).ok_or_else(unknown)?;
    let hash = *token.hash().as_bytes();
    let found = refresh_tokens::find(&ctx.store, &hash)
        .await?
        .ok_or_else(unknown)?;
    let (scope, context) = check(ctx, client, &request, &found).await?;
    let resources = resource::narrow(request.resources, context.resources.clone(), client)?;
    // OpenID Connect Core, 12.2: a refreshed ID token should have no nonce.
    let context = GrantContext {
        nonce: None,
        ..context
    };
    let holder = Holder {
        grant: &found.grant,
        person: &found.person,
        context: &context,
    };
    let mut response = issue::for_person(ctx, client, &holder, &scope, &resources).await?;
    let successor = ctx.new_token();
    if !rotate(ctx, &hash, &found, &successor).await? {
        let refusal = invalid_grant(Rule::RefreshReplayed, "the refresh token was used before");
        return Err(refusal.into());
    }
    response.refresh_token = Some(successor.as_str().to_owned());
    Ok(response)
}

/// What the token's grant remembers; none where the client could not refresh with it now.
pub(crate) async fn in_force(
    ctx: &Ctx,
    client: &Client,
    found: &PresentedRefreshToken,
) -> Result<Option<GrantContext>, Fault> {
    if found.used_at.is_some() || !client.has_grant(GrantType::RefreshToken) {
        return Ok(None);
    }
    match check(ctx, client, &RefreshRequest::default(), found).await {
        Ok((_, context)) => Ok(Some(context)),
        Err(Denied::Refused(_)) => Ok(None),
        Err(Denied::Fault(fault)) => Err(fault),
    }
}

/// The scope of the answer, and what the grant remembers: of both as much as the client may have now.
async fn check(
    ctx: &Ctx,
    client: &Client,
    request: &RefreshRequest,
    found: &PresentedRefreshToken,
) -> Result<(Scope, GrantContext), Denied> {
    let PresentedRefreshToken { grant, person, .. } = found;
    let binding = RefreshBinding {
        client_id: grant.client_id.clone(),
        scope: grant.scope.parse()?,
        expires_at: ends_at(found),
    };
    let scope = check_refresh(request, &binding, client, ctx.now())?;
    if person.blocked_at.is_some() {
        return Err(invalid_grant(Rule::PersonBlocked, "the account is blocked").into());
    }
    if grant.revoked_at.is_some() {
        return Err(invalid_grant(Rule::GrantRevoked, "the authorization was revoked").into());
    }
    let context = GrantContext::of(grant, client)?;
    let consented = match client.trusted {
        true => None,
        false => consents::find(&ctx.store, &grant.person_id, &client.id).await?,
    };
    let consented: Option<Scope> = consented.and_then(|row| row.scope.parse().ok());
    check_present(client, &binding.scope, &context.claims, consented.as_ref())?;
    Ok((client.narrow(&scope), context))
}

/// When the token ends: by itself, or with its grant.
pub(crate) fn ends_at(found: &PresentedRefreshToken) -> Timestamp {
    let until = found.grant.refresh_until;
    until.map_or(found.expires_at, |until| found.expires_at.min(until))
}

/// Replaces the token. False when it may not be: then the family has died.
async fn rotate(
    ctx: &Ctx,
    hash: &[u8; 32],
    found: &PresentedRefreshToken,
    successor: &Token,
) -> Result<bool, Fault> {
    let now = ctx.now();
    let used_after = now - ctx.settings.tokens.refresh_grace;
    let until = found
        .grant
        .refresh_until
        .unwrap_or(now + ctx.settings.tokens.refresh_absolute);
    let row = row(ctx, successor, &found.grant.id, Some(*hash), until);
    let rotated = ctx.store.write(|mut tx| async {
        let may = refresh_tokens::use_once(&mut tx, hash, now).await?
            || replace_again(&mut tx, hash, now, used_after).await?;
        match may {
            true => refresh_tokens::insert(&mut tx, &row).await?,
            // A refusal that changes state is an outcome, and must last.
            false => drop(grants::revoke(&mut tx, &found.grant.id, now).await?),
        }
        Ok((may, tx))
    });
    Ok(rotated.await?)
}

/// Spends a used token's one repetition: within the grace, and only while its successor is unused.
async fn replace_again(
    tx: &mut voltkey_store::Tx,
    hash: &[u8; 32],
    now: Timestamp,
    used_after: Timestamp,
) -> voltkey_store::Result<bool> {
    Ok(
        refresh_tokens::mark_replaced_again(&mut *tx, hash, now, used_after).await?
            && refresh_tokens::supersede_successor(&mut *tx, hash, now).await?,
    )
}

/// The row of a new refresh token: it slides by its own life, up to the grant's end.
pub(crate) fn row(
    ctx: &Ctx,
    token: &Token,
    grant_id: &GrantId,
    parent_hash: Option<[u8; 32]>,
    until: Timestamp,
) -> NewRefreshToken {
    let created_at = ctx.now();
    NewRefreshToken {
        hash: *token.hash().as_bytes(),
        grant_id: grant_id.clone(),
        parent_hash,
        created_at,
        expires_at: (created_at + ctx.settings.tokens.refresh).min(until),
    }
}

fn unknown() -> Refusal {
    invalid_grant(Rule::RefreshUnknown, "the refresh token is not valid")
}
