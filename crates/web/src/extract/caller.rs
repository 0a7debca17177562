//! A client that calls an endpoint.

use super::network;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use http::request::Parts;
use std::convert::Infallible;
use voltkey_flows::Network;

/// Where a client calls from, and what it shows.
#[derive(Clone)]
pub struct Caller {
    /// Where it is.
    pub network: Network,
    authorization: Option<Vec<u8>>,
}

impl Caller {
    /// The bytes of its `Authorization` header.
    pub fn authorization(&self) -> Option<&[u8]> {
        self.authorization.as_deref()
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let authorization = authorization(&parts.headers);
        Ok(Self {
            network: network::of(parts, state).await,
            authorization,
        })
    }
}

/// The header; where it stands more than once, its values with commas between them (RFC 9110, 5.3). No credentials look
/// like that, so that nobody is taken for the first of two.
fn authorization(headers: &HeaderMap) -> Option<Vec<u8>> {
    let values: Vec<_> = headers
        .get_all(AUTHORIZATION)
        .iter()
        .map(|value| value.as_bytes())
        .collect();
    (!values.is_empty()).then(|| values.join(&b", "[..]))
}
