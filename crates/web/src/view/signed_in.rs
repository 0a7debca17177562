//! Someone came to the login page by themselves, or only to set up their second factor: they are signed in, and
//! there is nowhere to send them.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::{Identity, WayOn};
use serde::Serialize;

/// The page that says who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct SignedIn {
    /// Who is signed in.
    pub identity: Identity,
    /// Signs out.
    pub sign_out: Form,
    /// Their account.
    pub account_url: String,
    /// The platform, where one is configured.
    pub way_on: Option<WayOn>,
    /// Where recovery codes are made, for whoever has an authenticator.
    pub recovery_codes_url: Option<String>,
    /// Whether the person came to set up two-factor authentication, and just did.
    pub enrolled: bool,
}

impl View for SignedIn {
    const TEMPLATE: &'static str = "pages/signed_in.html";

    fn title(&self) -> Message {
        Message::new(if self.enrolled {
            "signed-in-enrolled-title"
        } else {
            "signed-in-title"
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let alone = Self {
            identity: Identity::new("ada@sonnenfeld.example", "Ada Sommer"),
            sign_out: sample::form("/auth/logout"),
            account_url: "/account".to_owned(),
            way_on: None,
            recovery_codes_url: None,
            enrolled: false,
        };
        vec![
            Self {
                way_on: Some(sample::platform()),
                ..alone.clone()
            },
            Self {
                way_on: Some(sample::platform()),
                recovery_codes_url: Some("/account/recovery-codes".to_owned()),
                enrolled: true,
                ..alone.clone()
            },
            Self {
                enrolled: true,
                ..alone.clone()
            },
            alone,
        ]
    }
}
