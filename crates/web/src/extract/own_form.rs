//! A form of one of our own pages, checked against forgery.
//!
//! It must carry the token that the page gave it, which is bound to the browser's cookie and to what the form
//! is about; and where the browser says who sent it, that must be us. No room can take a form unchecked.

use super::form::Form;
use super::{origin, query};
use crate::error::Failure;
use crate::state::AppState;
use axum::extract::{FromRequest, Request};
use voltkey_flows::{Ctx, Visitor};
use voltkey_protocol::error::{Refusal, Rule};
use voltkey_protocol::params::{MAX_TOTAL, Params};

/// The name of the hidden input that holds the token.
pub const TOKEN: &str = "csrf";

/// The fields of a form that was sent by the person.
#[derive(Clone, Debug)]
pub struct OwnForm(pub Params);

impl FromRequest<AppState> for OwnForm {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let visitor = request
            .extensions()
            .get::<Visitor>()
            .cloned()
            .ok_or_else(Failure::no_visitor)?;
        let origin = origin::refuse_foreign(request.headers(), &state.site.origin());
        let uri = request.uri();
        let subject = subject(uri.path(), uri.query().unwrap_or_default());
        // A long text of a person's is told to be too long by its room, which shows it again.
        let Form(fields) = Form::within(MAX_TOTAL, request, state).await?;
        match origin.and_then(|()| check_token(&state.ctx, &visitor, &subject, &fields)) {
            Ok(()) => Ok(Self(fields)),
            Err(refusal) => Err(Failure::refuse(&state.ctx, &visitor.network, refusal).await),
        }
    }
}

/// What the form at an address is about: the pending request, or else the page itself.
pub fn subject(path: &str, query: &str) -> String {
    query::pending_id(query).unwrap_or_else(|| path.to_owned())
}

pub(super) fn check_token(
    ctx: &Ctx,
    visitor: &Visitor,
    subject: &str,
    fields: &Params,
) -> Result<(), Refusal> {
    let is_ours = fields
        .get(TOKEN)
        .is_some_and(|token| ctx.check_form_token(visitor, subject, token));
    if is_ours {
        return Ok(());
    }
    Err(Refusal::invalid_request(
        Rule::FormToken,
        "the form does not carry the token of its page",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_about_its_pending_request_or_else_about_its_page() {
        assert_eq!(subject("/login", "ui_locales=de&request=5f1c"), "5f1c");
        assert_eq!(subject("/auth/logout", "ui_locales=de"), "/auth/logout");
        assert_eq!(subject("/login", "request=%"), "/login");
        assert_eq!(subject("/login", ""), "/login");
    }
}
