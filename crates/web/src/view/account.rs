//! The profile: what a person tells of themselves, and the address of their account.

use super::View;
use super::about::AboutForm;
use super::form::{Field, Form, Summary, first_refused};
use super::login::EmailProblem;
use super::mail_entry::{MAX_EMAIL, attempts_throttled};
use super::message::Message;
use super::moment::Moment;
use super::notice::Notice;
use super::person_details::PersonDetails;
use super::tabs::Tab;
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::account::about::AboutProblems;
use voltkey_flows::account::details::{DetailProblems, Details};
use voltkey_protocol::claims::About;

/// The profile page.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The pages of the account.
    pub tabs: Vec<Tab>,
    /// Takes `given_name`, `family_name`, `language` and `tel`.
    pub form: Form,
    /// The account's address.
    pub email: String,
    /// Whether a link that was mailed there has been used.
    pub email_verified: bool,
    /// Takes `new_email` and `current_password`.
    pub email_form: Form,
    /// A new address that is not confirmed yet.
    pub waiting: Option<WaitingEmail>,
    /// Whether the details have just been saved.
    pub saved: bool,
    /// The way back to the app.
    pub cancel: Option<Form>,
    pub(crate) details: PersonDetails,
    /// Takes the rest of the standard claims, each by its name.
    pub(crate) about: AboutForm,
    pub(crate) new_email: Field,
    pub(crate) current_password: Field,
    pub(crate) longest_email: usize,
    pub(crate) notice: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that was refused first; empty: what stands above the form is read first.
    pub(crate) focus: &'static str,
}

/// An address that becomes the account's as soon as the link that was mailed there is opened.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingEmail {
    /// The new address.
    pub email: String,
    /// Until when the link can be used.
    pub until: Moment,
    /// Keeps the address as it is.
    pub withdraw: Form,
}

/// The page's forms.
#[derive(Clone, Debug)]
pub struct AccountForms {
    /// For names, language and telephone number.
    pub details: Form,
    /// For what else the person tells.
    pub about: Form,
    /// For another address.
    pub email: Form,
}

/// Why the address is not changed. That another account has it is never said here: a mail tells its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChangeProblem {
    /// The address can't be right.
    Email(EmailProblem),
    /// It is the account's address already.
    Taken,
    /// The current password is not right.
    WrongPassword,
    /// Too many attempts: the next is taken after this long.
    Throttled(Duration),
}

impl Account {
    /// The page with what is known of the person, or what they entered before.
    #[must_use]
    pub fn new(forms: AccountForms, email: impl Into<String>, details: &Details, about: &About) -> Self {
        Self {
            tabs: Vec::new(),
            form: forms.details,
            email: email.into(),
            email_verified: true,
            email_form: forms.email,
            waiting: None,
            saved: false,
            cancel: None,
            details: PersonDetails::new(details),
            about: AboutForm::new(forms.about, about),
            new_email: Field::default(),
            current_password: Field::default(),
            longest_email: MAX_EMAIL,
            notice: None,
            summary: None,
            focus: "",
        }
    }

    /// The page after details that were not taken.
    #[must_use]
    pub fn refused(mut self, problems: &DetailProblems) -> Self {
        self.details = self.details.refused(problems);
        self.summary = Summary::of(&self.details.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.details.fields()).unwrap_or_default(),
        };
        self
    }

    /// The page after something that was not taken of what else the person tells.
    #[must_use]
    pub fn about_refused(mut self, problems: &AboutProblems) -> Self {
        self.about = self.about.refused(problems);
        self.focus = first_refused(&self.about.fields()).unwrap_or_default();
        self
    }

    /// The page after an address that was not taken, with what was entered, but without the password.
    #[must_use]
    pub fn email_refused(mut self, entered: &str, problem: EmailChangeProblem) -> Self {
        self.new_email = Field::holding(entered);
        match problem {
            EmailChangeProblem::Email(problem) => self.new_email.error = Some(problem.message()),
            EmailChangeProblem::Taken => self.new_email.error = Some(Message::new("account-email-same")),
            EmailChangeProblem::WrongPassword => {
                self.current_password.error = Some(Message::new("current-password-wrong"));
            }
            EmailChangeProblem::Throttled(span) => self.notice = Some(attempts_throttled(span)),
        }
        self.focus = first_refused(&self.email_fields()).unwrap_or_default();
        self
    }

    fn email_fields(&self) -> [(&'static str, &Field); 2] {
        [
            ("new_email", &self.new_email),
            ("current_password", &self.current_password),
        ]
    }
}

