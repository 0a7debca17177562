//! The parameters in an address.

use super::network;
use crate::error::Failure;
use crate::state::AppState;
use axum::extract::FromRequestParts;
use http::request::Parts;
use voltkey_flows::error::{Restart, RestartReason};
use voltkey_protocol::params::Params;

/// The query's parameters.
#[derive(Clone, Debug)]
pub struct Query(pub Params);

/// The id of the pending request that a page or a form is about: the parameter `request` of its address, so
/// that each tab has its own.
#[derive(Clone, Debug)]
pub struct Pending(pub String);

impl FromRequestParts<AppState> for Query {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        match Params::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            Ok(params) => Ok(Self(params)),
            Err(refusal) => {
                let network = network::of(parts, state).await;
                Err(Failure::refuse(&state.ctx, &network, refusal).await)
            }
        }
    }
}

impl FromRequestParts<AppState> for Pending {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        let nothing = Restart {
            reason: RestartReason::Expired,
            app: None,
        };
        pending_id(parts.uri.query().unwrap_or_default())
            .map(Self)
            .ok_or_else(|| Failure::Restart(Box::new(nothing)))
    }
}

/// The parameter `request` of an address's query.
pub fn pending_id(query: &str) -> Option<String> {
    let params = Params::parse(query.as_bytes()).ok()?;
    params.get("request").map(str::to_owned)
}
