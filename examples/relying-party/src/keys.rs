//! The provider's published keys (RFC 7517), kept for a while.

use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::jwk::JwkSet;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::jwt::TokenRefused;
use crate::provider::{Provider, Unreachable, reasons};

/// How long keys are believed: a withdrawn key is no longer accepted after this time.
const FRESH: Duration = Duration::from_secs(300);
/// The least time between two requests, so that made-up key identifiers don't become a flood.
const PAUSE: Duration = Duration::from_secs(10);

/// The keys with which the provider signs.
pub(crate) struct Keys {
    provider: Arc<Provider>,
    read: Mutex<Option<Read>>,
}

struct Read {
    keys: Arc<JwkSet>,
    at: Instant,
}

impl Keys {
    pub(crate) fn new(provider: Arc<Provider>) -> Self {
        Self {
            provider,
            read: Mutex::new(None),
        }
    }

    /// The keys, at most five minutes old.
    async fn current(&self) -> Result<Arc<JwkSet>, Unreachable> {
        self.at_most(FRESH).await
    }

    /// The keys anew, unless they have just been read.
    async fn newer(&self) -> Result<Arc<JwkSet>, Unreachable> {
        self.at_most(PAUSE).await
    }

    /// The lock is held while the provider is asked: many requests that find no keys cause one call.
    async fn at_most(&self, age: Duration) -> Result<Arc<JwkSet>, Unreachable> {
        let mut read = self.read.lock().await;
        if let Some(read) = &*read
            && read.at.elapsed() < age
        {
            return Ok(read.keys.clone());
        }
        let keys = Arc::new(self.fetch().await?);
        *read = Some(Read {
            keys: keys.clone(),
            at: Instant::now(),
        });
        Ok(keys)
    }

    /// What `check` says with the current keys. An unknown key is asked for at the provider before the token is refused:
    /// it may be a new one.
    pub(crate) async fn check<T, E: From<Unreachable> + From<TokenRefused>>(
        &self,
        check: impl Fn(&JwkSet) -> Result<T, TokenRefused>,
    ) -> Result<T, E> {
        match check(&*self.current().await?) {
            Err(TokenRefused::UnknownKey) => Ok(check(&*self.newer().await?)?),
            result => Ok(result?),
        }
    }

    async fn fetch(&self) -> Result<JwkSet, Unreachable> {
        let unavailable = |error: reqwest::Error| self.provider.unreachable(reasons(&error));
        let metadata = self.provider.metadata().await?;
        let request = self.provider.http().get(metadata.jwks_uri().url().clone());
        let response = request
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .map_err(unavailable)?;
        response.json().await.map_err(unavailable)
    }
}
