//! The members of a company: who is stuck and why, and what its admin can do about it (S5, S14).

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::moment::{Moment, serialize_date, serialize_date_if_any};
use super::tabs::Tab;
use jiff::civil::Date;
use serde::Serialize;

/// The page with the table.
#[derive(Clone, Debug, Serialize)]
pub struct Members {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// The company's name.
    pub company: String,
    /// Finds members.
    pub search: SearchForm,
    /// One row a member, by name.
    pub rows: Vec<MemberRow>,
    /// How many there are in all, if they were counted.
    pub total: Option<u32>,
    /// The page before.
    pub newer_url: Option<String>,
    /// The page after.
    pub older_url: Option<String>,
    /// All of them, without a search.
    pub all_url: String,
    /// Invites one person.
    pub invite_url: String,
    /// Invites a whole list.
    pub import_url: Option<String>,
    /// What was just done ([`ActionKind::done`], [`invited`]).
    pub saved: Option<Message>,
    pub(crate) filters: Vec<FilterChoice>,
    /// Whether only some are asked for.
    pub(crate) narrowed: bool,
}

/// The form that finds members. It goes by GET and takes `q` and `filter`.
#[derive(Clone, Debug, Serialize)]
pub struct SearchForm {
    /// The page's own address, without a query.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// What was looked for.
    pub q: String,
    /// Which of them.
    pub filter: Filter,
}

/// Which members are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Who has not accepted the invitation yet.
    Invited,
    /// Who has no second factor.
    NotEnrolled,
    /// Who must have one by a date.
    InGrace,
    /// Who should have one since a date.
    Overdue,
    /// Who entered too many wrong PINs.
    Locked,
    /// Who was blocked.
    Blocked,
}

/// A filter that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FilterChoice {
    value: &'static str,
    text: Filter,
    chosen: bool,
}

/// One member, or somebody who is invited.
#[derive(Clone, Debug, Serialize)]
pub struct MemberRow {
    /// The name; empty where it is not known yet.
    pub name: String,
    /// The address.
    pub email: String,
    /// What they may do in the company.
    pub role: MemberRole,
    /// Whether it is the admin who reads the page.
    pub is_you: bool,
    /// Whether they have a second factor.
    pub factor: Factor,
    /// When they last signed in; none: never.
    pub last_login: Option<Moment>,
    /// Whether they can sign in, and if not, why.
    pub state: MemberState,
    /// What can be done, the most likely first. The first has a button of its own.
    pub actions: Vec<Action>,
}

/// What somebody may do in a company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum MemberRole {
    /// Use it.
    #[default]
    Member,
    /// Look after its members, too.
    Admin,
}

/// Whether a member has a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "date", rename_all = "snake_case")]
pub enum Factor {
    /// It is set up.
    On,
    /// There is none, and none is required.
    Off,
    /// There is none, and this is the last day without.
    InGrace(#[serde(serialize_with = "serialize_date")] Date),
    /// There is none, though it is required; since that day, where a period of grace has ended.
    Overdue(#[serde(serialize_with = "serialize_date_if_any")] Option<Date>),
    /// The invitation comes first.
    NotYet,
}

/// Whether a member can sign in, and if not, why.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a page has a few dozen of them")]
pub enum MemberState {
    /// They can.
    Active,
    /// An admin or the support has blocked them.
    Blocked,
    /// Too many wrong PINs: it opens by itself.
    Locked,
    /// The invitation is not accepted yet.
    Invited {
        /// What became of the mail.
        mail: MailState,
        /// Until when its link can be used.
        until: Moment,
    },
    /// The invitation was not accepted in time.
    InvitationExpired,
}

/// What became of a mail. An answer is the mail server's own, in its own words.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MailState {
    /// It is about to be sent.
    Queued,
    /// It was not taken yet.
    Trying {
        /// The last answer.
        answer: String,
        /// When it is tried again.
        next: Moment,
    },
    /// It was taken.
    Sent {
        /// When.
        at: Moment,
    },
    /// It was refused for good.
    Failed {
        /// Why.
        answer: String,
    },
}

/// What can be done with a member: a link to a page that asks first.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// Where it is asked.
    pub href: String,
    pub(crate) icon: &'static str,
    pub(crate) is_loss: bool,
}

/// What can be done with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum ActionKind {
    /// Remove the second factor, so that it is set up again: the key symbol (S14).
    ResetOtp,
    /// Send the invitation again.
    SendAgain,
    /// Correct the invited address.
    CorrectAddress,
    /// Make an admin of a member.
    MakeAdmin,
    /// Make a member of an admin.
    MakeMember,
    /// Keep them from signing in.
    Block,
    /// Let them sign in again.
    Unblock,
    /// Remove them from the company.
    Remove,
    /// Withdraw the invitation.
    Withdraw,
    /// Give them more time to set up the second factor.
    Extend,
}

