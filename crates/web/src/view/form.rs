//! Forms, their fields, and what was refused in them.

use super::message::Message;
use serde::Serialize;
use std::borrow::Cow;

/// A form sent by POST.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// The address that takes it.
    pub action: String,
    /// What it carries beside the visible fields, such as the CSRF token and the pending request's id.
    pub hidden: Vec<Hidden>,
}

/// A hidden input.
#[derive(Clone, Debug, Serialize)]
pub struct Hidden {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: String,
}

impl Form {
    /// A form without hidden inputs.
    #[must_use]
    pub fn to(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            hidden: Vec::new(),
        }
    }

    /// The form with one hidden input more.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.hidden.push(Hidden {
            name: name.into(),
            value: value.into(),
        });
        self
    }
}

/// What stands in a field, and why it was refused.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// What was entered before; empty for secrets, which are never sent back.
    pub value: String,
    /// Why it was refused.
    pub error: Option<Message>,
}

impl Field {
    /// A field with what is known, or what was entered before.
    pub(super) fn holding(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            error: None,
        }
    }
}

/// The first of these fields that was refused: the one to begin with.
pub(super) fn first_refused(fields: &[(&'static str, &Field)]) -> Option<&'static str> {
    let mut refused = fields.iter().filter(|(_, field)| field.error.is_some());
    refused.next().map(|(name, _)| *name)
}

/// What was refused, when that is more than one field: a heading, and a link to each of them.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// What happened.
    pub title: Message,
    /// One link for each refused field.
    pub links: Vec<SummaryLink>,
}

/// A link from the summary to a field.
#[derive(Clone, Debug, Serialize)]
pub struct SummaryLink {
    /// The field's id.
    pub field: &'static str,
    /// What to do there.
    pub text: Message,
}

impl Summary {
    /// The summary of refused fields; none when fewer than two were refused.
    #[must_use]
    pub fn of(fields: &[(&'static str, &Field)]) -> Option<Self> {
        let links: Vec<_> = fields
            .iter()
            .filter_map(|(name, field)| {
                Some(SummaryLink {
                    field: name,
                    text: field.error.clone()?,
                })
            })
            .collect();
        let count = u32::try_from(links.len()).ok().filter(|count| *count >= 2)?;
        Some(Self {
            title: Message::new("summary-title").with("count", count),
            links,
        })
    }
}