impl View for Account {
    const TEMPLATE: &'static str = "pages/account.html";

    fn title(&self) -> Message {
        Message::new("account-title")
    }

    fn has_errors(&self) -> bool {
        let fields = [
            &self.details.fields()[..],
            &self.about.fields()[..],
            &self.email_fields()[..],
        ]
        .concat();
        self.notice.is_some() || first_refused(&fields).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::AccountTab;
        use voltkey_flows::account::about::AboutProblem;
        use voltkey_flows::account::details::{NameProblem, PhoneProblem};
        use voltkey_protocol::claims::Detail;
        let details = Details {
            given_name: "Ada".to_owned(),
            family_name: "Sommer".to_owned(),
            phone: "+49 30 1234567".to_owned(),
            language: "de".to_owned(),
        };
        let page = |details: &Details| Self {
            tabs: sample::account_tabs(AccountTab::Profile),
            ..Self::new(
                AccountForms {
                    details: sample::form("/account"),
                    about: sample::form("/account/about"),
                    email: sample::form("/account/email"),
                },
                "ada@sonnenfeld.example",
                details,
                &[
                    (Detail::Nickname, "Ada".to_owned()),
                    (Detail::Country, "Deutschland".to_owned()),
                ]
                .into_iter()
                .collect(),
            )
        };
        let about = [
            (Detail::Nickname, AboutProblem::TooLong),
            (Detail::PreferredUsername, AboutProblem::NoUsername),
            (Detail::Gender, AboutProblem::Unreadable),
            (Detail::Birthdate, AboutProblem::NoBirthdate),
            (Detail::Zoneinfo, AboutProblem::NoZone),
            (Detail::Website, AboutProblem::NoAddress),
        ];
        let taken = vec![(Detail::PreferredUsername, AboutProblem::Taken)];
        let waiting = Self {
            email_verified: false,
            saved: true,
            cancel: Some(sample::form("/account/cancel")),
            waiting: Some(WaitingEmail {
                email: "ada.sommer@sonnenfeld.example".to_owned(),
                until: sample::moment(),
                withdraw: sample::form("/account/email/withdraw"),
            }),
            ..page(&details)
        };
        let two = DetailProblems {
            given_name: Some(NameProblem::Missing),
            phone: Some(PhoneProblem),
            ..DetailProblems::default()
        };
        let one = DetailProblems {
            family_name: Some(NameProblem::TooLong),
            ..DetailProblems::default()
        };
        let problems = [
            EmailChangeProblem::Email(EmailProblem::Malformed),
            EmailChangeProblem::Taken,
            EmailChangeProblem::WrongPassword,
            EmailChangeProblem::Throttled(Duration::from_secs(240)),
        ];
        let refused = problems.map(|problem| page(&details).email_refused("ada.sommer@", problem));
        [
            page(&details),
            page(&Details::default()),
            waiting,
            page(&details).refused(&two),
            page(&details).refused(&one),
            page(&details).about_refused(&about.to_vec()),
            page(&details).about_refused(&taken),
        ]
        .into_iter()
        .chain(refused)
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_address_is_kept_and_the_field_in_question_focused() {
        let page = || {
            let forms = AccountForms {
                details: Form::to("/account"),
                about: Form::to("/account/about"),
                email: Form::to("/account/email"),
            };
            let (details, about) = (Details::default(), About::default());
            Account::new(forms, "ada@sonnenfeld.example", &details, &about)
        };
        let wrong = page().email_refused("ada@new.example", EmailChangeProblem::WrongPassword);
        assert_eq!(
            (wrong.new_email.value.as_str(), wrong.focus),
            ("ada@new.example", "current_password")
        );
        assert!(wrong.current_password.value.is_empty() && wrong.has_errors());
        let same = page().email_refused("ada@sonnenfeld.example", EmailChangeProblem::Taken);
        assert_eq!(same.focus, "new_email");
        assert!(!page().has_errors());
    }
}
