//! Inviting one person to a company (S6).

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::login::EmailProblem;
use super::mail_entry::{MAX_EMAIL, throttled};
use super::members::MemberRole;
use super::message::Message;
use super::notice::Notice;
use super::person_details::{LanguageChoice, languages, name_error};
use super::tabs::Tab;
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::account::details::{MAX_NAME, NameProblem};

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct Invite {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Takes `email`, `given_name`, `family_name`, `language` and `role`.
    pub form: Form,
    /// Back to the members.
    pub back_url: String,
    pub(crate) email: Field,
    pub(crate) given_name: Field,
    pub(crate) family_name: Field,
    pub(crate) languages: Vec<LanguageChoice>,
    pub(crate) roles: Vec<RoleChoice>,
    pub(crate) longest_email: usize,
    pub(crate) longest_name: usize,
    pub(crate) notice: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that one types into first.
    pub(crate) focus: &'static str,
}

/// What was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InviteEntry {
    /// Where the invitation goes.
    pub email: String,
    /// First name; empty: the person enters it themselves.
    pub given_name: String,
    /// Last name; empty: the person enters it themselves.
    pub family_name: String,
    /// The language of the mail: `en`, `es` or `de`.
    pub language: String,
    /// What they may do in the company.
    pub role: MemberRole,
}

/// A role that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RoleChoice {
    value: &'static str,
    text: MemberRole,
    chosen: bool,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InviteProblems {
    /// Why the address is not taken.
    pub email: Option<InviteProblem>,
    /// Why the first name is not taken.
    pub given_name: Option<NameProblem>,
    /// Why the last name is not taken.
    pub family_name: Option<NameProblem>,
}

/// Why an address can't be invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteProblem {
    /// It can't be right.
    Email(EmailProblem),
    /// It belongs to a member of this company.
    AlreadyMember,
    /// This company has invited it already.
    AlreadyInvited,
}

impl InviteProblem {
    pub(super) fn message(self) -> Message {
        match self {
            Self::Email(problem) => problem.message(),
            Self::AlreadyMember => Message::new("invite-already-member"),
            Self::AlreadyInvited => Message::new("invite-already-invited"),
        }
    }
}

impl MemberRole {
    /// Every role, the lesser first.
    pub const ALL: [Self; 2] = [Self::Member, Self::Admin];

    /// The role in forms.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }

    /// The role of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.value() == value)
    }
}

impl Invite {
    /// The page as it is first seen, or with what was entered before.
    #[must_use]
    pub fn new(form: Form, back_url: impl Into<String>, entry: &InviteEntry) -> Self {
        let choice = |role: MemberRole| RoleChoice {
            value: role.value(),
            text: role,
            chosen: role == entry.role,
        };
        Self {
            tabs: Vec::new(),
            form,
            back_url: back_url.into(),
            email: Field::holding(&entry.email),
            given_name: Field::holding(&entry.given_name),
            family_name: Field::holding(&entry.family_name),
            languages: languages(&entry.language),
            roles: MemberRole::ALL.map(choice).into(),
            longest_email: MAX_EMAIL,
            longest_name: MAX_NAME,
            notice: None,
            summary: None,
            focus: "email",
        }
    }

    /// The page after a refusal.
    #[must_use]
    pub fn refused(mut self, problems: &InviteProblems) -> Self {
        self.email.error = problems.email.map(InviteProblem::message);
        self.given_name.error = problems
            .given_name
            .map(|problem| name_error(problem, "person-details-given-name-missing"));
        self.family_name.error = problems
            .family_name
            .map(|problem| name_error(problem, "person-details-family-name-missing"));
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or("email"),
        };
        self
    }

    /// The page after too many invitations: the next is taken after `wait`.
    #[must_use]
    pub fn throttled(mut self, wait: Duration) -> Self {
        self.notice = Some(throttled(wait));
        self.focus = "";
        self
    }

    /// The fields that can be refused, in the page's order.
    fn fields(&self) -> [(&'static str, &Field); 3] {
        [
            ("email", &self.email),
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
        ]
    }
}

impl View for Invite {
    const TEMPLATE: &'static str = "admin/invite.html";

    fn title(&self) -> Message {
        Message::new("invite-title")
    }

    fn has_errors(&self) -> bool {
        self.notice.is_some() || first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |entry: &InviteEntry| Self {
            tabs: sample::company_tabs(CompanyTab::Invite),
            ..Self::new(sample::form("/company/members/invite"), "/company/members", entry)
        };
        let entry = InviteEntry {
            email: "ida@sonnenfeld.example".to_owned(),
            given_name: "Ida".to_owned(),
            family_name: "Sommerfeld".to_owned(),
            language: "de".to_owned(),
            role: MemberRole::Admin,
        };
        let problems = [
            InviteProblem::Email(EmailProblem::Malformed),
            InviteProblem::AlreadyMember,
            InviteProblem::AlreadyInvited,
        ];
        let refused = problems.map(|problem| {
            page(&entry).refused(&InviteProblems {
                email: Some(problem),
                ..InviteProblems::default()
            })
        });
        let several = page(&InviteEntry::default()).refused(&InviteProblems {
            email: Some(InviteProblem::Email(EmailProblem::Missing)),
            given_name: Some(NameProblem::Unreadable),
            family_name: Some(NameProblem::TooLong),
        });
        let throttled = page(&entry).throttled(Duration::from_secs(600));
        [page(&InviteEntry::default()), several, throttled]
            .into_iter()
            .chain(refused)
            .collect()
    }
}
