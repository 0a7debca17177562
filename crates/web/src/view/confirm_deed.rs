//! Asks before something is done with a member: what follows from it, and one button that says what happens (S14).

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::invite::InviteProblem;
use super::mail_entry::{MAX_EMAIL, throttled};
use super::members::ActionKind;
use super::message::Message;
use super::moment::date;
use super::notice::Notice;
use super::tabs::Tab;
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::admin::extend::{ExtendProblems, MAX_REASON, ReasonProblem, UntilProblem};

/// The page that asks.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmDeed {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// The member's name; empty where it is not known yet.
    pub name: String,
    /// The member's address.
    pub email: String,
    /// The company's name.
    pub company: String,
    /// Takes nothing, or what the deed needs: `email`, or `until` (a date) and `reason`.
    pub form: Form,
    /// Back to the members, with everything as it was.
    pub cancel_url: String,
    /// Back to the app instead, for whoever came from one.
    pub cancel: Option<Form>,
    /// Why it can't be done, which is also why the page has no form then.
    pub(crate) problem: Option<Notice>,
    pub(crate) deed: Deed,
    pub(crate) submit: ActionKind,
    pub(crate) icon: &'static str,
    /// Whether something is lost by it.
    pub(crate) is_loss: bool,
    /// What follows from it.
    pub(crate) follows: Vec<Message>,
    pub(crate) caution: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
    pub(crate) longest_email: usize,
    pub(crate) longest_reason: usize,
}

/// What is to be done.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Deed {
    /// Remove the second factor, so that it is set up again.
    ResetOtp,
    /// Keep the member from signing in.
    Block,
    /// Let them sign in again.
    Unblock,
    /// Remove them from the company.
    Remove,
    /// Make an admin of a member.
    MakeAdmin,
    /// Make a member of an admin.
    MakeMember,
    /// Send the invitation again.
    SendAgain,
    /// Send it to another address ([`Deed::correct_address`]).
    CorrectAddress {
        /// The right one.
        email: Field,
    },
    /// Withdraw the invitation.
    Withdraw,
    /// Give more time to set up the second factor ([`Deed::extend`]).
    Extend {
        /// The last day on which they may go on without, as `YYYY-MM-DD`.
        until: Field,
        /// Why, for whoever reads the audit log.
        reason: Field,
    },
}

/// Why a deed can't be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedProblem {
    /// The company would be left without an admin.
    LastAdmin,
    /// The account belongs to further companies, or to the platform's staff, so that the support does it.
    NotYours,
    /// The account is one of the platform's staff, which not even the support changes.
    Staff,
    /// It is one's own.
    Yourself,
    /// The person is no longer a member, or the invitation no longer open.
    Gone,
    /// The platform requires the second factor by now, and only its own staff gives more time.
    PlatformRequires,
    /// The company has had too many mails sent: the next goes out after this long.
    Throttled(Duration),
}

impl Deed {
    /// The deed with the address that is known, or was entered and not taken.
    #[must_use]
    pub fn correct_address(email: &str, problem: Option<InviteProblem>) -> Self {
        Self::CorrectAddress {
            email: Field {
                value: email.to_owned(),
                error: problem.map(InviteProblem::message),
            },
        }
    }

    /// The deed with what was entered.
    #[must_use]
    pub fn extend(until: &str, reason: &str, problems: ExtendProblems) -> Self {
        let until_error = problems.until.map(|problem| match problem {
            UntilProblem::Malformed => Message::new("confirm-deed-until-malformed"),
            UntilProblem::Past => Message::new("confirm-deed-until-past"),
            UntilProblem::TooLate(last) => {
                Message::new("confirm-deed-until-too-late").with("date", date(last))
            }
        });
        Self::Extend {
            until: Field {
                value: until.to_owned(),
                error: until_error,
            },
            reason: Field {
                value: reason.to_owned(),
                error: problems.reason.map(|problem| match problem {
                    ReasonProblem::Missing => Message::new("confirm-deed-reason-missing"),
                    ReasonProblem::TooLong => Message::new("confirm-deed-reason-too-long")
                        .with("count", u32::try_from(MAX_REASON).unwrap_or(u32::MAX)),
                }),
            },
        }
    }

