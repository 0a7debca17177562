//! Who did what with a company's members, and when.

use super::View;
use super::form::{Field, Hidden, first_refused};
use super::message::{Arg, Message};
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::audit::Action;

/// The page with the list.
#[derive(Clone, Debug, Serialize)]
pub struct CompanyAudit {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// What is looked for.
    pub search: AuditSearch,
    /// The latest first.
    pub entries: Vec<AuditEntry>,
    /// Back to the page with the latest.
    pub latest_url: Option<String>,
    /// The page with earlier ones.
    pub older_url: Option<String>,
    /// All that is looked for as a file for spreadsheets, and as one for programs.
    pub downloads: Option<Downloads>,
    pub(crate) choices: Vec<ActionChoice>,
}

/// The addresses of files.
#[derive(Clone, Debug, Serialize)]
pub struct Downloads {
    /// A table (RFC 4180).
    pub csv: String,
    /// A JSON object on each line.
    pub json: String,
}

/// The form that finds deeds. It goes by GET and takes `by`, `with`, `action`, `since` and `until`.
#[derive(Clone, Debug, Serialize)]
pub struct AuditSearch {
    /// The page's own address, without a query.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// The address of who did it.
    pub by: Field,
    /// The address of whom it was done with.
    pub with: Field,
    /// The first day, as `YYYY-MM-DD`.
    pub since: Field,
    /// The last day.
    pub until: Field,
    /// Everything; none where nothing is looked for.
    pub all_url: Option<String>,
    pub(crate) focus: &'static str,
}

/// A deed that can be looked for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ActionChoice {
    value: &'static str,
    text: Message,
    chosen: bool,
}

/// Why what was entered finds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchProblems {
    /// The first day is no date.
    pub since: bool,
    /// The last day is no date.
    pub until: bool,
    /// The last day is before the first.
    pub order: bool,
}

/// One deed.
#[derive(Clone, Debug, Serialize)]
pub struct AuditEntry {
    /// What was done ([`told`]).
    pub what: Message,
    /// Who did it ([`By`]).
    pub by: Message,
    /// When.
    pub at: Moment,
    /// From which network.
    pub network: Option<String>,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Somebody of that name or address.
    Person(String),
    /// Whom it was done with.
    Themselves,
    /// Somebody whose name is deleted by now.
    Forgotten,
    /// An operator by a command.
    Command,
    /// Somebody who was not signed in.
    Nobody,
    /// The platform.
    Itself,
}

impl From<By> for Message {
    fn from(by: By) -> Self {
        match by {
            By::Person(name) => Self::new("company-audit-by").with("name", name),
            By::Themselves => Self::new("company-audit-by-themselves"),
            By::Forgotten => Self::new("company-audit-by-forgotten"),
            By::Command => Self::new("company-audit-by-command"),
            By::Nobody => Self::new("company-audit-by-nobody"),
            By::Itself => Self::new("company-audit-by-itself"),
        }
    }
}

/// What was done with the person of that name or address; none: it is deleted by now. `more` is what the event says
/// besides: the role that was given.
#[must_use]
pub fn told(action: Action, name: Option<String>, role: Option<&str>) -> Message {
    let key = match (action, role) {
        (Action::MemberRole, Some("admin")) => "company-audit-made-admin",
        (Action::MemberRole, Some(_)) => "company-audit-made-member",
        _ => key(action),
    };
    Message::new(key).with("name", name.map_or(Arg::from(somebody()), Arg::from))
}

/// A word that no text stands for: one of a later version.
#[must_use]
pub fn told_in_a_word(word: &str) -> Message {
    Message::new("company-audit-other").with("word", word)
}

fn somebody() -> Message {
    Message::new("company-audit-somebody")
}

