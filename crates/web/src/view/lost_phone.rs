//! Without the phone or its app: who resets this person's second factor, and how.

use super::View;
use super::message::Message;
use serde::Serialize;

/// The page that says which way is the person's.
#[derive(Clone, Debug, Serialize)]
pub struct LostPhone {
    /// Who resets it.
    pub who: Resets,
    /// Whether it was reset before, and not set up again in time.
    pub lapsed: bool,
    /// The form that reaches the support.
    pub support_form_url: Option<String>,
    /// Back to the login.
    pub back_url: Option<String>,
}

/// Who can reset the person's second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "admins", rename_all = "snake_case")]
pub enum Resets {
    /// Each of these. Names are only told after the right password.
    Admins(Vec<Admin>),
    /// The platform's support: no company has an admin who may.
    Support,
    /// It is not known who is asking, so both ways are told.
    Unknown,
}

/// A company's admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Admin {
    /// The admin's name.
    pub name: String,
    /// The company's name.
    pub company: String,
}

impl View for LostPhone {
    const TEMPLATE: &'static str = "pages/lost_phone.html";

    fn title(&self) -> Message {
        Message::new("lost-phone-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let admin = |name: &str| Admin {
            name: name.to_owned(),
            company: "Sonnenfeld GmbH".to_owned(),
        };
        let both = vec![admin("Ada Sommer"), admin("Emil Winter")];
        let mut pages = Vec::new();
        for who in [
            Resets::Admins(both.clone()),
            Resets::Admins(both[..1].to_vec()),
            Resets::Support,
            Resets::Unknown,
        ] {
            for lapsed in [false, true] {
                pages.push(Self {
                    who: who.clone(),
                    lapsed,
                    support_form_url: (!lapsed).then(|| "/support?topic=lost_phone".to_owned()),
                    back_url: (!lapsed).then(|| "/login?request=5f1c".to_owned()),
                });
            }
        }
        pages
    }
}
