//! A mailed link that can't be used any more: why, and how to go on.

use super::View;
use super::form::Form;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// The page of such a link.
#[derive(Clone, Debug, Serialize)]
pub struct LinkOver {
    /// Sends a new link to the same address.
    pub again: Option<Again>,
    /// Where one signs in, or the platform.
    pub way_on: Option<WayOn>,
    /// Where a new mail can be asked for without the link.
    pub help_url: Option<String>,
    /// Whether the account can simply be signed in to.
    pub(crate) ready: bool,
    pub(crate) icon: &'static str,
    pub(crate) text: Message,
    pub(crate) again_text: Message,
    pub(crate) help: Message,
    #[serde(skip)]
    title: Message,
}

/// The form that sends a new link.
#[derive(Clone, Debug, Serialize)]
pub struct Again {
    /// Takes nothing.
    pub form: Form,
    /// Where the new link goes, masked (`c•••@solluna.example`): whoever holds the link may not be its owner.
    pub email: String,
}

/// What the link was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Activating an account, or joining a company.
    Invitation,
    /// Setting a new password.
    PasswordReset,
    /// Confirming a new address.
    EmailChange,
    /// "This was not me".
    NotMe,
}

/// Why it can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// It is too old.
    Expired,
    /// It did its work.
    Used,
    /// A newer mail was sent, whose link is the one that works.
    Replaced,
    /// No such link: altered, cut off, or withdrawn.
    Unknown,
}

impl LinkOver {
    /// The page of a link of that kind with that end.
    #[must_use]
    pub fn new(kind: LinkKind, end: LinkEnd) -> Self {
        let [title, text] = keys(kind, end).map(Message::new);
        let (again_text, help) = match (kind, end) {
            // An activated account needs no invitation any more: the new link sets a password.
            (LinkKind::Invitation, LinkEnd::Used) => ("link-over-again-password", "link-over-help-reset"),
            (LinkKind::Invitation, _) => ("link-over-again", "link-over-help-invitation"),
            (LinkKind::PasswordReset | LinkKind::NotMe, _) => ("link-over-again", "link-over-help-reset"),
            (LinkKind::EmailChange, _) => ("link-over-again", "link-over-help-email"),
        };
        Self {
            again: None,
            way_on: None,
            help_url: None,
            ready: end == LinkEnd::Used && kind != LinkKind::NotMe,
            icon: icon(kind, end),
            text,
            again_text: Message::new(again_text),
            help: Message::new(help),
            title,
        }
    }
}

const fn icon(kind: LinkKind, end: LinkEnd) -> &'static str {
    match (kind, end) {
        (LinkKind::Invitation | LinkKind::EmailChange, LinkEnd::Used) => "check",
        (LinkKind::PasswordReset | LinkKind::NotMe, LinkEnd::Used) => "lock",
        (_, LinkEnd::Expired) => "clock",
        (_, LinkEnd::Replaced) => "mail",
        (_, LinkEnd::Unknown) => "search",
    }
}

/// The title, and what happened.
const fn keys(kind: LinkKind, end: LinkEnd) -> [&'static str; 2] {
    match (kind, end) {
        (LinkKind::Invitation, LinkEnd::Expired) => [
            "link-over-invitation-expired",
            "link-over-invitation-expired-text",
        ],
        (LinkKind::Invitation, LinkEnd::Used) => {
            ["link-over-invitation-used", "link-over-invitation-used-text"]
        }
        (LinkKind::Invitation, LinkEnd::Replaced) => [
            "link-over-invitation-replaced",
            "link-over-invitation-replaced-text",
        ],
        (LinkKind::Invitation, LinkEnd::Unknown) => {
            ["link-over-unknown", "link-over-invitation-unknown-text"]
        }
        (LinkKind::PasswordReset, LinkEnd::Expired) => {
            ["link-over-reset-expired", "link-over-reset-expired-text"]
        }
        (LinkKind::PasswordReset, LinkEnd::Used) => ["link-over-reset-used", "link-over-reset-used-text"],
        (LinkKind::PasswordReset, LinkEnd::Replaced) => {
            ["link-over-reset-replaced", "link-over-reset-replaced-text"]
        }
        (LinkKind::PasswordReset, LinkEnd::Unknown) => ["link-over-unknown", "link-over-reset-unknown-text"],
        (LinkKind::EmailChange, LinkEnd::Expired) => {
            ["link-over-reset-expired", "link-over-email-expired-text"]
        }
        (LinkKind::EmailChange, LinkEnd::Used) => ["link-over-reset-used", "link-over-email-used-text"],
        (LinkKind::EmailChange, LinkEnd::Replaced) => {
            ["link-over-reset-replaced", "link-over-reset-replaced-text"]
        }
        (LinkKind::EmailChange, LinkEnd::Unknown) => ["link-over-unknown", "link-over-email-unknown-text"],
        (LinkKind::NotMe, LinkEnd::Used) => ["link-over-reset-used", "link-over-not-me-used-text"],
        (LinkKind::NotMe, LinkEnd::Expired | LinkEnd::Replaced) => {
            ["link-over-reset-expired", "link-over-not-me-expired-text"]
        }
        (LinkKind::NotMe, LinkEnd::Unknown) => ["link-over-unknown", "link-over-not-me-unknown-text"],
    }
}

impl View for LinkOver {
    const TEMPLATE: &'static str = "pages/link_over.html";

    fn title(&self) -> Message {
        self.title.clone()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let again = |action| {
            Some(Again {
                form: sample::form(action),
                email: "c•••@solluna.example".to_owned(),
            })
        };
        let mut pages = Vec::new();
        for (kind, action, help) in [
            (LinkKind::Invitation, "/activate/again", "/help/no-invitation"),
            (
                LinkKind::PasswordReset,
                "/reset-password/again",
                "/forgot-password",
            ),
        ] {
            for end in [LinkEnd::Expired, LinkEnd::Used, LinkEnd::Replaced] {
                pages.push(Self {
                    again: again(action),
                    way_on: Some(sample::platform()),
                    ..Self::new(kind, end)
                });
            }
            pages.push(Self {
                help_url: Some(help.to_owned()),
                way_on: Some(sample::platform()),
                ..Self::new(kind, LinkEnd::Unknown)
            });
            pages.push(Self::new(kind, LinkEnd::Used));
        }
        let email = [
            LinkEnd::Expired,
            LinkEnd::Used,
            LinkEnd::Replaced,
            LinkEnd::Unknown,
        ];
        pages.extend(email.map(|end| Self {
            help_url: (end != LinkEnd::Used).then(|| "/account".to_owned()),
            way_on: Some(sample::platform()),
            ..Self::new(LinkKind::EmailChange, end)
        }));
        let not_me = [LinkEnd::Expired, LinkEnd::Used, LinkEnd::Unknown];
        pages.extend(not_me.map(|end| Self {
            help_url: Some("/forgot-password".to_owned()),
            ..Self::new(LinkKind::NotMe, end)
        }));
        pages
    }
}
