//! Who registers a client or manages its registration, and the metadata that are sent.

use super::{Caller, network};
use crate::error::Failure;
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use voltkey_flows::settings::RegistrationMode;
use voltkey_protocol::client::registration::MAX_BODY;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};

const JSON: &str = "application/json";

/// Whoever asks for registration. Where nobody may register, there is nothing at this address.
#[derive(Clone)]
pub struct Registrant(pub Caller);

/// The body of a registration request: JSON, not read yet (RFC 7591, 3.1).
#[derive(Clone, Debug)]
pub struct Metadata(pub Vec<u8>);

impl FromRequestParts<AppState> for Registrant {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        if state.ctx.settings().registration.mode == RegistrationMode::Closed {
            return Err(Failure::NotFound);
        }
        let Ok(caller) = Caller::from_request_parts(parts, state).await;
        Ok(Self(caller))
    }
}

impl FromRequest<AppState> for Metadata {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        match read(&parts.headers, body).await {
            Ok(body) => Ok(Self(body)),
            Err(refusal) => {
                let network = network::of(&mut parts, state).await;
                Err(Failure::refuse(&state.ctx, &network, refusal).await)
            }
        }
    }
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    let refused = |rule, why: &str| Refusal::new(ErrorCode::InvalidClientMetadata, rule, why);
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case(JSON) {
        let why = "the Content-Type of the body is not application/json";
        return Err(refused(Rule::RegistrationMalformed, why));
    }
    // A body that breaks off fails here too; then nobody reads the answer.
    let bytes = to_bytes(body, MAX_BODY).await;
    let bytes = bytes.map_err(|_| refused(Rule::RequestTooLarge, "the body is too large"))?;
    Ok(bytes.to_vec())
}
