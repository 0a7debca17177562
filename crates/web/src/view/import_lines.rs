//! A list of people to be invited, line by line: what will happen, and what has happened.

use super::View;
use super::form::Form;
use super::import_members::Stage;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::import::{Counts, LineProblem};

/// The page with the lines.
#[derive(Clone, Debug, Serialize)]
pub struct ImportLines {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// What the file was called; empty where that is not known.
    pub name: String,
    /// When it was sent.
    pub at: Moment,
    /// Lets it be carried out, as long as it wasn't.
    pub begin: Option<Form>,
    /// Throws it away, as long as it is not carried out.
    pub discard: Option<Form>,
    /// The page itself, for whoever wants to see how far it is.
    pub again_url: String,
    /// All lines.
    pub all_url: String,
    /// The lines by which nobody is invited.
    pub refused_url: String,
    /// These lines as a file; none where there is no such line.
    pub download_url: Option<String>,
    /// The members.
    pub members_url: String,
    /// The page of another list.
    pub import_url: String,
    /// The next lines.
    pub next_url: Option<String>,
    /// Whether only those are shown by which nobody is invited.
    pub only_refused: bool,
    pub(crate) stage: Stage,
    pub(crate) rows: Vec<LineRow>,
    pub(crate) total: u32,
    pub(crate) refused: u32,
    pub(crate) invited: u32,
    /// Those that are, or will be, invited.
    pub(crate) good: u32,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct LineRow {
    /// Its number in the file.
    pub line: i64,
    /// The address, as it was written.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// The role, as it was written.
    pub role: String,
    /// The language, as it was written.
    pub language: String,
    pub(crate) fate: Message,
    /// The chip's colour.
    pub(crate) look: &'static str,
}

/// Why nobody is invited by a line.
#[must_use]
pub fn reason(problem: LineProblem) -> Message {
    Message::new(match problem {
        LineProblem::Malformed => "import-lines-malformed",
        LineProblem::NoAddress => "import-lines-no-address",
        LineProblem::Address => "import-lines-address",
        LineProblem::Name => "import-lines-name",
        LineProblem::Language => "import-lines-language",
        LineProblem::Role => "import-lines-role",
        LineProblem::Repeated => "import-lines-repeated",
        LineProblem::Member => "import-lines-member",
        LineProblem::Invited => "import-lines-invited-already",
        LineProblem::Stopped => "import-lines-stopped",
    })
}

impl LineRow {
    /// The line of that number, by which somebody was invited, will be, or will not be for that reason.
    #[must_use]
    pub fn new(line: i64, problem: Option<LineProblem>, is_invited: bool) -> Self {
        let (fate, look) = match (problem, is_invited) {
            (Some(problem), _) => (reason(problem), "chip--danger"),
            (None, true) => (Message::new("import-lines-invited"), "chip--ok"),
            (None, false) => (Message::new("import-lines-waits"), "chip--info"),
        };
        Self {
            line,
            email: String::new(),
            name: String::new(),
            role: String::new(),
            language: String::new(),
            fate,
            look,
        }
    }
}

impl ImportLines {
    /// The page of a list that has come so far; its addresses are still to be filled in.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        at: Moment,
        stage: Stage,
        counts: &Counts,
        rows: Vec<LineRow>,
    ) -> Self {
        let number = |count: i64| u32::try_from(count).unwrap_or_default();
        Self {
            tabs: Vec::new(),
            name: name.into(),
            at,
            begin: None,
            discard: None,
            again_url: String::new(),
            all_url: String::new(),
            refused_url: String::new(),
            download_url: None,
            members_url: String::new(),
            import_url: String::new(),
            next_url: None,
            only_refused: false,
            stage,
            rows,
            total: number(counts.lines),
            refused: number(counts.refused),
            invited: number(counts.invited),
            good: number(counts.lines - counts.refused),
        }
    }
}

impl View for ImportLines {
    const TEMPLATE: &'static str = "admin/import_lines.html";

    fn title(&self) -> Message {
        Message::new(match self.stage {
            Stage::Seen => "import-lines-title-seen",
            Stage::Running => "import-lines-title-running",
            Stage::Done => "import-lines-title-done",
        })
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let counts = |lines, refused, invited| Counts {
            lines,
            refused,
            invited,
        };
        let page = |name: &str, stage, counts, rows| Self {
            tabs: sample::company_tabs(CompanyTab::Members),
            again_url: "/company/members/import/7".to_owned(),
            all_url: "/company/members/import/7".to_owned(),
            refused_url: "/company/members/import/7?only=refused".to_owned(),
            download_url: Some("/company/members/import/7/refused".to_owned()),
            members_url: "/company/members".to_owned(),
            import_url: "/company/members/import".to_owned(),
            ..Self::new(name, sample::moment(), stage, &counts, rows)
        };
        let seen = Self {
            begin: Some(sample::form("/company/members/import/7/begin")),
            discard: Some(sample::form("/company/members/import/7/discard")),
            next_url: Some("/company/members/import/7?after=100".to_owned()),
            ..page("people.csv", Stage::Seen, counts(10_000, 200, 0), rows(false))
        };
        let hopeless = Self {
            discard: Some(sample::form("/company/members/import/7/discard")),
            only_refused: true,
            ..page("", Stage::Seen, counts(1, 1, 0), rows(false)[1..].to_vec())
        };
        let running = page(
            "people.csv",
            Stage::Running,
            counts(10_000, 200, 4200),
            rows(true),
        );
        let done = page("people.csv", Stage::Done, counts(10_000, 200, 9800), rows(true));
        let flawless = Self {
            download_url: None,
            ..page("one.csv", Stage::Done, counts(1, 0, 1), rows(true)[..1].to_vec())
        };
        vec![seen, hopeless, running, done, flawless]
    }
}

/// A line that is good, and one with each problem.
#[cfg(test)]
fn rows(is_invited: bool) -> Vec<LineRow> {
    let row = |line, email: &str, problem| LineRow {
        email: email.to_owned(),
        name: "Ida Sommerfeld".to_owned(),
        role: "admin".to_owned(),
        language: "de".to_owned(),
        ..LineRow::new(line, problem, is_invited)
    };
    let problems = [
        LineProblem::Malformed,
        LineProblem::NoAddress,
        LineProblem::Address,
        LineProblem::Name,
        LineProblem::Language,
        LineProblem::Role,
        LineProblem::Repeated,
        LineProblem::Member,
        LineProblem::Invited,
        LineProblem::Stopped,
    ];
    let refused = (3..).zip(problems).map(|(line, problem)| {
        row(
            line,
            "emilia.oberhauser@sonnenfeld-erneuerbare-energien.example",
            Some(problem),
        )
    });
    std::iter::once(row(2, "ida@sonnenfeld.example", None))
        .chain(refused)
        .collect()
}
