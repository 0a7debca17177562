//! What a check finds: problems, which refuse the whole description, and warnings.

use std::fmt;

/// What an entry describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A relying party or a machine.
    Client,
    /// A tenant.
    Company,
    /// An account.
    Person,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Company => "company",
            Self::Person => "person",
        })
    }
}

/// One entry of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it describes.
    pub kind: Kind,
    /// Its place among those of its kind, counted from 0.
    pub index: usize,
    /// `client_id`, slug or e-mail address, as it was written.
    pub name: String,
}

/// Something that is wrong with an entry, or worth a warning. Never contains a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub entry: Entry,
    /// The key that it is about.
    pub field: String,
    /// What is the matter, and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { kind, name, .. } = &self.entry;
        write!(f, "{kind} {name}: {}: {}", self.field, self.message)
    }
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Finding>,
    pub(super) warnings: Vec<Finding>,
}

impl Findings {
    /// Takes what is found in one entry.
    pub(super) fn about(&mut self, kind: Kind, index: usize, name: &str) -> About<'_> {
        About {
            entry: Entry {
                kind,
                index,
                name: name.to_owned(),
            },
            findings: self,
        }
    }
}

/// The findings of one entry.
pub(super) struct About<'a> {
    entry: Entry,
    findings: &'a mut Findings,
}

impl About<'_> {
    pub(super) fn problem(&mut self, field: &str, message: impl Into<String>) {
        let finding = self.finding(field, message.into());
        self.findings.problems.push(finding);
    }

    pub(super) fn warn(&mut self, field: &str, message: impl Into<String>) {
        let finding = self.finding(field, message.into());
        self.findings.warnings.push(finding);
    }

    fn finding(&self, field: &str, message: String) -> Finding {
        Finding {
            entry: self.entry.clone(),
            field: field.to_owned(),
            message,
        }
    }
}
