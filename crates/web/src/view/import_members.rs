//! Inviting many people by a list: the page that takes it.

use super::View;
use super::form::{Field, Form};
use super::message::Message;
use super::moment::{Moment, wait};
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::import::{FileProblem, ImportState, MAX_LINES};

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct ImportMembers {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Takes the file `list`.
    pub form: Form,
    /// Back to the members.
    pub back_url: String,
    /// Gives an empty list with the columns' names.
    pub example_url: String,
    /// The lists that were sent before, the latest first.
    pub latest: Vec<SentList>,
    pub(crate) list: Field,
    pub(crate) focus: &'static str,
}

/// A list that was sent before.
#[derive(Clone, Debug, Serialize)]
pub struct SentList {
    /// What it was called; empty where that is not known.
    pub name: String,
    /// When it was sent.
    pub at: Moment,
    /// How far it has come.
    pub state: Stage,
    /// Its page.
    pub href: String,
}

/// How far a list has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody is invited yet: it is looked at.
    Seen,
    /// The invitations go out.
    Running,
    /// None is left.
    Done,
}

impl From<ImportState> for Stage {
    fn from(state: ImportState) -> Self {
        match state {
            ImportState::Seen => Self::Seen,
            ImportState::Running => Self::Running,
            ImportState::Done => Self::Done,
        }
    }
}

impl ImportMembers {
    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, back_url: impl Into<String>, example_url: impl Into<String>) -> Self {
        Self {
            tabs: Vec::new(),
            form,
            back_url: back_url.into(),
            example_url: example_url.into(),
            latest: Vec::new(),
            list: Field::default(),
            focus: "",
        }
    }

    /// The page after a file that is not taken; none: no file was chosen.
    #[must_use]
    pub fn refused(mut self, problem: Option<FileProblem>) -> Self {
        let most = u32::try_from(MAX_LINES).unwrap_or(u32::MAX);
        self.list.error = Some(match problem {
            None => Message::new("import-members-no-file"),
            Some(FileProblem::Empty) => Message::new("import-members-empty"),
            Some(FileProblem::NoText) => Message::new("import-members-no-text"),
            Some(FileProblem::NoAddresses) => Message::new("import-members-no-addresses"),
            Some(FileProblem::TooManyLines) => Message::new("import-members-too-many").with("count", most),
            Some(FileProblem::Throttled(span)) => {
                Message::new("import-members-throttled").with("wait", wait(span))
            }
        });
        self.focus = "list";
        self
    }
}

impl View for ImportMembers {
    const TEMPLATE: &'static str = "admin/import_members.html";

    fn title(&self) -> Message {
        Message::new("import-members-title")
    }

    fn has_errors(&self) -> bool {
        self.list.error.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = || Self {
            tabs: sample::company_tabs(CompanyTab::Members),
            ..Self::new(
                sample::form("/company/members/import"),
                "/company/members",
                "/company/members/import/example",
            )
        };
        let list = |name: &str, state| SentList {
            name: name.to_owned(),
            at: sample::moment(),
            state,
            href: "/company/members/import/7".to_owned(),
        };
        let again = Self {
            latest: vec![
                list(
                    "Mitarbeitende der Sonnenfeld Erneuerbare Energien 2026.csv",
                    Stage::Seen,
                ),
                list("people.csv", Stage::Running),
                list("", Stage::Done),
            ],
            ..page()
        };
        let problems = [
            None,
            Some(FileProblem::Empty),
            Some(FileProblem::NoText),
            Some(FileProblem::NoAddresses),
            Some(FileProblem::TooManyLines),
            Some(FileProblem::Throttled(std::time::Duration::from_secs(1260))),
        ];
        let refused = problems.map(|problem| page().refused(problem));
        [page(), again].into_iter().chain(refused).collect()
    }
}
