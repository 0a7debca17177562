//! Asks whether to sign out, where the request to do so may not be the person's own
//! (OpenID Connect RP-Initiated Logout 1.0, 2).

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::Identity;
use serde::Serialize;

/// The page with one button: sign out.
#[derive(Clone, Debug, Serialize)]
pub struct SignOut {
    /// Signs out.
    pub form: Form,
    /// The app that asked for it.
    pub app: Option<String>,
    /// Who is signed in.
    pub identity: Option<Identity>,
    /// Whether further accounts are signed in in this browser, which are signed out too.
    pub ends_others: bool,
}

impl View for SignOut {
    const TEMPLATE: &'static str = "pages/sign_out.html";

    fn title(&self) -> Message {
        match &self.app {
            Some(app) => Message::new("sign-out-title-app").with("app", app.as_str()),
            None => Message::new("sign-out-title"),
        }
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let identity = Identity::new("ada@sonnenfeld.example", "Ada Sommer");
        vec![
            Self {
                form: sample::form("/oauth2/logout"),
                app: Some("Solar Reports".to_owned()),
                identity: Some(identity),
                ends_others: true,
            },
            Self {
                form: sample::form("/auth/logout"),
                app: None,
                identity: None,
                ends_others: false,
            },
        ]
    }
}
