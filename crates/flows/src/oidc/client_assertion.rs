//! A client that proves itself by a JWT (OpenID Connect Core, 9; RFC 7523): signed with its key, or keyed with its secret.

use super::client::RegisteredClient;
use super::client_keys;
use crate::ctx::Ctx;
use crate::error::Denied;
use voltkey_crypto::client_keys::{ClientJwt, header};
use voltkey_crypto::secret::sha256;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::token::{ClientAssertion, client_assertion, client_auth};
use voltkey_store::used_jwts;

/// Under which names this provider may be meant: each endpoint that takes assertions. That one was made for another of them
/// does no harm, because it counts once.
const ENDPOINTS: [&str; 3] = ["/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"];

/// Makes sure that an assertion proves the client. It is used up by that, on every replica.
pub(super) async fn check(ctx: &Ctx, client: &RegisteredClient, jwt: &str) -> Result<(), Denied> {
    let jwt = verify(ctx, client, jwt).await?;
    let issuer = &ctx.settings.issuer;
    let endpoints = ENDPOINTS.iter().map(|path| format!("{issuer}{path}"));
    let audiences: Vec<_> = std::iter::once(issuer.clone()).chain(endpoints).collect();
    let typ = jwt.typ.as_deref();
    let assertion = ClientAssertion::check(&jwt.claims, typ, client.id(), &audiences, ctx.now())?;
    use_up(ctx, client.id(), &assertion).await
}

/// The assertion, once its signature is found to be the client's.
async fn verify(ctx: &Ctx, client: &RegisteredClient, jwt: &str) -> Result<ClientJwt, Denied> {
    let header = header(jwt).map_err(|error| unsigned(&error))?;
    let jwt = match client_assertion::alg(&client.client, &header.alg)? {
        ClientAlg::HS256 => {
            let keyed = client.verify_mac(ctx, jwt)?.map_err(|error| unsigned(&error))?;
            client.note_secret(ctx, keyed.secret);
            keyed.jwt
        }
        alg => client_keys::verify(ctx, &client.client, jwt, alg)
            .await
            .map_err(|error| unsigned(&error))?,
    };
    Ok(jwt)
}

/// Whose signature is in doubt is told no more than that; the record says why.
fn unsigned(reason: &dyn std::fmt::Display) -> Refusal {
    client_auth::refused(Rule::ClientAssertionSignature, "the client authentication failed")
        .with("reason", reason.to_string())
}

async fn use_up(ctx: &Ctx, client_id: &str, assertion: &ClientAssertion) -> Result<(), Denied> {
    // As JSON, so that no two pairs have the same text.
    let id = serde_json::json!(["client_assertion", client_id, assertion.jti]).to_string();
    match used_jwts::insert(&ctx.store, &sha256(id.as_bytes()), assertion.expires_at).await? {
        true => Ok(()),
        false => Err(Denied::Refused(client_auth::refused(
            Rule::ClientAssertionReplayed,
            "client_assertion: jti was used before",
        ))),
    }
}
