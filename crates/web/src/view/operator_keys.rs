//! The keys of the instance, and their rotation.

use super::View;
use super::form::Form;
use super::message::Message;
use super::moment::Moment;
use super::notice::Notice;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorKeys {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The algorithms with their keys.
    pub algorithms: Vec<Algorithm>,
    /// The algorithm whose key was just rotated.
    pub saved: Option<String>,
    pub(crate) notice: Option<Notice>,
}

/// An algorithm with its keys.
#[derive(Clone, Debug, Serialize)]
pub struct Algorithm {
    /// Its name.
    pub name: String,
    /// Whether its keys sign; the others decrypt.
    pub signs: bool,
    /// Its keys, the oldest first.
    pub keys: Vec<KeyRow>,
    /// Puts another key in use: takes `withdraw`.
    pub rotate: Form,
}

/// A key.
#[derive(Clone, Debug, Serialize)]
pub struct KeyRow {
    /// Its name in tokens.
    pub kid: String,
    /// Where it stands in its life.
    pub state: State,
    /// When it was made.
    pub created: Moment,
    /// When it came into use.
    pub activated: Option<Moment>,
    /// Until when a retired key is published, or decrypts.
    pub until: Option<Moment>,
}

/// Where a key stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is published, and will sign.
    Next,
    /// It is in use.
    Active,
    /// It was in use, and counts for a while: until its last token has ended, or for what is still encrypted to it.
    Retired,
}

impl OperatorKeys {
    /// The page after a rotation that comes too early.
    #[must_use]
    pub fn too_early(mut self, alg: &str, from: &Moment) -> Self {
        self.notice = Some(Notice::warning(
            "clock",
            Message::new("operator-keys-too-early").with("alg", alg),
            Message::new("operator-keys-too-early-text").with("at", from.text().clone()),
        ));
        self
    }
}

impl View for OperatorKeys {
    const TEMPLATE: &'static str = "admin/operator_keys.html";

    fn title(&self) -> Message {
        Message::new("tabs-keys")
    }

    fn has_errors(&self) -> bool {
        self.notice.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let key = |state, activated| KeyRow {
            kid: "Zm9vYmFyYmF6cXV4".to_owned(),
            state,
            created: sample::moment(),
            activated,
            until: (state == State::Retired).then(sample::moment),
        };
        let algorithm = |name: &str| Algorithm {
            name: name.to_owned(),
            signs: true,
            keys: vec![
                key(State::Retired, Some(sample::moment())),
                key(State::Active, Some(sample::moment())),
                key(State::Next, None),
            ],
            rotate: sample::form("/operator/keys").with("alg", name),
        };
        let decrypting = Algorithm {
            signs: false,
            keys: vec![
                key(State::Retired, Some(sample::moment())),
                key(State::Active, Some(sample::moment())),
            ],
            ..algorithm("ECDH-ES")
        };
        let page = Self {
            tabs: sample::staff_tabs(StaffTab::Keys),
            algorithms: vec![algorithm("ES256"), algorithm("RS256"), decrypting],
            saved: Some("ES256".to_owned()),
            notice: None,
        };
        let early = Self {
            saved: None,
            ..page.clone()
        };
        vec![page, early.too_early("ES256", &sample::moment())]
    }
}
