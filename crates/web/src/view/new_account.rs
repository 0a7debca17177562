//! How one gets an account.

use super::View;
use super::form::Form;
use super::message::Message;
use serde::Serialize;

/// The page for whoever wants an account.
#[derive(Clone, Debug, Serialize)]
pub struct NewAccount {
    /// The app that the person wants to get into.
    pub app: Option<String>,
    /// For whoever has an account.
    pub sign_in_url: String,
    /// "I got no invitation".
    pub no_invitation_url: String,
    /// The way back to the app.
    pub cancel: Option<Form>,
}

impl View for NewAccount {
    const TEMPLATE: &'static str = "pages/new_account.html";

    fn title(&self) -> Message {
        Message::new("new-account-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let plain = Self {
            app: None,
            sign_in_url: "/login?request=5f1c".to_owned(),
            no_invitation_url: "/help/no-invitation?request=5f1c".to_owned(),
            cancel: None,
        };
        let for_app = Self {
            app: Some("Amperecloud Platform".to_owned()),
            cancel: Some(sample::form("/login/cancel")),
            ..plain.clone()
        };
        vec![plain, for_app]
    }
}