impl Filter {
    /// Every filter, in the order of the list.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Invited,
        Self::NotEnrolled,
        Self::InGrace,
        Self::Overdue,
        Self::Locked,
        Self::Blocked,
    ];

    /// The filter in addresses.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Invited => "invited",
            Self::NotEnrolled => "not_enrolled",
            Self::InGrace => "in_grace",
            Self::Overdue => "overdue",
            Self::Locked => "locked",
            Self::Blocked => "blocked",
        }
    }

    /// The filter of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.value() == value)
    }
}

impl From<Filter> for Message {
    fn from(filter: Filter) -> Self {
        Self::new(match filter {
            Filter::All => "members-filter-all",
            Filter::Invited => "members-invited",
            Filter::NotEnrolled => "members-filter-not-enrolled",
            Filter::InGrace => "members-in-grace",
            Filter::Overdue => "members-overdue",
            Filter::Locked => "members-locked",
            Filter::Blocked => "members-blocked",
        })
    }
}

impl From<MemberRole> for Message {
    fn from(role: MemberRole) -> Self {
        Self::new(match role {
            MemberRole::Member => "members-role-member",
            MemberRole::Admin => "members-role-admin",
        })
    }
}

impl Action {
    /// That deed, which is asked for there.
    #[must_use]
    pub fn new(kind: ActionKind, href: impl Into<String>) -> Self {
        Self {
            kind,
            href: href.into(),
            icon: kind.icon(),
            is_loss: matches!(kind, ActionKind::Remove | ActionKind::Withdraw),
        }
    }
}

impl ActionKind {
    /// Every action.
    pub const ALL: [Self; 10] = [
        Self::ResetOtp,
        Self::SendAgain,
        Self::CorrectAddress,
        Self::MakeAdmin,
        Self::MakeMember,
        Self::Block,
        Self::Unblock,
        Self::Remove,
        Self::Withdraw,
        Self::Extend,
    ];

    /// The action in addresses.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::ResetOtp => "reset-otp",
            Self::SendAgain => "send-again",
            Self::CorrectAddress => "correct-address",
            Self::MakeAdmin => "make-admin",
            Self::MakeMember => "make-member",
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::Remove => "remove",
            Self::Withdraw => "withdraw",
            Self::Extend => "extend",
        }
    }

    /// The action of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.value() == value)
    }

    /// The icon's name in `components/icon.html`.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::ResetOtp => "key",
            Self::SendAgain => "mail",
            Self::CorrectAddress => "edit",
            Self::MakeAdmin | Self::MakeMember => "user",
            Self::Block => "ban",
            Self::Unblock => "rule",
            Self::Remove | Self::Withdraw => "trash",
            Self::Extend => "clock",
        }
    }

    /// What is said when it was done with the person of that name or address.
    #[must_use]
    pub fn done(self, name: &str) -> Message {
        Message::new(match self {
            Self::ResetOtp => "members-done-reset-otp",
            Self::SendAgain => "members-done-send-again",
            Self::CorrectAddress => "members-done-correct-address",
            Self::MakeAdmin => "members-done-make-admin",
            Self::MakeMember => "members-done-make-member",
            Self::Block => "members-done-block",
            Self::Unblock => "members-done-unblock",
            Self::Remove => "members-done-remove",
            Self::Withdraw => "members-done-withdraw",
            Self::Extend => "members-done-extend",
        })
        .with("name", name)
    }
}

/// What is said when an invitation is on its way to that address.
#[must_use]
pub fn invited(email: &str) -> Message {
    Message::new("members-done-invite").with("email", email)
}

impl From<ActionKind> for Message {
    fn from(kind: ActionKind) -> Self {
        Self::new(match kind {
            ActionKind::ResetOtp => "members-reset-otp",
            ActionKind::SendAgain => "members-send-again",
            ActionKind::CorrectAddress => "members-correct-address",
            ActionKind::MakeAdmin => "members-make-admin",
            ActionKind::MakeMember => "members-make-member",
            ActionKind::Block => "members-block",
            ActionKind::Unblock => "members-unblock",
            ActionKind::Remove => "members-remove",
            ActionKind::Withdraw => "members-withdraw",
            ActionKind::Extend => "members-extend",
        })
    }
}

impl Members {
    /// The page with these rows.
    #[must_use]
    pub fn new(
        search: SearchForm,
        rows: Vec<MemberRow>,
        all_url: impl Into<String>,
        invite_url: impl Into<String>,
    ) -> Self {
        let choice = |filter: Filter| FilterChoice {
            value: filter.value(),
            text: filter,
            chosen: filter == search.filter,
        };
        Self {
            tabs: Vec::new(),
            company: String::new(),
            filters: Filter::ALL.map(choice).into(),
            narrowed: search.filter != Filter::All || !search.q.is_empty(),
            search,
            rows,
            total: None,
            newer_url: None,
            older_url: None,
            all_url: all_url.into(),
            invite_url: invite_url.into(),
            import_url: None,
            saved: None,
        }
    }
}

impl View for Members {
    const TEMPLATE: &'static str = "admin/members.html";

