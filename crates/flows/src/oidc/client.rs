//! Finding a client, and making sure that a request comes from it (RFC 6749, 2.3).

use super::{client_assertion, refuse};
use crate::account::throttle;
use crate::ctx::Ctx;
use crate::error::{App, Denied, EndpointError, Fault};
use crate::text::to_json;
use crate::visitor::Network;
use std::sync::Arc;
use voltkey_crypto::client_keys::{ClientJwt, ClientJwtError, verify_mac};
use voltkey_crypto::secret::Token;
use voltkey_protocol::address;
use voltkey_protocol::client::{AuthMethod, Client};
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::params::Params;
use voltkey_protocol::token::{Credentials, Proof, client_auth};
use voltkey_store::clients::Client as Row;

/// A client with what proves it.
pub(crate) struct RegisteredClient {
    /// Its metadata.
    pub(crate) client: Client,
    secret_hash: Option<[u8; 32]>,
    /// A second secret, which is valid beside the first while that is being replaced.
    next_secret_hash: Option<[u8; 32]>,
    /// Both secrets themselves, sealed, where they key MACs.
    sealed_secrets: Vec<Vec<u8>>,
}

/// A JWT under a client's secret.
pub(crate) struct Keyed {
    pub(crate) jwt: ClientJwt,
    /// The keyed hash of the secret.
    pub(crate) secret: [u8; 32],
}

/// Why a MAC is not believed to be the client's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotKeyed {
    /// The secret was made when nothing was to be keyed with it.
    #[error("only a hash of the client's secret is kept, which keys nothing: make another secret")]
    HashOnly,
    /// The JWT is not what it must be.
    #[error(transparent)]
    Jwt(#[from] ClientJwtError),
}

/// The purpose under which secrets are sealed.
const SECRET: &str = "client-secret";

/// A client's secret, sealed, where it has to be known itself; none where its hash is enough.
pub(crate) fn seal_secret(ctx: &Ctx, client: &Client, secret: &str) -> Option<Vec<u8>> {
    client
        .uses_secret_as_key()
        .then(|| ctx.master.seal(SECRET, &client.id, secret.as_bytes()))
}

/// The row of a client that is replaced by `after`. Its secret stays, unless there is none, or only a hash of it where
/// something is to be keyed with it: then there is a new one, which nobody can read again.
pub(crate) fn replaced(ctx: &Ctx, before: &Row, after: &Client) -> Result<(Row, Option<Token>), Fault> {
    let lacks_key = after.uses_secret_as_key() && before.secret_sealed.is_none();
    let is_new = after.has_secret && (before.secret_hash.is_none() || lacks_key);
    let secret = is_new.then(|| ctx.new_token());
    let new_hash = secret
        .as_ref()
        .map(|secret| ctx.master.hash_client_secret(&after.id, secret.as_str()));
    let new_sealed = secret
        .as_ref()
        .and_then(|secret| seal_secret(ctx, after, secret.as_str()));
    let kept_sealed = before.secret_sealed.clone();
    let row = Row {
        metadata: to_json(after)?,
        secret_hash: new_hash.or(before.secret_hash.filter(|_| after.has_secret)),
        secret_sealed: new_sealed.or(kept_sealed.filter(|_| after.uses_secret_as_key())),
        updated_at: ctx.now(),
        ..before.clone()
    };
    Ok((row, secret))
}

impl RegisteredClient {
    pub(crate) fn id(&self) -> &str {
        &self.client.id
    }

    /// Verifies a JWT under either of the client's secrets (HS256). **The caller checks every claim**, and notes the use of
    /// the secret where it is one.
    pub(crate) fn verify_mac(&self, ctx: &Ctx, jwt: &str) -> Result<Result<Keyed, NotKeyed>, Fault> {
        let mut verdict = Err(NotKeyed::HashOnly);
        for sealed in &self.sealed_secrets {
            let secret = ctx.master.open(SECRET, self.id(), sealed)?;
            verdict = verify_mac(jwt, &secret).map_err(NotKeyed::from).map(|jwt| {
                let secret = String::from_utf8_lossy(&secret);
                let secret = ctx.master.hash_client_secret(self.id(), &secret);
                Keyed { jwt, secret }
            });
            if verdict.is_ok() {
                break;
            }
        }
        Ok(verdict)
    }

    /// Notes that the client has used the secret of that keyed hash.
    pub(super) fn note_secret(&self, ctx: &Ctx, hash: [u8; 32]) {
        ctx.client_uses.note_secret(self.id(), hash, ctx.now());
    }
}

/// The client with this identifier.
pub(crate) async fn find(ctx: &Ctx, id: &str) -> Result<Option<Arc<RegisteredClient>>, Fault> {
    if let Some(kept) = ctx.cache.client(id, ctx.now()) {
        return Ok(Some(kept));
    }
    let read_at = ctx.cache.begin_read();
    let Some(row) = voltkey_store::clients::find(&ctx.store, id).await? else {
        return Ok(None);
    };
    let mut client: Client = serde_json::from_str(&row.metadata)
        .map_err(|error| Fault::Internal(format!("the metadata of client {id} can't be read: {error}")))?;
    client.has_secret = row.secret_hash.is_some();
    let found = Arc::new(RegisteredClient {
        client,
        secret_hash: row.secret_hash,
        next_secret_hash: row.next_secret_hash,
        sealed_secrets: [row.secret_sealed, row.next_secret_sealed]
            .into_iter()
            .flatten()
            .collect(),
    });
    ctx.cache.keep_client(read_at, &found);
    Ok(Some(found))
}

