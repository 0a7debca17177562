//! Telling a client that a session has ended (OpenID Connect Back-Channel Logout 1.0): the calls that
//! `account::end_sessions` has put in their outbox.

use super::{client, encrypt, subject};
use crate::ctx::Ctx;
use crate::error::{Denied, Fault};
use crate::keys;
use crate::outbound::{Answer, Limits, OutboundError};
use serde_json::Value;
use std::time::Duration;
use url::form_urlencoded::Serializer;
use voltkey_crypto::secret;
use voltkey_protocol::client::Client;
use voltkey_protocol::logout::token::{Ended, LogoutTokenClaims, TYP};
use voltkey_protocol::params::shorten;
use voltkey_store::logout_calls::{self, Call, Outcome};
use voltkey_store::session_clients::{self, AsTold};

/// How long a worker has for one call before another may make it: longer than any takes.
const LEASE: Duration = Duration::from_secs(60);
/// The wait after each failed attempt; when none is left, the call is given up.
const WAITS: [Duration; 7] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(3600),
    Duration::from_secs(2 * 3600),
];

/// A call that this worker has claimed.
#[derive(Debug)]
pub struct Claimed(Call);

/// Claims a call that is due, for a minute; none when nothing is. Clients take turns, and no more than `at_once` calls of
/// one are under way: so one that is slow to answer does not hold up the calls of others.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(ctx: &Ctx, at_once: i64) -> Result<Option<Claimed>, Fault> {
    let now = ctx.now();
    let call = logout_calls::claim(&ctx.store, now, now + LEASE, at_once).await?;
    Ok(call.map(Claimed))
}

/// Makes the call, and writes down what has become of it.
///
/// # Errors
/// When the database does not answer: then it is made again after the lease.
pub async fn call(ctx: &Ctx, Claimed(call): &Claimed) -> Result<(), Fault> {
    // A fault of ours counts like one of the client's: else what can't be signed today would be tried for ever.
    let attempt = attempt(ctx, call).await.unwrap_or_else(|fault| {
        tracing::error!(client = call.client_id, %fault, "a client could not be told of a log-out");
        Attempt::Failed("a fault of this provider, which its log names".into())
    });
    let (outcome, reason) = match attempt {
        Attempt::Told => (Outcome::Told, None),
        Attempt::Refused(reason) => (Outcome::Refused, Some(reason)),
        Attempt::Hopeless(reason) => (Outcome::GivenUp, Some(reason)),
        Attempt::Failed(reason) => match wait_after(call) {
            Some(wait) => {
                logout_calls::retry(&ctx.store, call, ctx.now() + wait, &reason).await?;
                return Ok(());
            }
            None => (Outcome::GivenUp, Some(reason)),
        },
    };
    if let Some(reason) = &reason {
        tracing::warn!(client = call.client_id, %outcome, reason, "a client was not told of a log-out");
    }
    logout_calls::end(&ctx.store, call, outcome, reason.as_deref(), ctx.now()).await?;
    Ok(())
}

/// How an attempt ends. A text is why, for whoever looks after the client.
enum Attempt {
    Told,
    Refused(String),
    /// It may go better later.
    Failed(String),
    /// It will not.
    Hopeless(String),
}

async fn attempt(ctx: &Ctx, call: &Call) -> Result<Attempt, Fault> {
    let found = client::find(ctx, &call.client_id).await?;
    let Some(client) = found.as_deref().map(|found| &found.client) else {
        return Ok(Attempt::Hopeless("the client is no longer registered".into()));
    };
    let Some(uri) = &client.backchannel_logout_uri else {
        return Ok(Attempt::Hopeless(
            "the client has no backchannel_logout_uri any more".into(),
        ));
    };
    let token = match logout_token(ctx, client, call).await {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(Attempt::Hopeless("the session is no longer known".into())),
        // Its keys may be had later.
        Err(Denied::Refused(refusal)) => return Ok(Attempt::Failed(refusal.description)),
        Err(Denied::Fault(fault)) => return Err(fault),
    };
    let form = Serializer::new(String::new())
        .append_pair("logout_token", &token)
        .finish();
    Ok(match ctx.outbound().post_form(uri, form, Limits::NOTICE).await {
        Ok(answer) => understand(&answer),
        Err(error @ (OutboundError::Address | OutboundError::NotHttps)) => {
            Attempt::Hopeless(error.to_string())
        }
        Err(error) => Attempt::Failed(error.to_string()),
    })
}

/// The token, made anew for each attempt, so that it is fresh whenever it comes; none where the session is gone. It names
/// session and person as the client was told of them, and is signed and encrypted as its ID tokens are (section 2.4).
async fn logout_token(ctx: &Ctx, client: &Client, call: &Call) -> Result<Option<String>, Denied> {
    let told = session_clients::as_told(&ctx.store, &call.session_id, &client.id).await?;
    let Some(AsTold { sid, sub, own_sub }) = told else {
        return Ok(None);
    };
    let ended = Ended {
        issuer: &ctx.settings.issuer,
        sub: &sub.unwrap_or_else(|| subject::of(ctx, client, &own_sub)),
        client_id: &client.id,
        sid: &sid,
    };
    let claims = LogoutTokenClaims::new(&ended, secret::public_id(ctx.rng()), ctx.now());
    let keyring = keys::keyring(ctx).await?;
    let signed = keyring.sign(client.id_token_signed_response_alg, Some(TYP), &claims)?;
    encrypt::as_id_token(ctx, client, signed).await.map(Some)
}

/// What an answer means (section 2.8): whatever is neither taken nor refused may be a fault that passes.
fn understand(answer: &Answer) -> Attempt {
    match answer.status {
        200 | 204 => Attempt::Told,
        400 => Attempt::Refused(reason(&answer.body)),
        status => Attempt::Failed(OutboundError::Status(status).to_string()),
    }
}

/// `error` and `error_description` of a refusal, in printable ASCII, as far as they are there.
fn reason(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let members = ["error", "error_description"].map(|name| body[name].as_str());
    let told: Vec<_> = members.into_iter().flatten().collect();
    if told.is_empty() {
        return "the client has refused it without a reason".to_owned();
    }
    let printable = |c: char| if matches!(c, ' '..='~') { c } else { '?' };
    shorten(&told.join(": ")).chars().map(printable).collect()
}

/// The wait before the next attempt; none after the last.
fn wait_after(call: &Call) -> Option<Duration> {
    let begun_before = usize::try_from(call.attempts - 1).unwrap_or(0);
    WAITS.get(begun_before).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_client_s_words() {
        let said = |body: &str| reason(body.as_bytes());
        let full = r#"{"error": "invalid_request", "error_description": "no such\n session ü"}"#;
        assert_eq!(said(full), "invalid_request: no such? session ?");
        assert_eq!(said(r#"{"error": "invalid_request"}"#), "invalid_request");
        for nothing in ["", "<html>", "[1]", r#"{"error": 1}"#] {
            assert_eq!(said(nothing), "the client has refused it without a reason");
        }
        assert!(said(&format!(r#"{{"error": "{}"}}"#, "x".repeat(5000))).len() < 1000);
    }
}