    /// The action that leads here.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::ResetOtp => ActionKind::ResetOtp,
            Self::Block => ActionKind::Block,
            Self::Unblock => ActionKind::Unblock,
            Self::Remove => ActionKind::Remove,
            Self::MakeAdmin => ActionKind::MakeAdmin,
            Self::MakeMember => ActionKind::MakeMember,
            Self::SendAgain => ActionKind::SendAgain,
            Self::CorrectAddress { .. } => ActionKind::CorrectAddress,
            Self::Withdraw => ActionKind::Withdraw,
            Self::Extend { .. } => ActionKind::Extend,
        }
    }

    const fn title(&self) -> &'static str {
        match self {
            Self::ResetOtp => "confirm-deed-reset-otp",
            Self::Block => "confirm-deed-block",
            Self::Unblock => "confirm-deed-unblock",
            Self::Remove => "confirm-deed-remove",
            Self::MakeAdmin => "confirm-deed-make-admin",
            Self::MakeMember => "confirm-deed-make-member",
            Self::SendAgain => "confirm-deed-send-again",
            Self::CorrectAddress { .. } => "confirm-deed-correct-address",
            Self::Withdraw => "confirm-deed-withdraw",
            Self::Extend { .. } => "confirm-deed-extend",
        }
    }

    /// What follows from it.
    const fn follows(&self) -> &'static [&'static str] {
        match self {
            Self::ResetOtp => &[
                "confirm-deed-reset-otp-app",
                "confirm-deed-reset-otp-out",
                "confirm-deed-reset-otp-then",
            ],
            Self::Block => &["confirm-deed-block-out", "confirm-deed-block-then"],
            Self::Unblock => &["confirm-deed-unblock-then"],
            Self::Remove => &[
                "confirm-deed-remove-access",
                "confirm-deed-remove-apps",
                "confirm-deed-remove-account",
            ],
            Self::MakeAdmin => &["confirm-deed-make-admin-can", "confirm-deed-make-admin-factor"],
            Self::MakeMember => &["confirm-deed-make-member-then"],
            Self::SendAgain => &["confirm-deed-send-again-new", "confirm-deed-send-again-old"],
            Self::CorrectAddress { .. } => {
                &["confirm-deed-correct-address-new", "confirm-deed-send-again-old"]
            }
            Self::Withdraw => &["confirm-deed-withdraw-link", "confirm-deed-withdraw-again"],
            Self::Extend { .. } => &["confirm-deed-extend-then"],
        }
    }

    /// The fields that it needs.
    fn fields(&self) -> Vec<(&'static str, &Field)> {
        match self {
            Self::CorrectAddress { email } => vec![("email", email)],
            Self::Extend { until, reason } => vec![("until", until), ("reason", reason)],
            _ => Vec::new(),
        }
    }

    /// Whether something is lost by it.
    const fn is_loss(&self) -> bool {
        matches!(self, Self::ResetOtp | Self::Block | Self::Remove | Self::Withdraw)
    }

    fn caution(&self, name: &str) -> Option<Notice> {
        match self {
            Self::ResetOtp => Some(caution(
                "confirm-deed-caution-asks",
                "confirm-deed-caution-asks-text",
                name,
            )),
            Self::MakeAdmin => Some(caution(
                "confirm-deed-caution-admin",
                "confirm-deed-caution-admin-text",
                name,
            )),
            _ => None,
        }
    }
}

/// What should be thought of before. It stands there from the start, and answers nothing.
fn caution(title: &'static str, text: &'static str, name: &str) -> Notice {
    let mut notice = Notice::warning(
        "alert",
        Message::new(title).with("name", name),
        Message::new(text).with("name", name),
    );
    notice.alert = false;
    notice
}

impl DeedProblem {
    fn notice(self) -> Notice {
        let [title, text] = match self {
            Self::Throttled(wait) => return throttled(wait),
            Self::Staff => ["confirm-deed-staff", "confirm-deed-staff-text"],
            Self::Yourself => ["confirm-deed-yourself", "confirm-deed-yourself-text"],
            Self::LastAdmin => ["confirm-deed-last-admin", "confirm-deed-last-admin-text"],
            Self::NotYours => ["confirm-deed-not-yours", "confirm-deed-not-yours-text"],
            Self::Gone => ["confirm-deed-gone", "confirm-deed-gone-text"],
            Self::PlatformRequires => ["confirm-deed-platform", "confirm-deed-platform-text"],
        };
        Notice::danger("ban", Message::new(title), Message::new(text))
    }
}

impl ConfirmDeed {
    /// The page that asks whether to do that with the member of that name and address.
    #[must_use]
    pub fn new(
        deed: Deed,
        who: (&str, &str),
        company: &str,
        form: Form,
        cancel_url: impl Into<String>,
    ) -> Self {
        let (name, email) = who;
        let called = if name.is_empty() { email } else { name };
        let follows = deed
            .follows()
            .iter()
            .map(|key| Message::new(*key).with("name", called).with("company", company));
        let summary = Summary::of(&deed.fields());
        let focus = match summary {
            Some(_) => "summary",
            None => first_refused(&deed.fields()).unwrap_or_default(),
        };
        Self {
            tabs: Vec::new(),
            name: name.to_owned(),
            email: email.to_owned(),
            company: company.to_owned(),
            form,
            cancel_url: cancel_url.into(),
            cancel: None,
            problem: None,
            submit: deed.kind(),
            icon: deed.kind().icon(),
            is_loss: deed.is_loss(),
            follows: follows.collect(),
            caution: deed.caution(called),
            summary,
            focus,
            longest_email: MAX_EMAIL,
            longest_reason: MAX_REASON,
            deed,
        }
    }