/// A client as pages show it.
pub(crate) fn app(ctx: &Ctx, client: &Client) -> App {
    App {
        id: client.id.clone(),
        name: client.display_name().to_owned(),
        home: client.client_uri.clone(),
        // OpenID Connect Core, 4: the provider that asks for the login names itself.
        login: client
            .initiate_login_uri
            .as_deref()
            .map(|uri| address::with_parameters(uri, &[("iss", &ctx.settings.issuer)])),
        logo_uri: client.logo_uri.clone(),
        policy_uri: client.policy_uri.clone(),
        tos_uri: client.tos_uri.clone(),
        localized: client.localized(),
    }
}

/// The client that a request names, though nothing proves it: so that a refusal shows in its view, whatever came
/// before its authentication.
pub(crate) async fn named(
    ctx: &Ctx,
    authorization: Option<&[u8]>,
    params: &Params,
) -> Result<Option<App>, Fault> {
    let Some(id) = client_auth::named(authorization, params) else {
        return Ok(None);
    };
    let found = find(ctx, &id).await?;
    Ok(found.map(|found| app(ctx, &found.client)))
}

/// The client that sent a request, proved as it is registered.
pub(crate) async fn authenticate(
    ctx: &Ctx,
    network: &Network,
    authorization: Option<&[u8]>,
    params: &Params,
) -> Result<Arc<RegisteredClient>, EndpointError> {
    let credentials = match Credentials::read(authorization, params) {
        Ok(credentials) => credentials,
        Err(refusal) => {
            let app = named(ctx, authorization, params).await?;
            return Err(refuse::record(ctx, network, app, refusal).await.into());
        }
    };
    let found = find(ctx, &credentials.client_id).await?;
    match check(ctx, &credentials, found.as_ref()).await {
        Ok(client) => {
            if credentials.proof != Proof::Nothing {
                ctx.client_uses.note(client.id(), ctx.now());
            }
            Ok(Arc::clone(client))
        }
        Err(Denied::Refused(refusal)) => {
            Err(refuse_credentials(ctx, network, &credentials, found.as_deref(), refusal).await?)
        }
        Err(Denied::Fault(fault)) => Err(fault.into()),
    }
}

async fn check<'a>(
    ctx: &Ctx,
    credentials: &Credentials,
    found: Option<&'a Arc<RegisteredClient>>,
) -> Result<&'a Arc<RegisteredClient>, Denied> {
    let (method, secret) = match &credentials.proof {
        Proof::Assertion(jwt) => {
            let client = found.ok_or_else(|| failed(Rule::ClientUnknown))?;
            client_assertion::check(ctx, client, jwt).await?;
            return Ok(client);
        }
        Proof::Nothing => (AuthMethod::None, ""),
        Proof::Secret(method, secret) => (*method, secret.as_str()),
    };
    Ok(check_secret(ctx, &credentials.client_id, method, secret, found)?)
}

fn check_secret<'a>(
    ctx: &Ctx,
    client_id: &str,
    method: AuthMethod,
    secret: &str,
    found: Option<&'a Arc<RegisteredClient>>,
) -> Result<&'a Arc<RegisteredClient>, Refusal> {
    // Computed for an unknown client too, so that the time tells nothing.
    let hash = ctx.master.hash_client_secret(client_id, secret);
    let Some(found) = found else {
        return Err(failed(Rule::ClientUnknown));
    };
    if !found.client.may_authenticate_by(method) {
        return Err(failed(Rule::ClientAuthMethod).with("method", method.as_str()));
    }
    // Both are keyed hashes, so that comparing them tells nothing of the secret.
    if method == AuthMethod::None {
        return Ok(found);
    }
    if found.secret_hash != Some(hash) && found.next_secret_hash != Some(hash) {
        return Err(failed(Rule::ClientAuthFailed));
    }
    found.note_secret(ctx, hash);
    Ok(found)
}

fn failed(rule: Rule) -> Refusal {
    client_auth::refused(rule, "the client authentication failed")
}

/// Counts a failure, and answers it: with 429 once there were too many. A right secret is never held up by
/// another's wrong ones.
async fn refuse_credentials(
    ctx: &Ctx,
    network: &Network,
    credentials: &Credentials,
    found: Option<&RegisteredClient>,
    refusal: Refusal,
) -> Result<EndpointError, Fault> {
    let wait = throttle::count_client_failure(ctx, network, found.map(RegisteredClient::id)).await?;
    let app = found.map(|found| app(ctx, &found.client));
    let Some(wait) = wait else {
        let refusal = refusal.with(
            "client_id",
            voltkey_protocol::params::shorten(&credentials.client_id),
        );
        return Ok(refuse::record(ctx, network, app, refusal).await.into());
    };
    let refusal = Refusal::new(
        ErrorCode::TemporarilyUnavailable,
        Rule::ClientAuthThrottled,
        "too many failed client authentications: try again later",
    );
    let mut refused = refuse::record(ctx, network, app, refusal).await;
    refused.retry_after = Some(wait);
    Ok(refused.into())
}
