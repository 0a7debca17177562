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
    /// Whether a recovery code would do.
    pub codes: Codes,
    /// The form that reaches the support.
    pub support_form_url: Option<String>,
    /// Back to the login.
    pub back_url: Option<String>,
}

/// Whether a recovery code would do, so that nothing has to be reset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "url", rename_all = "snake_case")]
pub enum Codes {
    /// It would: where one is entered.
    Enter(String),
    /// There is none.
    None,
    /// It is not known who is asking.
    Unknown,
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
        let enter = || Codes::Enter("/login/recovery-code?request=5f1c".to_owned());
        for (who, codes) in [
            (Resets::Admins(both.clone()), Codes::None),
            (Resets::Admins(both[..1].to_vec()), enter()),
            (Resets::Support, enter()),
            (Resets::Unknown, Codes::Unknown),
        ] {
            for lapsed in [false, true] {
                pages.push(Self {
                    who: who.clone(),
                    lapsed,
                    codes: codes.clone(),
                    support_form_url: (!lapsed).then(|| "/support?topic=lost_phone".to_owned()),
                    back_url: (!lapsed).then(|| "/login?request=5f1c".to_owned()),
                });
            }
        }
        pages
    }
}