/// The text of each deed. A new one needs its own, or the compiler complains here.
const fn key(action: Action) -> &'static str {
    match action {
        Action::PersonInvited => "company-audit-invited",
        Action::InvitationSentAgain => "company-audit-sent-again",
        Action::InvitationChanged => "company-audit-invitation-changed",
        Action::InvitationCorrected => "company-audit-address-corrected",
        Action::OtpReplaced => "company-audit-authenticator-replaced",
        Action::RecoveryCodeUsed => "company-audit-code-used",
        Action::InvitationWithdrawn => "company-audit-withdrawn",
        Action::PersonActivated => "company-audit-activated",
        Action::PersonCreated => "company-audit-created",
        Action::PersonJoined => "company-audit-joined",
        Action::PersonRoles => "company-audit-roles",
        Action::OtpEnrolled => "company-audit-enrolled",
        Action::OtpReset => "company-audit-otp-reset",
        Action::SecondFactorOn => "company-audit-factor-on",
        Action::SecondFactorOff => "company-audit-factor-off",
        Action::PasswordChanged => "company-audit-password-changed",
        Action::PasswordReset => "company-audit-password-reset",
        Action::RecoveryCodesMade => "company-audit-codes-made",
        Action::LoginSucceeded => "company-audit-signed-in",
        Action::LoginFailed => "company-audit-login-failed",
        Action::SessionEnded => "company-audit-signed-out",
        Action::MemberBlocked => "company-audit-blocked",
        Action::MemberUnblocked => "company-audit-unblocked",
        Action::MemberRemoved => "company-audit-removed",
        Action::MemberRole => "company-audit-role",
        Action::MemberExtended => "company-audit-extended",
        Action::MembersReminded => "company-audit-reminded",
        Action::CompanyCreated => "company-audit-company-created",
        Action::CompanyChanged => "company-audit-policy-changed",
        Action::ConsentGiven => "company-audit-access-given",
        Action::ConsentWithdrawn => "company-audit-access-withdrawn",
        Action::AccountFrozen => "company-audit-frozen",
        Action::EmailChanged => "company-audit-email-changed",
        Action::ProfileChanged => "company-audit-details-changed",
        Action::DetailsForgotten => "company-audit-forgotten",
        Action::ClientCreated
        | Action::ClientChanged
        | Action::ClientRegistered
        | Action::ClientDeleted
        | Action::RegistrationTokenCreated
        | Action::RegistrationTokenRevoked
        | Action::ClientTested
        | Action::ClientToldAgain
        | Action::MailTriedAgain
        | Action::KeyRotated
        | Action::KeyWithdrawn
        | Action::KeyImported
        | Action::KeyExported
        | Action::SettingsChanged => "company-audit-instance",
    }
}

/// What can be looked for: each deed that concerns a company, in the order of the list.
const LOOKED_FOR: [Action; 32] = [
    Action::PersonInvited,
    Action::InvitationSentAgain,
    Action::InvitationChanged,
    Action::InvitationCorrected,
    Action::InvitationWithdrawn,
    Action::PersonActivated,
    Action::PersonJoined,
    Action::LoginSucceeded,
    Action::LoginFailed,
    Action::SessionEnded,
    Action::PasswordChanged,
    Action::PasswordReset,
    Action::EmailChanged,
    Action::ProfileChanged,
    Action::OtpEnrolled,
    Action::OtpReplaced,
    Action::OtpReset,
    Action::SecondFactorOn,
    Action::SecondFactorOff,
    Action::RecoveryCodesMade,
    Action::RecoveryCodeUsed,
    Action::MembersReminded,
    Action::MemberExtended,
    Action::MemberRole,
    Action::MemberBlocked,
    Action::MemberUnblocked,
    Action::MemberRemoved,
    Action::AccountFrozen,
    Action::ConsentGiven,
    Action::ConsentWithdrawn,
    Action::CompanyChanged,
    Action::DetailsForgotten,
];

impl CompanyAudit {
    /// The page of these deeds.
    #[must_use]
    pub fn new(search: AuditSearch, chosen: Option<Action>, entries: Vec<AuditEntry>) -> Self {
        let choice = |action: Action| ActionChoice {
            value: action.as_str(),
            text: told(action, Some("…".to_owned()), None),
            chosen: chosen == Some(action),
        };
        Self {
            tabs: Vec::new(),
            search,
            entries,
            latest_url: None,
            older_url: None,
            downloads: None,
            choices: LOOKED_FOR.map(choice).into(),
        }
    }
}

