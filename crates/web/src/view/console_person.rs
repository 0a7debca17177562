//! A person, as the support sees them: all that helps to say what keeps them out.

use super::View;
use super::form::Form;
use super::members::MailState;
use super::message::Message;
use super::moment::Moment;
use super::notice::Notice;
use super::staff_event::StaffEvent;
use super::tabs::Tab;
use serde::Serialize;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct ConsolePerson {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// Back to the search.
    pub back_url: String,
    /// The name; empty where none is known.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether a link mailed to it was used.
    pub email_verified: bool,
    /// Telephone number, as the person has written it.
    pub phone: Option<String>,
    /// The name of their language, in itself.
    pub language: &'static str,
    /// Instance role: the platform's support.
    pub is_support: bool,
    /// Instance role: the operator.
    pub is_operator: bool,
    /// Since when the account is there.
    pub created: Moment,
    /// When they last signed in; none: never.
    pub last_login: Option<Moment>,
    /// Since when the account is blocked.
    pub blocked: Option<Moment>,
    /// Whether its own person has frozen it.
    pub is_frozen: bool,
    /// Until when no PIN is taken.
    pub locked_until: Option<Moment>,
    /// The second factor; none: there is none.
    pub factor: Option<Authenticator>,
    /// Until when a reset second factor can be set up again.
    pub reset_until: Option<Moment>,
    /// How many recovery codes are left.
    pub codes_left: u32,
    /// The companies that they belong to.
    pub companies: Vec<CompanyRow>,
    /// The invitations to their address.
    pub invitations: Vec<InvitationRow>,
    /// What happened lately, the latest first.
    pub events: Vec<StaffEvent>,
    /// Resets the second factor; none: whoever looks may not.
    pub reset_url: Option<String>,
    /// Lets them sign in again; none: they can, or whoever looks may not.
    pub unblock: Option<Form>,
    /// What was just done.
    pub saved: Option<Message>,
    pub(crate) notice: Option<Notice>,
}

/// A second factor.
#[derive(Clone, Debug, Serialize)]
pub struct Authenticator {
    /// How the person calls it.
    pub name: String,
    /// Since when.
    pub added: Moment,
    /// When it was last used.
    pub last_used: Option<Moment>,
}

/// A company that somebody belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct CompanyRow {
    /// Its name.
    pub name: String,
    /// Whether they administer it.
    pub is_admin: bool,
    /// The person among its members, where they are blocked, unblocked and removed.
    pub href: String,
}

/// An invitation.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationRow {
    /// The company's name; none: an account outside of companies.
    pub company: Option<String>,
    /// Its members.
    pub href: Option<String>,
    /// When it was made.
    pub at: Moment,
    /// What became of it.
    pub state: InvitationOutcome,
    /// What became of its mail, until that is forgotten.
    pub mail: Option<MailState>,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum InvitationOutcome {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Accepted,
    /// It was withdrawn.
    Withdrawn,
}

impl From<InvitationOutcome> for Message {
    fn from(outcome: InvitationOutcome) -> Self {
        Self::new(match outcome {
            InvitationOutcome::Open => "console-person-invitation-open",
            InvitationOutcome::Accepted => "console-person-invitation-accepted",
            InvitationOutcome::Withdrawn => "console-person-invitation-withdrawn",
        })
    }
}

/// What is said when the second factor was reset.
#[must_use]
pub fn reset_done() -> Message {
    Message::new("console-person-reset-done")
}

impl ConsolePerson {
    /// The page that says who may act on this account, where whoever looks may not.
    #[must_use]
    pub fn untouchable(mut self) -> Self {
        let text = match self.is_operator {
            true => "console-person-of-command-line",
            false => "console-person-of-operators",
        };
        self.notice = Some(Notice::info(
            "info",
            Message::new("console-person-is-staff"),
            Message::new(text),
        ));
        self.reset_url = None;
        self.unblock = None;
        self
    }
}

impl View for ConsolePerson {
    const TEMPLATE: &'static str = "admin/console_person.html";

    fn title(&self) -> Message {
        let called = match self.name.as_str() {
            "" => &self.email,
            name => name,
        };
        Message::new("console-person-title").with("name", called)
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let full = Self {
            tabs: sample::staff_tabs(StaffTab::Console),
            back_url: "/support/console?q=ben".to_owned(),
            name: "Ben Berger".to_owned(),
            email: "ben@sonnenfeld.example".to_owned(),
            email_verified: true,
            phone: Some("+49 30 1234567".to_owned()),
            language: "Deutsch",
            is_support: false,
            is_operator: false,
            created: sample::moment(),
            last_login: Some(sample::moment()),
            blocked: Some(sample::moment()),
            is_frozen: true,
            locked_until: Some(sample::moment()),
            factor: Some(Authenticator {
                name: "Pixel 9".to_owned(),
                added: sample::moment(),
                last_used: Some(sample::moment()),
            }),
            reset_until: None,
            codes_left: 3,
            companies: vec![
                CompanyRow {
                    name: "Sonnenfeld GmbH".to_owned(),
                    is_admin: true,
                    href: "/company/members?company=sonnenfeld&q=ben".to_owned(),
                },
                CompanyRow {
                    name: "Sol y Luna SL".to_owned(),
                    is_admin: false,
                    href: "/company/members?company=solluna&q=ben".to_owned(),
                },
            ],
            invitations: invitations(),
            events: StaffEvent::samples(),
            reset_url: Some("/support/console/people/5f1c/reset-otp".to_owned()),
            unblock: Some(sample::form("/support/console/people/5f1c/unblock")),
            saved: Some(reset_done()),
            notice: None,
        };
        let bare = Self {
            name: String::new(),
            email_verified: false,
            phone: None,
            last_login: None,
            blocked: None,
            is_frozen: false,
            locked_until: None,
            factor: None,
            reset_until: Some(sample::moment()),
            codes_left: 0,
            companies: Vec::new(),
            invitations: Vec::new(),
            events: Vec::new(),
            unblock: None,
            saved: None,
            ..full.clone()
        };
        let blocked = Self {
            is_frozen: false,
            reset_until: None,
            ..full.clone()
        };
        let support = Self {
            is_support: true,
            reset_until: None,
            ..bare.clone()
        };
        let operator = Self {
            is_operator: true,
            ..bare.clone()
        };
        vec![full, bare, blocked, support.untouchable(), operator.untouchable()]
    }
}

#[cfg(test)]
fn invitations() -> Vec<InvitationRow> {
    use super::sample;
    let row = |state, mail| InvitationRow {
        company: Some("Sonnenfeld GmbH".to_owned()),
        href: Some("/company/members?company=sonnenfeld&q=ben".to_owned()),
        at: sample::moment(),
        state,
        mail,
    };
    vec![
        InvitationRow {
            company: None,
            href: None,
            ..row(InvitationOutcome::Open, Some(MailState::Queued))
        },
        row(
            InvitationOutcome::Open,
            Some(MailState::Trying {
                answer: "451 4.7.1 greylisted, try again later".to_owned(),
                next: sample::moment(),
            }),
        ),
        row(
            InvitationOutcome::Open,
            Some(MailState::Failed {
                answer: "550 5.1.1 no such mailbox".to_owned(),
            }),
        ),
        row(
            InvitationOutcome::Accepted,
            Some(MailState::Sent { at: sample::moment() }),
        ),
        row(InvitationOutcome::Withdrawn, None),
    ]
}
