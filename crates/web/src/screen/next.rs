//! Where a flow sends the browser next.

use super::{LOGIN, Screen};
use crate::cookies::{self, Kind};
use crate::error::{Answer, redirect};
use crate::oidc::authorize;
use crate::pages::{choose_account, enroll, join, lost_phone, new_account, signed_out};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use http::header::SET_COOKIE;
use voltkey_flows::account::session::Cookies;
use voltkey_flows::oidc::authorize::{Next, Step};

impl Screen {
    /// Goes there. After a form with 303, so that the form itself goes nowhere else (RFC 9700, 4.12).
    pub fn go(&self, next: Next) -> Answer {
        let address = match next {
            Next::ShowRegistration(id) => self.address(new_account::PATH, &id),
            Next::SignedOut(id) => self.address(signed_out::PATH, &id),
            Next::ChooseAccount(id) => self.address(choose_account::PATH, &id),
            Next::LogIn(id) => self.address(LOGIN, &id),
            Next::EnterPin(id) => self.address("/login/pin", &id),
            Next::Enroll(id) => self.address("/login/enroll", &id),
            Next::Consent(id) => self.address("/oauth2/consent", &id),
            Next::Resume(id) => self.address(authorize::RESUME, &id),
            Next::AskForReset(id) => self.address(lost_phone::PATH, &id),
            Next::Join(id) => self.address(join::PATH, &id),
            Next::Enrolled => self.plain_address(enroll::DONE),
            Next::Back(address) | Next::Own(address) => address,
            Next::SignedIn { login_url } => login_url.unwrap_or_else(|| "/".to_owned()),
            Next::Respond(response) => return redirect::answer(self, response),
        };
        Ok(Redirect::to(&address).into_response())
    }

    /// Goes there, with the sessions that the step has brought.
    pub fn take(&self, step: Step) -> Answer {
        let lifetime = self.ctx().settings().session.absolute;
        let secure = self.state.site.is_secure();
        let (session, others) = match step.session {
            Some(Cookies { current, others }) => {
                let current = current.as_ref();
                (Some(cookies::set_session(secure, current, lifetime)), others)
            }
            None => (None, None),
        };
        let others = others.map(|tokens| cookies::set_all(Kind::OtherSessions, secure, &tokens, lifetime));
        let pin_login = step
            .pin_login
            .map(|cookie| cookies::set(Kind::PinLogin, secure, &cookie.token, cookie.lifetime));
        let set = session.into_iter().flatten().chain(others).chain(pin_login);
        let set = AppendHeaders(set.map(|cookie| (SET_COOKIE, cookie)));
        Ok((set, self.go(step.next)?).into_response())
    }
}
