//! The apps that a person has given access, and how to withdraw it.

use super::View;
use super::consent::ScopeRow;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::{Serialize, Serializer};

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct Apps {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Every app with access.
    pub apps: Vec<AppAccess>,
    /// The app whose access was just withdrawn.
    pub saved: Option<String>,
}

/// What one app may do.
#[derive(Clone, Debug, Serialize)]
pub struct AppAccess {
    /// The app's name.
    pub name: String,
    /// Where a login of the app begins, or else its own page.
    pub start_url: Option<String>,
    /// The scopes by their names; they are told in the words of the consent page.
    #[serde(serialize_with = "in_words")]
    pub scopes: Vec<String>,
    /// When access was given.
    pub since: Moment,
    /// Withdraws it.
    pub withdraw: Form,
}

fn in_words<S: Serializer>(scopes: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(scopes.iter().map(|scope| ScopeRow::new(scope)))
}

impl View for Apps {
    const TEMPLATE: &'static str = "pages/apps.html";

    fn title(&self) -> Message {
        Message::new("apps-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        let app = |name: &str, home: Option<&str>, scopes: &[&str]| AppAccess {
            name: name.to_owned(),
            start_url: home.map(str::to_owned),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            since: sample::moment(),
            withdraw: sample::form("/account/apps/withdraw").with("client", name),
        };
        let home = Some("https://reports.heliodata.example/");
        let none = Self {
            tabs: sample::account_tabs(AccountTab::Apps),
            apps: Vec::new(),
            saved: Some("Solar Reports".to_owned()),
        };
        let some = Self {
            apps: vec![
                app(
                    "Solar Reports",
                    home,
                    &["openid", "profile", "email", "offline_access", "plants.read"],
                ),
                app("Wechselrichter-Überwachungsdienst Nord", None, &["openid"]),
            ],
            saved: None,
            ..none.clone()
        };
        vec![some, none]
    }
}
