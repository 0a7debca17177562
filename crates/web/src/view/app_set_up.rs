//! How an app is set up: the addresses and settings that it needs, and a beginning in its library's language.

use super::View;
use super::message::Message;
use super::refused::Received;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the settings for one library.
#[derive(Clone, Debug, Serialize)]
pub struct AppSetUp {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The app's own pages.
    pub app_tabs: Vec<Tab>,
    /// The app's name.
    pub name: String,
    /// The libraries to choose from.
    pub libraries: Vec<LibraryLink>,
    /// The file that was made for the chosen library.
    pub file: &'static str,
    /// What it says.
    pub snippet: String,
    /// What must be known before it works.
    pub notes: Vec<Note>,
    /// The app's part, by the standards' names.
    pub registered: Vec<Received>,
    /// The provider's part, as discovery has it.
    pub provider: Vec<Received>,
}

/// A library to choose.
#[derive(Clone, Debug, Serialize)]
pub struct LibraryLink {
    /// What it is called.
    pub name: &'static str,
    /// Its settings.
    pub href: String,
    /// Whether they are on the page.
    pub current: bool,
}

/// What must be known before a snippet works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum Note {
    /// The secret is the one that was shown once.
    SecretShownOnce,
    /// The app is public.
    Public,
    /// The app proves itself with a key of its own.
    OwnKey,
    /// The library sends the secret in the body, where the app isn't registered for that.
    PostsSecret,
    /// The library can't go without a secret, and the app has none.
    NeedsSecret,
    /// No redirect URI is registered: the one that is shown is an example.
    NoRedirectUri,
    /// Several are registered: the first is shown.
    SeveralRedirectUris,
    /// The app may not get tokens for itself.
    NotRegistered,
}

impl From<Note> for Message {
    fn from(note: Note) -> Self {
        Self::new(match note {
            Note::SecretShownOnce => "app-set-up-note-secret",
            Note::Public => "app-set-up-note-public",
            Note::OwnKey => "app-set-up-note-own-key",
            Note::PostsSecret => "app-set-up-note-posts-secret",
            Note::NeedsSecret => "app-set-up-note-needs-secret",
            Note::NoRedirectUri => "app-set-up-note-no-redirect-uri",
            Note::SeveralRedirectUris => "app-set-up-note-several-redirect-uris",
            Note::NotRegistered => "app-set-up-note-not-registered",
        })
    }
}

impl View for AppSetUp {
    const TEMPLATE: &'static str = "admin/app_set_up.html";

    fn title(&self) -> Message {
        Message::new("app-set-up-title").with("name", self.name.as_str())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::{AppTab, StaffTab};
        let link = |name, current| LibraryLink {
            name,
            href: format!("/operator/apps/app/set-up?app=solar-reports&library={name}"),
            current,
        };
        let parameter = |name: &str, value: &str| Received::new(name, value, false);
        let page = |notes| Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            app_tabs: sample::app_tabs(AppTab::SetUp),
            name: "Solar Reports".to_owned(),
            libraries: vec![link("Authlib (Python)", false), link("Spring Boot (Java)", true)],
            file: "spring-boot.yml",
            snippet: "spring:\n  security:\n    # <b>no markup</b>\n".to_owned(),
            notes,
            registered: vec![parameter("client_id", "solar-reports")],
            provider: vec![parameter("issuer", "https://id.example")],
        };
        vec![
            page(vec![
                Note::SecretShownOnce,
                Note::PostsSecret,
                Note::SeveralRedirectUris,
            ]),
            page(vec![Note::Public, Note::NeedsSecret, Note::NoRedirectUri]),
            page(vec![Note::OwnKey, Note::NotRegistered]),
            page(Vec::new()),
        ]
    }
}
