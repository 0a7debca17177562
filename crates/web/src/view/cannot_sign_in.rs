//! "I can't sign in": what to try, each with the page that helps.

use super::View;
use super::message::Message;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct CannotSignIn {
    /// Sets a new password.
    pub forgot_url: String,
    /// "I got no invitation".
    pub no_invitation_url: String,
    /// What to do without the phone.
    pub lost_phone_url: String,
    /// Clears the login state of this browser: `/auth/logout`.
    pub clear_url: String,
    /// The form that reaches the support.
    pub support_form_url: Option<String>,
    /// Back to the login.
    pub back_url: Option<String>,
}

impl View for CannotSignIn {
    const TEMPLATE: &'static str = "pages/cannot_sign_in.html";

    fn title(&self) -> Message {
        Message::new("cannot-sign-in-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            forgot_url: "/forgot-password".to_owned(),
            no_invitation_url: "/help/no-invitation".to_owned(),
            lost_phone_url: "/help/lost-phone".to_owned(),
            clear_url: "/auth/logout".to_owned(),
            support_form_url: Some("/support".to_owned()),
            back_url: Some("/login?request=5f1c".to_owned()),
        };
        let bare = Self {
            support_form_url: None,
            back_url: None,
            ..full.clone()
        };
        vec![full, bare]
    }
}