    fn title(&self) -> Message {
        Message::new("members-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |q: &str, filter, rows| Self {
            tabs: sample::company_tabs(CompanyTab::Members),
            company: "Sonnenfeld GmbH".to_owned(),
            ..Self::new(
                SearchForm {
                    action: "/company/members".to_owned(),
                    hidden: vec![Hidden {
                        name: "company".into(),
                        value: "sonnenfeld".to_owned(),
                    }],
                    q: q.to_owned(),
                    filter,
                },
                rows,
                "/company/members?company=sonnenfeld",
                "/company/members/invite",
            )
        };
        let first = Self {
            total: Some(38),
            older_url: Some("/company/members?after=hanna".to_owned()),
            import_url: Some("/company/members/import".to_owned()),
            saved: Some(ActionKind::SendAgain.done("dora@sonnenfeld.example")),
            ..page("", Filter::All, rows())
        };
        let one = Self {
            total: Some(1),
            newer_url: Some("/company/members?before=hanna".to_owned()),
            older_url: Some("/company/members?after=hanna".to_owned()),
            saved: Some(invited("ida@sonnenfeld.example")),
            ..page("", Filter::All, rows()[..1].to_vec())
        };
        let found = page("Berger", Filter::InGrace, rows()[1..3].to_vec());
        let nobody = page("Berger", Filter::Locked, Vec::new());
        let done = ActionKind::ALL.map(|kind| kind.done("Ben Berger"));
        let saved = done.into_iter().map(|done| Self {
            saved: Some(done),
            ..page("", Filter::All, Vec::new())
        });
        [first, one, found, nobody].into_iter().chain(saved).collect()
    }
}

/// Members in each state.
#[cfg(test)]
fn rows() -> Vec<MemberRow> {
    use super::sample::moment;
    use ActionKind::{
        Block, CorrectAddress, Extend, MakeAdmin, MakeMember, Remove, ResetOtp, SendAgain, Unblock, Withdraw,
    };
    let answer =
        || "550 5.1.1 <georg@sonenfeld.example>: Recipient address rejected: no such user".to_owned();
    let invited = |mail| MemberState::Invited {
        mail,
        until: moment(),
    };
    let day = Date::constant(2027, 2, 6);
    let row = |name: &str, email: &str, factor, state, actions: &[ActionKind]| MemberRow {
        name: name.to_owned(),
        email: format!("{email}@sonnenfeld.example"),
        role: MemberRole::Member,
        is_you: false,
        last_login: (factor != Factor::NotYet).then(moment),
        factor,
        state,
        actions: actions
            .iter()
            .map(|kind| Action::new(*kind, format!("/company/members/{email}/{kind:?}")))
            .collect(),
    };
    let usual = &[ResetOtp, MakeAdmin, Block, Remove];
    let waiting = &[SendAgain, CorrectAddress, Withdraw];
    let you = MemberRow {
        role: MemberRole::Admin,
        is_you: true,
        ..row("Ada Sommer", "ada", Factor::On, MemberState::Active, &[])
    };
    let admin = MemberRow {
        role: MemberRole::Admin,
        ..row(
            "Ben Berger",
            "ben",
            Factor::On,
            MemberState::Active,
            &[ResetOtp, MakeMember, Block, Remove],
        )
    };
    let emil = &[Extend, MakeAdmin, Block, Remove];
    let sent = MailState::Sent { at: moment() };
    let trying = MailState::Trying {
        answer: "451 4.7.1 Greylisting in action, please come back later".to_owned(),
        next: moment(),
    };
    let failed = MailState::Failed { answer: answer() };
    vec![
        you,
        row(
            "Emil Oberhauser-Waldenfels",
            "emil",
            Factor::InGrace(day),
            MemberState::Active,
            emil,
        ),
        admin,
        row("Dora Winkler", "dora", Factor::NotYet, invited(sent), waiting),
        row("", "erika", Factor::NotYet, invited(MailState::Queued), waiting),
        row(
            "Finja Krüger",
            "finja",
            Factor::Overdue(Some(day)),
            MemberState::Active,
            usual,
        ),
        row(
            "Georg Lindner",
            "georg",
            Factor::NotYet,
            invited(failed),
            &[CorrectAddress, SendAgain, Withdraw],
        ),
        row("Hanna Petersen", "hanna", Factor::On, MemberState::Locked, usual),
        row("Ivo Maurer", "ivo", Factor::NotYet, invited(trying), waiting),
        row(
            "Jana Vogt",
            "jana",
            Factor::Off,
            MemberState::Blocked,
            &[Unblock, Remove],
        ),
        row(
            "Karl Ott",
            "karl",
            Factor::NotYet,
            MemberState::InvitationExpired,
            waiting,
        ),
        row("Lea Zimmermann", "lea", Factor::Off, MemberState::Active, &[]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_known_by_its_value() {
        for filter in Filter::ALL {
            assert_eq!(Filter::from_value(filter.value()), Some(filter));
        }
        assert_eq!(Filter::from_value("Locked"), None);
    }
}
