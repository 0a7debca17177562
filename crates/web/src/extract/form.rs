//! The parameters in a request's body.

use super::network;
use crate::error::Failure;
use crate::state::AppState;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, OptionalFromRequest, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::params::{MAX_TOTAL, MAX_VALUE, Params};

const FORM: &str = "application/x-www-form-urlencoded";

/// The parameters of an `application/x-www-form-urlencoded` body (RFC 6749, appendix B).
#[derive(Clone, Debug)]
pub struct Form(pub Params);

impl FromRequest<AppState> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        Self::within(MAX_VALUE, request, state).await
    }
}

impl Form {
    /// Reads it; a value may have up to `longest` bytes.
    pub(super) async fn within(longest: usize, request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        match read(&parts.headers, body, longest).await {
            Ok(params) => Ok(Self(params)),
            Err(refusal) => {
                let network = network::of(&mut parts, state).await;
                Err(Failure::refuse(&state.ctx, &network, refusal).await)
            }
        }
    }
}

/// A body of another type is no form, and is not looked at (RFC 6750, 2.2).
impl OptionalFromRequest<AppState> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Option<Self>, Failure> {
        if !is_form(request.headers()) {
            return Ok(None);
        }
        <Self as FromRequest<AppState>>::from_request(request, state)
            .await
            .map(Some)
    }
}

async fn read(headers: &HeaderMap, body: Body, longest: usize) -> Result<Params, Refusal> {
    if !is_form(headers) {
        let why = format!("the Content-Type of the body is not {FORM}");
        return Err(Refusal::invalid_request(Rule::RequestMalformed, why));
    }
    // A body that breaks off fails here too; then nobody reads the answer.
    let bytes = to_bytes(body, MAX_TOTAL)
        .await
        .map_err(|_| Refusal::invalid_request(Rule::RequestTooLarge, "the body is too large"))?;
    Params::parse_within(&bytes, longest)
}

fn is_form(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(FORM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    async fn rule(content_type: &'static str, body: impl Into<Body>) -> Result<Params, Rule> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        let read = read(&headers, body.into(), MAX_VALUE).await;
        read.map_err(|refusal| refusal.rule)
    }

    #[tokio::test]
    async fn reads_a_form_and_nothing_else() {
        let form = rule("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=b")
            .await
            .expect("a form");
        assert_eq!(form.get("a"), Some("b"));
        assert_eq!(rule("application/json", "{}").await, Err(Rule::RequestMalformed));
        assert_eq!(rule("", "a=b").await, Err(Rule::RequestMalformed));
    }

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_not_read_to_its_end() {
        assert_eq!(
            rule(FORM, "a".repeat(MAX_TOTAL + 1)).await,
            Err(Rule::RequestTooLarge)
        );
    }
}