    /// The page when the company is left without an admin by it.
    #[must_use]
    pub fn leaving_no_admin(mut self) -> Self {
        self.caution = Some(caution(
            "confirm-deed-caution-last-admin",
            "confirm-deed-caution-last-admin-text",
            self.called(),
        ));
        self
    }

    /// The page when the account was frozen by its person.
    #[must_use]
    pub fn frozen(mut self) -> Self {
        self.caution = Some(caution(
            "confirm-deed-caution-frozen",
            "confirm-deed-caution-frozen-text",
            self.called(),
        ));
        self
    }

    fn called(&self) -> &str {
        match self.name.is_empty() {
            true => &self.email,
            false => &self.name,
        }
    }

    /// The page when it can't be done.
    #[must_use]
    pub fn refused(mut self, problem: DeedProblem) -> Self {
        self.problem = Some(problem.notice());
        self
    }
}

impl View for ConfirmDeed {
    const TEMPLATE: &'static str = "admin/confirm_deed.html";

    fn title(&self) -> Message {
        Message::new(self.deed.title())
            .with("name", self.called())
            .with("company", self.company.as_str())
    }

    fn has_errors(&self) -> bool {
        self.problem.is_some() || first_refused(&self.deed.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::login::EmailProblem;
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |deed, who| Self {
            tabs: sample::company_tabs(CompanyTab::Members),
            ..Self::new(
                deed,
                who,
                "Sonnenfeld GmbH",
                sample::form("/company/members/ben/deed"),
                "/company/members",
            )
        };
        let ben = ("Ben Berger", "ben@sonnenfeld.example");
        let erika = ("", "erika@sonenfeld.example");
        let none = ExtendProblems::default();
        let both = ExtendProblems {
            until: Some(UntilProblem::Malformed),
            reason: Some(ReasonProblem::Missing),
        };
        let until = |problem| ExtendProblems {
            until: Some(problem),
            reason: None,
        };
        let last = jiff::civil::Date::constant(2027, 3, 1);
        let too_long = ExtendProblems {
            until: None,
            reason: Some(ReasonProblem::TooLong),
        };
        let malformed = InviteProblem::Email(EmailProblem::Malformed);
        let deeds = [
            Deed::ResetOtp,
            Deed::Block,
            Deed::Unblock,
            Deed::Remove,
            Deed::MakeAdmin,
            Deed::MakeMember,
            Deed::extend("2027-03-01", "", none),
            Deed::extend("", "", both),
            Deed::extend("2026-03-01", "New phone", until(UntilProblem::Past)),
            Deed::extend("2036-03-01", "New phone", until(UntilProblem::TooLate(last))),
            Deed::extend("2027-03-01", "x", too_long),
        ];
        let invited = [
            Deed::SendAgain,
            Deed::Withdraw,
            Deed::correct_address(erika.1, None),
            Deed::correct_address("erika@", Some(malformed)),
            Deed::correct_address("ben@sonnenfeld.example", Some(InviteProblem::AlreadyMember)),
        ];
        let problems = [
            (Deed::MakeMember, DeedProblem::LastAdmin),
            (Deed::ResetOtp, DeedProblem::NotYours),
            (Deed::Block, DeedProblem::Staff),
            (Deed::MakeMember, DeedProblem::Yourself),
            (Deed::SendAgain, DeedProblem::Gone),
            (Deed::extend("", "", none), DeedProblem::PlatformRequires),
            (Deed::SendAgain, DeedProblem::Throttled(Duration::from_secs(1800))),
        ];
        let frozen = page(Deed::Unblock, ben).frozen();
        let last = page(Deed::Remove, ben).leaving_no_admin();
        let from_app = Self {
            cancel: Some(sample::form("/account/cancel")),
            ..page(Deed::ResetOtp, ben)
        };
        let not_from_app = from_app.clone().refused(DeedProblem::NotYours);
        let deeds = deeds.map(|deed| page(deed, ben)).into_iter();
        let invited = invited.map(|deed| page(deed, erika));
        let refused = problems.map(|(deed, problem)| page(deed, ben).refused(problem));
        deeds
            .chain(invited)
            .chain(refused)
            .chain([frozen, last, from_app, not_from_app])
            .collect()
    }
}
