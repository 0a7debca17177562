//! A client that calls an endpoint.

use super::network;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;
use std::convert::Infallible;
use voltkey_flows::Network;

/// Where a client calls from, and what it shows.
#[derive(Clone)]
pub struct Caller {
    /// Where it is.
    pub network: Network,
    authorization: Option<HeaderValue>,
}

impl Caller {
    /// The bytes of its `Authorization` header.
    pub fn authorization(&self) -> Option<&[u8]> {
        self.authorization.as_ref().map(HeaderValue::as_bytes)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let authorization = parts.headers.get(AUTHORIZATION).cloned();
        Ok(Self {
            network: network::of(parts, state).await,
            authorization,
        })
    }
}
