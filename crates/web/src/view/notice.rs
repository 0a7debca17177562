//! A message about the whole page.

use super::message::Message;
use serde::Serialize;

/// A box with an icon, a title and a sentence or two: what happened, and what to do next.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// What the box means.
    pub tone: Tone,
    /// The icon's name in `components/icon.html`.
    pub icon: &'static str,
    /// What happened.
    pub title: Message,
    /// What to do next.
    pub text: Message,
    /// Whether it answers what the person just did, so that a screen reader says it at once.
    pub alert: bool,
}

/// What a coloured box means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something is to be done first.
    Warning,
    /// It goes no further this way.
    Danger,
}

impl Notice {
    /// Something that is good to know.
    #[must_use]
    pub fn info(icon: &'static str, title: Message, text: Message) -> Self {
        Self {
            tone: Tone::Info,
            icon,
            title,
            text,
            alert: false,
        }
    }

    /// Something that keeps the person from going on for now.
    #[must_use]
    pub fn warning(icon: &'static str, title: Message, text: Message) -> Self {
        Self {
            tone: Tone::Warning,
            icon,
            title,
            text,
            alert: true,
        }
    }

    /// Something that keeps the person from going on until somebody else acts.
    #[must_use]
    pub fn danger(icon: &'static str, title: Message, text: Message) -> Self {
        Self {
            tone: Tone::Danger,
            icon,
            title,
            text,
            alert: true,
        }
    }
}
