//! The provider as an application sees it: OpenID Connect Discovery 1.0, kept up to date.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, EndSessionUrl, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl,
    ProviderMetadata,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::RwLock;
use tokio::time::Instant;

/// How long a discovery document is believed before it is read again.
const FRESH: Duration = Duration::from_secs(300);
/// How long a call to the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client of the `openidconnect` crate, made from a discovery document.
pub(crate) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The discovery document with the members that this application uses beyond those of Discovery 1.0.
pub(crate) type Metadata = ProviderMetadata<
    Beyond,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Members of the discovery document that other specifications define.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Beyond {
    /// Where RP-initiated logout goes (OpenID Connect RP-Initiated Logout 1.0, section 2.1).
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// Whether every authorization response says who sent it (RFC 9207, section 3).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Beyond {}

/// The provider could not be asked, or its answer made no sense.
#[derive(Debug, Error)]
#[error("{issuer} can't be asked: {reason}")]
pub struct Unreachable {
    issuer: String,
    reason: String,
}

/// One provider, discovered at the first use and again every few minutes.
pub struct Provider {
    issuer: IssuerUrl,
    http: reqwest::Client,
    known: RwLock<Option<Known>>,
}

struct Known {
    metadata: Arc<Metadata>,
    read_at: Instant,
}

impl Provider {
    /// A provider of which nothing is known yet but its issuer identifier.
    ///
    /// # Errors
    /// When the HTTP client can't be made.
    pub fn new(issuer: IssuerUrl) -> Result<Self, reqwest::Error> {
        // The process has one cryptography provider for TLS; whoever came first has set it.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let http = reqwest::Client::builder()
            // A redirect here would let the provider's answers send our requests, with their secrets, elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()?;
        Ok(Self {
            issuer,
            http,
            known: RwLock::new(None),
        })
    }

    /// The provider could not be asked, for that reason.
    pub(crate) fn unreachable(&self, reason: String) -> Unreachable {
        Unreachable {
            issuer: self.issuer.to_string(),
            reason,
        }
    }

    /// The HTTP client for calls to the provider.
    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// The issuer identifier that was configured.
    pub(crate) fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    /// The discovery document and the keys, at most five minutes old.
    pub(crate) async fn metadata(&self) -> Result<Arc<Metadata>, Unreachable> {
        if let Some(known) = &*self.known.read().await
            && known.read_at.elapsed() < FRESH
        {
            return Ok(known.metadata.clone());
        }
        self.reread().await
    }

    /// Asks the provider again at once: for a token that names a key we don't know yet.
    pub(crate) async fn reread(&self) -> Result<Arc<Metadata>, Unreachable> {
        let metadata = Metadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|error| self.unreachable(reasons(&error)))?;
        let metadata = Arc::new(metadata);
        *self.known.write().await = Some(Known {
            metadata: metadata.clone(),
            read_at: Instant::now(),
        });
        Ok(metadata)
    }
}

/// An error with all that it was caused by, in one line.
pub(crate) fn reasons(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
