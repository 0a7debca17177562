//! What an application has changed, or would change, for a person to read.

use super::Mode;
use super::findings::{Finding, Kind};
use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use std::fmt;

/// What became of the description.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether it was written.
    pub mode: Mode,
    /// One for each entry, in their order.
    pub changes: Vec<Change>,
    /// What is worth a second look.
    pub warnings: Vec<Finding>,
}

/// What became of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the entry describes.
    pub kind: Kind,
    /// `client_id`, slug or e-mail address.
    pub name: String,
    /// What is different now.
    pub what: What,
}

/// What is different after an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Created,
    /// It is somebody who is new, and has no password: an invitation goes out.
    Invited,
    /// These of its fields have other values.
    Updated(Vec<String>),
    /// Nothing.
    Unchanged,
}

impl What {
    /// An entry that exists, and of which these fields differ.
    pub(super) fn of_fields(fields: Vec<String>) -> Self {
        if fields.is_empty() {
            Self::Unchanged
        } else {
            Self::Updated(fields)
        }
    }

    /// What the audit trail is told of it: one action where it is new, the other with the fields where it differs.
    pub(super) fn note(
        &self,
        ctx: &Ctx,
        created: Action,
        changed: Action,
        event: impl Fn(Action) -> Event,
    ) -> Result<Option<Note>, Fault> {
        let event = match self {
            Self::Unchanged => return Ok(None),
            Self::Created | Self::Invited => event(created),
            Self::Updated(fields) => event(changed).with("fields", fields.clone()),
        };
        audit::note(ctx, &Actor::machine(ctx), event).map(Some)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, what } = self;
        match what {
            What::Created => write!(f, "+ {kind} {name}"),
            What::Invited => write!(f, "+ {kind} {name} (invited)"),
            What::Updated(fields) => write!(f, "~ {kind} {name}: {}", fields.join(", ")),
            What::Unchanged => write!(f, "= {kind} {name}"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changed = |change: &&Change| change.what != What::Unchanged;
        for change in self.changes.iter().filter(changed) {
            writeln!(f, "{change}")?;
        }
        for warning in &self.warnings {
            writeln!(f, "! {warning}")?;
        }
        let unchanged = self.changes.len() - self.changes.iter().filter(changed).count();
        write!(f, "{unchanged} unchanged")?;
        match self.mode {
            Mode::Apply => Ok(()),
            Mode::DryRun => f.write_str(" (dry run: nothing was written)"),
        }
    }
}
