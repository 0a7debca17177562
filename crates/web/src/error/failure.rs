//! Every way in which a room can fail.

use crate::view::RenderError;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use voltkey_flows::error::{EndpointError, Fault, PageError, Refused, Restart};
use voltkey_flows::oidc::refuse;
use voltkey_flows::{Ctx, Network, Visitor};
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};

/// Why there is no proper answer.
#[derive(Debug)]
pub enum Failure {
    /// The request is refused; the refusal is on record.
    Refused(Box<Refused>),
    /// The page can't be had here and now: the browser goes to that address of ours first.
    Elsewhere(String),
    /// The page has to be begun again.
    Restart(Box<Restart>),
    /// The fault is ours.
    Fault(Fault),
    /// The answer took too long.
    TimedOut,
    /// Nothing is at this address.
    NotFound,
    /// What is at this address does not take this method.
    MethodNotAllowed,
}

impl Failure {
    /// Puts on record what the room itself refuses, before a flow was asked.
    pub async fn refuse(ctx: &Ctx, network: &Network, refusal: Refusal) -> Self {
        Self::Refused(Box::new(refuse::record(ctx, network, None, refusal).await))
    }

    /// Puts on record that a network has used up a quota: the next request is taken after `wait`.
    pub async fn too_many(ctx: &Ctx, visitor: &Visitor, wait: Duration) -> Self {
        let description = "too many mails were asked for from this network: try again later";
        let refusal = Refusal::new(ErrorCode::TemporarilyUnavailable, Rule::Quota, description);
        let mut refused = refuse::record(ctx, &visitor.network, None, refusal).await;
        refused.retry_after = Some(wait);
        Self::Refused(Box::new(refused))
    }

    /// A room for people stands outside of the layer that knows them: a mistake of the router.
    pub fn no_visitor() -> Self {
        Self::Fault(Fault::Internal(
            "the room is not behind the browser layer".to_owned(),
        ))
    }

    /// Takes the failure out of a response that no renderer has seen yet. What is our fault is logged here, and
    /// only here; the log line stands in the span of its request.
    pub fn take(response: &mut Response) -> Option<Arc<Self>> {
        let failure = response.extensions_mut().remove::<Arc<Self>>()?;
        failure.log();
        Some(failure)
    }

    fn log(&self) {
        match self {
            Self::Fault(fault @ Fault::Busy) => tracing::warn!(%fault, "the request is put off"),
            Self::Fault(fault) => tracing::error!(%fault, "the request failed"),
            Self::TimedOut => tracing::error!("the request took too long"),
            Self::Refused(_)
            | Self::Elsewhere(_)
            | Self::Restart(_)
            | Self::NotFound
            | Self::MethodNotAllowed => {}
        }
    }
}

/// Leaves the words to the renderer of the room's group.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Refused(refused) => Self::Refused(refused),
            PageError::Restart(restart) => Self::Restart(Box::new(restart)),
            PageError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::Refused(refused) => Self::Refused(refused),
            EndpointError::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::Fault(Fault::Internal(format!("page: {error}")))
    }
}
