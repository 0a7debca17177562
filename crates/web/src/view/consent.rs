//! Consent to a third-party app (OpenID Connect Core, 3.1.2.4).

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::{Identity, initials};
use serde::Serialize;

/// The consent page.
#[derive(Clone, Debug, Serialize)]
pub struct Consent {
    /// Takes `decision`, which is `allow` or `deny`.
    pub form: Form,
    /// Whose account it is about.
    pub identity: Identity,
    /// What the app asks for.
    pub scopes: Vec<ScopeRow>,
    /// Who runs the app, where that is known.
    pub owner: Option<String>,
    /// The host that the person returns to: the redirect URI's.
    pub host: String,
    /// The address of the app's logo (`logo_uri`).
    pub logo: Option<String>,
    /// The app's own page (`client_uri`).
    pub home: Option<String>,
    /// The app's privacy policy (`policy_uri`).
    pub policy_uri: Option<String>,
    /// The app's terms of service (`tos_uri`).
    pub tos_uri: Option<String>,
    /// Where access is withdrawn.
    pub withdraw_url: Option<String>,
    pub(crate) app: String,
    pub(crate) app_initials: String,
}

/// One scope in words.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeRow {
    icon: &'static str,
    title: Message,
    note: Option<Message>,
}

impl Consent {
    /// The page for the app of that name.
    #[must_use]
    pub fn new(form: Form, app: impl Into<String>, host: impl Into<String>, identity: Identity) -> Self {
        let app = app.into();
        Self {
            form,
            identity,
            scopes: Vec::new(),
            owner: None,
            host: host.into(),
            logo: None,
            home: None,
            policy_uri: None,
            tos_uri: None,
            withdraw_url: None,
            app_initials: initials(&app),
            app,
        }
    }
}

impl ScopeRow {
    /// The row of a scope; one that has no words of its own is shown by its name.
    #[must_use]
    pub fn new(scope: &str) -> Self {
        let (icon, title) = match scope {
            "openid" => ("key", "consent-openid"),
            "profile" => ("user", "consent-profile"),
            "email" => ("mail", "consent-email"),
            "phone" => ("phone", "consent-phone"),
            "address" => ("home", "consent-address"),
            "company" => ("building", "consent-company"),
            "offline_access" => ("refresh", "consent-offline-access"),
            other => {
                let title = Message::new("consent-other").with("scope", other);
                return Self {
                    icon: "grid",
                    title,
                    note: Some(Message::new("consent-other-note")),
                };
            }
        };
        let note = (scope == "offline_access").then(|| Message::new("consent-offline-access-note"));
        Self {
            icon,
            title: Message::new(title),
            note,
        }
    }

    /// The row with what the app would read, such as the name or the address itself.
    #[must_use]
    pub fn showing(mut self, value: &str) -> Self {
        self.note = Some(Message::new("consent-value").with("value", value));
        self
    }
}

impl View for Consent {
    const TEMPLATE: &'static str = "pages/consent.html";

    fn title(&self) -> Message {
        Message::new("consent-title").with("app", self.app.as_str())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let new = || {
            Self::new(
                sample::form("/login/consent"),
                "Solar Reports",
                "reports.heliodata.example",
                sample::ada(),
            )
        };
        let plain = Self {
            scopes: vec![ScopeRow::new("openid")],
            identity: Identity::new("ben@x.example", ""),
            ..new()
        };
        let scopes = ["openid", "phone", "address", "offline_access", "plants.read"];
        let full = Self {
            scopes: [
                ScopeRow::new("profile").showing("Ada Sommer, English"),
                ScopeRow::new("email").showing("ada@sonnenfeld.example"),
                ScopeRow::new("company").showing("Sonnenfeld GmbH"),
            ]
            .into_iter()
            .chain(scopes.map(ScopeRow::new))
            .collect(),
            owner: Some("Helio Data OÜ".to_owned()),
            home: Some("https://reports.heliodata.example/".to_owned()),
            policy_uri: Some("https://reports.heliodata.example/privacy".to_owned()),
            tos_uri: Some("https://reports.heliodata.example/terms".to_owned()),
            withdraw_url: Some("/account/apps".to_owned()),
            ..new()
        };
        let terms_only = Self {
            tos_uri: full.tos_uri.clone(),
            logo: Some("/assets/logo.svg".to_owned()),
            ..plain.clone()
        };
        vec![plain, full, terms_only]
    }
}
