//! Exchanging an authorization code for tokens (RFC 6749, 4.1.3; OpenID Connect Core, 3.1.3).

use super::issue::{self, GrantContext, Holder};
use super::refresh;
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use crate::text::read;
use voltkey_crypto::secret::Token;
use voltkey_protocol::client::{Client, GrantType};
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::scope::{self, Scope};
use voltkey_protocol::token::machine::{CodeBinding, check_code, invalid_grant};
use voltkey_protocol::token::request::CodeRequest;
use voltkey_protocol::token::{TokenResponse, resource};
use voltkey_store::codes::{self, PresentedCode};
use voltkey_store::{grants, refresh_tokens, sessions};

/// Answers the exchange, or refuses it.
///
/// Everything about the code is checked before its single use, and the tokens are signed before it: what remains
/// is one compare-and-set, in a session that nobody has ended meanwhile. Only a replay that passes every check revokes what the first use gave, so that
/// somebody who has merely seen a code can't end another's session with it.
pub(crate) async fn exchange_code(
    ctx: &Ctx,
    client: &Client,
    request: CodeRequest,
) -> Result<TokenResponse, Denied> {
    let code = Token::parse(&request.code).ok_or_else(unknown)?;
    let hash = *code.hash().as_bytes();
    let found = codes::find(&ctx.store, &hash).await?.ok_or_else(unknown)?;
    let binding: CodeBinding = read(&found.binding)?;
    check_code(&request, &binding, client)?;
    if found.used_at.is_some() {
        return Err(replayed(ctx, &found).await?.into());
    }
    if found.expires_at <= ctx.now() {
        return Err(invalid_grant(Rule::CodeExpired, "the code has expired").into());
    }
    still_granted(&found)?;
    let context = GrantContext::of(&found.grant, client)?;
    let scope = client.narrow(&binding.scope);
    let resources = resource::narrow(request.resources, context.resources.clone(), client)?;
    let holder = Holder {
        grant: &found.grant,
        person: &found.person,
        context: &context,
    };
    let mut response = issue::for_person(ctx, client, &holder, &scope, &resources).await?;
    let refresh_token = may_refresh(client, &scope).then(|| ctx.new_token());
    match spend(ctx, &hash, &found, refresh_token.as_ref()).await? {
        Spent::Yes => {}
        Spent::Before => return Err(replayed(ctx, &found).await?.into()),
        Spent::SessionOver => return Err(session_ended().into()),
    }
    response.refresh_token = refresh_token.map(|token| token.as_str().to_owned());
    Ok(response)
}

/// Whether a code was spent.
enum Spent {
    Yes,
    /// No: another exchange was first.
    Before,
    /// No: the session has ended since the code was looked at.
    SessionOver,
}

/// The single use of the code, and the first refresh token of its grant with it, as long as nobody has ended its session.
async fn spend(
    ctx: &Ctx,
    hash: &[u8; 32],
    found: &PresentedCode,
    refresh_token: Option<&Token>,
) -> Result<Spent, Fault> {
    let now = ctx.now();
    let until = found
        .grant
        .refresh_until
        .unwrap_or(now + ctx.settings.tokens.refresh_absolute);
    let row = refresh_token.map(|token| refresh::row(ctx, token, &found.grant.id, None, until));
    let spent = ctx.store.write(|mut tx| async {
        if let Some(session) = &found.grant.session_id
            && !sessions::hold_unless_ended(&mut tx, session).await?
        {
            return Ok((Spent::SessionOver, tx));
        }
        if !codes::use_once(&mut tx, hash, now).await? {
            return Ok((Spent::Before, tx));
        }
        if let Some(row) = &row {
            refresh_tokens::insert(&mut tx, row).await?;
        }
        Ok((Spent::Yes, tx))
    });
    Ok(spent.await?)
}

/// RFC 6749, 4.1.2: a code that is used twice revokes the tokens of its first use.
async fn replayed(ctx: &Ctx, found: &PresentedCode) -> Result<Refusal, Fault> {
    grants::revoke(&ctx.store, &found.grant.id, ctx.now()).await?;
    Ok(invalid_grant(Rule::CodeReplayed, "the code was used before"))
}

fn still_granted(found: &PresentedCode) -> Result<(), Refusal> {
    if found.person.blocked_at.is_some() {
        return Err(invalid_grant(Rule::PersonBlocked, "the account is blocked"));
    }
    if found.session_ended_at.is_some() {
        return Err(session_ended());
    }
    if found.grant.revoked_at.is_some() {
        return Err(invalid_grant(Rule::GrantRevoked, "the authorization was revoked"));
    }
    Ok(())
}

/// Whoever was given tokens after a log-out would never be told of it.
fn session_ended() -> Refusal {
    invalid_grant(Rule::SessionEnded, "the session has ended")
}

/// A refresh token goes with `offline_access`, which the authorization request kept only where it may.
fn may_refresh(client: &Client, scope: &Scope) -> bool {
    client.has_grant(GrantType::RefreshToken) && scope.contains(scope::OFFLINE_ACCESS)
}

fn unknown() -> Refusal {
    invalid_grant(Rule::CodeUnknown, "the code is not valid")
}