impl AuditSearch {
    /// The form with what was looked for; both dates are as they were entered.
    #[must_use]
    pub fn new(action: String, [by, with, since, until]: [&str; 4]) -> Self {
        Self {
            action,
            hidden: Vec::new(),
            by: Field::holding(by),
            with: Field::holding(with),
            since: Field::holding(since),
            until: Field::holding(until),
            all_url: None,
            focus: "",
        }
    }

    /// The form after dates that are none.
    #[must_use]
    pub fn refused(mut self, problems: SearchProblems) -> Self {
        let malformed = || Some(Message::new("company-audit-malformed"));
        self.since.error = problems.since.then(malformed).flatten();
        self.until.error = match (problems.until, problems.order) {
            (true, _) => malformed(),
            (false, true) => Some(Message::new("company-audit-order")),
            (false, false) => None,
        };
        self.focus = first_refused(&[("since", &self.since), ("until", &self.until)]).unwrap_or_default();
        self
    }
}

impl View for CompanyAudit {
    const TEMPLATE: &'static str = "admin/company_audit.html";

    fn title(&self) -> Message {
        Message::new("company-audit-title")
    }

    fn has_errors(&self) -> bool {
        !self.search.focus.is_empty()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let ben = Some("Ben Berger".to_owned());
        let roles = [Some("admin"), Some("member")].map(|role| told(Action::MemberRole, ben.clone(), role));
        let all = Action::ALL.iter().map(|action| told(*action, ben.clone(), None));
        let others = [
            told(Action::OtpReset, None, None),
            told_in_a_word("member.promoted"),
        ];
        let entries: Vec<_> = all
            .chain(roles)
            .chain(others)
            .zip(bys().into_iter().cycle())
            .enumerate()
            .map(|(number, (what, by))| AuditEntry {
                what,
                by: by.into(),
                at: sample::moment(),
                network: (number % 3 != 2).then(|| "203.0.113.0/24".to_owned()),
                reason: (number % 7 == 3).then(|| "New phone is on its way".to_owned()),
            })
            .collect();
        let search = |entered| AuditSearch {
            hidden: vec![Hidden {
                name: "company".into(),
                value: "sonnenfeld".to_owned(),
            }],
            ..AuditSearch::new("/company/audit".to_owned(), entered)
        };
        let nothing = search([""; 4]);
        let full = Self {
            tabs: sample::company_tabs(CompanyTab::Audit),
            latest_url: Some("/company/audit".to_owned()),
            older_url: Some("/company/audit?after=5f1c".to_owned()),
            downloads: Some(Downloads {
                csv: "/company/audit/export?format=csv".to_owned(),
                json: "/company/audit/export?format=json".to_owned(),
            }),
            ..Self::new(nothing.clone(), None, entries)
        };
        let page = |search, chosen| Self {
            tabs: full.tabs.clone(),
            ..Self::new(search, chosen, Vec::new())
        };
        let narrowed = AuditSearch {
            all_url: Some("/company/audit".to_owned()),
            ..search(["ada@sonnenfeld.example", "", "2026-11-01", "2026-11-30"])
        };
        let refused = |since, until, order| {
            search(["", "", "1.11.", "2026-13-01"]).refused(SearchProblems { since, until, order })
        };
        vec![
            full.clone(),
            page(nothing, None),
            page(narrowed, Some(Action::OtpReset)),
            page(refused(true, true, false), None),
            page(refused(false, false, true), None),
        ]
    }
}

#[cfg(test)]
fn bys() -> [By; 6] {
    [
        By::Person("Ada Sommer".to_owned()),
        By::Themselves,
        By::Forgotten,
        By::Command,
        By::Nobody,
        By::Itself,
    ]
}
