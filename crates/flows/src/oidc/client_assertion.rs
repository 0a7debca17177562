//! A client that proves itself by a JWT (OpenID Connect Core, 9; RFC 7523): signed with its key, or keyed with its secret.

use super::client::RegisteredClient;
use super::client_keys;
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_crypto::client_keys::{ClientJwt, header};
use voltkey_crypto::secret::sha256;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::token::{ClientAssertion, client_assertion, client_auth};
use voltkey_store::used_jwts;

/// Under which names this provider may be meant: each endpoint that takes assertions. That one was made for another of them
/// does no harm, because it counts once.
const ENDPOINTS: [&str; 3] = ["/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"];

/// Whether an assertion proves the client. It is used up by that, on every replica.
pub(super) async fn check(
    ctx: &Ctx,
    client: &RegisteredClient,
    jwt: &str,
) -> Result<Result<(), Refusal>, Fault> {
    let jwt = match verify(ctx, client, jwt).await? {
        Ok(jwt) => jwt,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let issuer = &ctx.settings.issuer;
    let endpoints = ENDPOINTS.iter().map(|path| format!("{issuer}{path}"));
    let audiences: Vec<_> = std::iter::once(issuer.clone()).chain(endpoints).collect();
    let typ = jwt.typ.as_deref();
    match ClientAssertion::check(&jwt.claims, typ, client.id(), &audiences, ctx.now()) {
        Ok(assertion) => use_up(ctx, client.id(), &assertion).await,
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// The assertion, once its signature is found to be the client's.
async fn verify(
    ctx: &Ctx,
    client: &RegisteredClient,
    jwt: &str,
) -> Result<Result<ClientJwt, Refusal>, Fault> {
    let header = match header(jwt) {
        Ok(header) => header,
        Err(error) => return Ok(Err(unsigned(&error))),
    };
    let alg = match client_assertion::alg(&client.client, &header.alg) {
        Ok(alg) => alg,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(match alg {
        ClientAlg::HS256 => client.verify_mac(ctx, jwt)?.map_err(|error| unsigned(&error)),
        alg => client_keys::verify(ctx, &client.client, jwt, alg)
            .await
            .map_err(|error| unsigned(&error)),
    })
}

/// Whose signature is in doubt is told no more than that; the record says why.
fn unsigned(reason: &dyn std::fmt::Display) -> Refusal {
    client_auth::refused(Rule::ClientAssertionSignature, "the client authentication failed")
        .with("reason", reason.to_string())
}

async fn use_up(
    ctx: &Ctx,
    client_id: &str,
    assertion: &ClientAssertion,
) -> Result<Result<(), Refusal>, Fault> {
    // As JSON, so that no two pairs have the same text.
    let id = serde_json::json!(["client_assertion", client_id, assertion.jti]).to_string();
    let is_new = used_jwts::insert(&ctx.store, &sha256(id.as_bytes()), assertion.expires_at).await?;
    Ok(match is_new {
        true => Ok(()),
        false => Err(client_auth::refused(
            Rule::ClientAssertionReplayed,
            "client_assertion: jti was used before",
        )),
    })
}
