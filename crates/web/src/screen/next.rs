//! Where a flow sends the browser next.

use super::{LOGIN, Screen};
use crate::cookies;
use crate::error::{Answer, redirect};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use http::header::SET_COOKIE;
use voltkey_flows::oidc::authorize::{Next, Step};

impl Screen {
    /// Goes there. After a form with 303, so that the form itself goes nowhere else (RFC 9700, 4.12).
    pub fn go(&self, next: Next) -> Answer {
        let address = match next {
            Next::LogIn(id) => self.address(LOGIN, &id),
            Next::EnterPin(id) => self.address("/login/pin", &id),
            Next::Enroll(id) => self.address("/login/enroll", &id),
            Next::Consent(id) => self.address("/oauth2/consent", &id),
            Next::Resume(id) => self.address("/oauth2/authorize/resume", &id),
            Next::SignedIn { login_url } => login_url.unwrap_or_else(|| "/".to_owned()),
            Next::Respond(response) => return redirect::answer(self, response),
        };
        Ok(Redirect::to(&address).into_response())
    }

    /// Goes there, with the session that the step has begun.
    pub fn take(&self, step: Step) -> Answer {
        let lifetime = self.ctx().settings().session.absolute;
        let cookie = step.session.as_ref().map(|token| {
            let secure = self.state.site.is_secure();
            AppendHeaders([(
                SET_COOKIE,
                cookies::set(cookies::Kind::Session, secure, token, lifetime),
            )])
        });
        Ok((cookie, self.go(step.next)?).into_response())
    }
}
