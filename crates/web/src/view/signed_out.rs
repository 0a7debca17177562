//! After signing out: which apps know of it, and those that the browser tells.

use super::View;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page that says that the session has ended.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignedOut {
    /// Where to sign in again, or what comes next.
    pub way_on: Option<WayOn>,
    /// Whether every trace of the login state was removed from the browser, as `/auth/logout` does.
    pub everything: bool,
    /// Whether the browser goes the way on by itself, once it has told the apps.
    pub goes_on: bool,
    /// Pages of apps that the browser loads, so that they end their sessions.
    pub pages: Vec<String>,
    /// The apps that the person was signed in to.
    pub apps: Vec<SignedOutApp>,
    /// This page anew, as long as an app has not answered.
    pub again: Option<String>,
    /// Whether it looks again by itself.
    pub looks_again: bool,
}

/// An app that the person was signed in to.
#[derive(Clone, Debug, Serialize)]
pub struct SignedOutApp {
    /// Its name.
    pub name: String,
    /// Its home page, where the person may have to sign out.
    pub home: Option<String>,
    /// Whether it knows of it.
    pub state: AppState,
}

/// Whether an app knows that the session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "AppStateWords")]
pub enum AppState {
    /// Its server was told.
    Told,
    /// The browser has loaded its page.
    Loaded,
    /// Its server has not answered yet.
    Waiting,
    /// It takes no such calls.
    Deaf,
    /// Its server has refused the call.
    Refused,
    /// Its server could not be reached.
    GivenUp,
}

impl AppState {
    /// Whether the person may still be signed in there.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Deaf | Self::Refused | Self::GivenUp)
    }
}

/// A state as the page shows it.
#[derive(Serialize)]
struct AppStateWords {
    tone: &'static str,
    text: Message,
    is_open: bool,
}

impl From<AppState> for AppStateWords {
    fn from(state: AppState) -> Self {
        let (tone, text) = match state {
            AppState::Told => ("ok", "signed-out-app-told"),
            AppState::Loaded => ("ok", "signed-out-app-loaded"),
            AppState::Waiting => ("info", "signed-out-app-waiting"),
            AppState::Deaf => ("warning", "signed-out-app-deaf"),
            AppState::Refused => ("danger", "signed-out-app-refused"),
            AppState::GivenUp => ("danger", "signed-out-app-given-up"),
        };
        Self {
            tone,
            text: Message::new(text),
            is_open: state.is_open(),
        }
    }
}

impl View for SignedOut {
    const TEMPLATE: &'static str = "pages/signed_out.html";

    fn title(&self) -> Message {
        Message::new("signed-out-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let app = |name: &str, home: Option<&str>, state| SignedOutApp {
            name: name.to_owned(),
            home: home.map(str::to_owned),
            state,
        };
        let everything = Self {
            way_on: Some(sample::platform()),
            everything: true,
            ..Self::default()
        };
        let going_on = Self {
            way_on: Some(sample::solar_reports()),
            goes_on: true,
            pages: vec!["https://platform.example/bye?sid=5f1c".to_owned()],
            apps: vec![app("Amperecloud Platform", None, AppState::Loaded)],
            ..Self::default()
        };
        let home = Some("https://reports.heliodata.example/");
        let receipt = Self {
            way_on: Some(sample::platform()),
            apps: vec![
                app("Amperecloud Platform", home, AppState::Told),
                app("Solar Reports", home, AppState::Waiting),
                app("Wechselrichter-Überwachungsdienst Nord", home, AppState::Refused),
                app("Archive", None, AppState::GivenUp),
                app("Weather", home, AppState::Deaf),
            ],
            again: Some("/signed-out?request=5f1c".to_owned()),
            looks_again: true,
            ..Self::default()
        };
        vec![everything, Self::default(), going_on, receipt]
    }
}
