//! Apps that register themselves, and the tokens with which they may.

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::registration_tokens::{LONGEST_LABEL, TokenState};

/// The page with the tokens, and with what has registered.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorRegistration {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// Who may register.
    pub who: Who,
    /// Makes a token: takes `label`, `uses`, `days` and `client_credentials`.
    pub form: Form,
    /// A token that was just made, which nobody can read again.
    pub new_token: Option<String>,
    /// Whether one was just revoked.
    pub revoked: bool,
    /// The tokens, the newest first.
    pub tokens: Vec<TokenRow>,
    /// What has registered, the latest first.
    pub apps: Vec<RegisteredRow>,
    pub(crate) label: Field,
    pub(crate) uses: Field,
    pub(crate) days: Field,
    pub(crate) client_credentials: bool,
    pub(crate) longest: usize,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
}

/// Who may register an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Nobody.
    Nobody,
    /// Whoever has a token.
    Token,
    /// Anyone.
    Anyone,
}

/// A token.
#[derive(Clone, Debug, Serialize)]
pub struct TokenRow {
    /// What it is for.
    pub label: String,
    /// Where it stands in its life.
    pub state: State,
    /// How many may register with it yet; none: any number.
    pub uses: Option<u32>,
    /// Whether what registers with it may act for itself.
    pub client_credentials: bool,
    /// Who made it.
    pub made_by: Option<String>,
    /// When it was made.
    pub made: Moment,
    /// When something registered with it last.
    pub used: Option<Moment>,
    /// Until when it works.
    pub ends: Option<Moment>,
    /// Revokes it, while it works.
    pub revoke: Option<Form>,
}

/// Where a token stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Something can register with it.
    Good,
    /// It has no use left.
    UsedUp,
    /// Its time is over.
    Expired,
    /// It was revoked.
    Revoked,
}

impl From<TokenState> for State {
    fn from(state: TokenState) -> Self {
        match state {
            TokenState::Good => Self::Good,
            TokenState::UsedUp => Self::UsedUp,
            TokenState::Expired => Self::Expired,
            TokenState::Revoked => Self::Revoked,
        }
    }
}

/// An app that registered itself.
#[derive(Clone, Debug, Serialize)]
pub struct RegisteredRow {
    /// The name that people see.
    pub name: String,
    /// `client_id`.
    pub id: String,
    /// Its page.
    pub href: String,
    /// The label of the token that it registered with; none: anyone could.
    pub label: Option<String>,
    /// From which network.
    pub network: String,
    /// When.
    pub at: Moment,
}

/// What was entered for a new token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenEntry {
    /// What it is for.
    pub label: String,
    /// How many may register with it; empty: any number.
    pub uses: String,
    /// How many days it works; empty: for ever.
    pub days: String,
    /// Whether what registers with it may act for itself.
    pub client_credentials: bool,
}

impl OperatorRegistration {
    /// The page as it is first seen, or with what was entered before.
    #[must_use]
    pub fn new(form: Form, who: Who, entry: &TokenEntry) -> Self {
        Self {
            tabs: Vec::new(),
            who,
            form,
            new_token: None,
            revoked: false,
            tokens: Vec::new(),
            apps: Vec::new(),
            label: Field::holding(&entry.label),
            uses: Field::holding(&entry.uses),
            days: Field::holding(&entry.days),
            client_credentials: entry.client_credentials,
            longest: LONGEST_LABEL,
            summary: None,
            focus: "",
        }
    }

    /// The page after a refusal of the fields that are named.
    #[must_use]
    pub fn refused(mut self, label: bool, uses: bool, days: bool) -> Self {
        let told = |is: bool, key| is.then(|| Message::new(key));
        self.label.error = told(label, "operator-registration-label-missing");
        self.uses.error = told(uses, "operator-registration-uses-malformed");
        self.days.error = told(days, "operator-registration-days-malformed");
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or_default(),
        };
        self
    }

    fn fields(&self) -> [(&'static str, &Field); 3] {
        [("label", &self.label), ("uses", &self.uses), ("days", &self.days)]
    }
}

impl View for OperatorRegistration {
    const TEMPLATE: &'static str = "admin/operator_registration.html";

    fn title(&self) -> Message {
        Message::new("operator-registration-title")
    }

    fn has_errors(&self) -> bool {
        first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let token = |state: State, is_full: bool| TokenRow {
            label: "Partners of the spring".to_owned(),
            state,
            uses: is_full.then_some(3),
            client_credentials: is_full,
            made_by: is_full.then(|| "Olga Weiss".to_owned()),
            made: sample::moment(),
            used: is_full.then(sample::moment),
            ends: is_full.then(sample::moment),
            revoke: (state == State::Good)
                .then(|| sample::form("/operator/apps/registration/revoke").with("token", "0190")),
        };
        let app = |label: Option<&str>| RegisteredRow {
            name: "Solar Reports".to_owned(),
            id: "5f1c0b1e".to_owned(),
            href: "/operator/apps/app?app=5f1c0b1e".to_owned(),
            label: label.map(str::to_owned),
            network: "203.0.113.7".to_owned(),
            at: sample::moment(),
        };
        let page = |who: Who, entry: &TokenEntry| Self {
            tabs: sample::staff_tabs(StaffTab::Apps),
            ..Self::new(sample::form("/operator/apps/registration"), who, entry)
        };
        let entry = TokenEntry {
            label: String::new(),
            uses: "many".to_owned(),
            days: "soon".to_owned(),
            client_credentials: true,
        };
        let some = Self {
            new_token: Some("Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE".to_owned()),
            tokens: vec![
                token(State::Good, true),
                token(State::Good, false),
                token(State::UsedUp, true),
                token(State::Expired, true),
                token(State::Revoked, false),
            ],
            apps: vec![app(Some("Partners of the spring")), app(None)],
            ..page(Who::Token, &TokenEntry::default())
        };
        let revoked = Self {
            revoked: true,
            new_token: None,
            ..some.clone()
        };
        vec![
            some,
            revoked,
            page(Who::Anyone, &TokenEntry::default()),
            page(Who::Nobody, &TokenEntry::default()),
            page(Who::Token, &entry).refused(true, true, true),
            page(Who::Token, &entry).refused(true, false, false),
        ]
    }
}
