//! Signing in with e-mail address and password.

use super::View;
use super::form::{Field, Form, Summary, SummaryLink};
use super::message::Message;
use super::moment::wait;
use super::notice::Notice;
use super::people::Identity;
use serde::Serialize;
use std::time::Duration;

/// The login page.
#[derive(Clone, Debug, Serialize)]
pub struct Login {
    /// Takes `email` and `password`.
    pub form: Form,
    /// Whose password is asked, where an account was chosen before: then there is no field for the address.
    pub chosen: Option<Identity>,
    /// Where another account is chosen.
    pub choose_url: Option<String>,
    /// The app that the person wants to get into.
    pub app: Option<String>,
    /// "Forgot your password?"
    pub forgot_url: Option<String>,
    /// "I got no invitation".
    pub no_invitation_url: Option<String>,
    /// "I can't sign in".
    pub help_url: Option<String>,
    /// The way back to the app.
    pub cancel: Option<Form>,
    pub(crate) email: Field,
    pub(crate) password: Field,
    pub(crate) notice: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that one types into first.
    pub(crate) focus: &'static str,
}

/// Why a login did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginProblem {
    /// A field is empty or can't be right.
    Entries {
        /// What is the matter with the e-mail address.
        email: Option<EmailProblem>,
        /// No password was entered.
        password_missing: bool,
    },
    /// No account has this address and this password; which of the two is wrong is never said.
    WrongCredentials,
    /// Too many attempts: the next is taken after this long.
    Throttled(Duration),
    /// The account is blocked. Only said after the right password.
    Blocked,
    /// The password is right, and the account frozen by its person.
    Frozen,
    /// The PIN alone was asked for, and was wrong too often: now the password is needed.
    PinsUsedUp,
}

/// Why an e-mail address can't be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    /// It is empty.
    Missing,
    /// It is not an e-mail address.
    Malformed,
}

impl Login {
    /// The page as it is first seen; `email` may be known from a hint.
    #[must_use]
    pub fn new(form: Form, email: impl Into<String>) -> Self {
        let email = email.into();
        Self {
            form,
            chosen: None,
            choose_url: None,
            app: None,
            forgot_url: None,
            no_invitation_url: None,
            help_url: None,
            cancel: None,
            focus: if email.is_empty() { "email" } else { "password" },
            email: Field {
                value: email,
                error: None,
            },
            password: Field::default(),
            notice: None,
            summary: None,
        }
    }

    /// The page for the account that was chosen, with the way to choose another: only its password is asked.
    #[must_use]
    pub fn of_chosen(mut self, chosen: Identity, choose_url: String) -> Self {
        self.chosen = Some(chosen);
        self.choose_url = Some(choose_url);
        self.focus = "password";
        self
    }

    /// The page after a login that did not succeed.
    #[must_use]
    pub fn refused(mut self, problem: LoginProblem) -> Self {
        match problem {
            LoginProblem::Entries {
                email,
                password_missing,
            } => {
                self.email.error = email.map(EmailProblem::message);
                self.password.error = password_missing.then(|| Message::new("login-password-missing"));
                self.summary = Summary::of(&[("email", &self.email), ("password", &self.password)]);
            }
            LoginProblem::WrongCredentials if self.chosen.is_some() => {
                self.password.error = Some(Message::new("login-wrong-password"));
            }
            LoginProblem::WrongCredentials => self.refuse_credentials(),
            LoginProblem::Throttled(_)
            | LoginProblem::Blocked
            | LoginProblem::Frozen
            | LoginProblem::PinsUsedUp => {
                self.notice = notice(problem);
            }
        }
        self.focus = self.first_field();
        self
    }

    fn refuse_credentials(&mut self) {
        self.email.error = Some(Message::new("login-wrong-email"));
        self.password.error = Some(Message::new("login-wrong-password"));
        self.summary = Some(Summary {
            title: Message::new("login-wrong"),
            links: vec![
                SummaryLink {
                    field: "email",
                    text: Message::new("login-wrong-check-email"),
                },
                SummaryLink {
                    field: "password",
                    text: Message::new("login-wrong-check-password"),
                },
            ],
        });
    }

    fn first_field(&self) -> &'static str {
        if self.summary.is_some() {
            return "summary";
        }
        if self.chosen.is_some() {
            return "password";
        }
        let email_first = self.email.error.is_some() || self.email.value.is_empty();
        if email_first { "email" } else { "password" }
    }
}

impl EmailProblem {
    pub(super) fn message(self) -> Message {
        Message::new(match self {
            Self::Missing => "login-email-missing",
            Self::Malformed => "login-email-malformed",
        })
    }
}

fn notice(problem: LoginProblem) -> Option<Notice> {
    match problem {
        LoginProblem::Throttled(span) => {
            let text = Message::new("login-throttled-text").with("wait", wait(span));
            Some(Notice::warning(
                "clock",
                Message::new("login-throttled-title"),
                text,
            ))
        }
        LoginProblem::PinsUsedUp => Some(Notice::warning(
            "lock",
            Message::new("login-pins-title"),
            Message::new("login-pins-text"),
        )),
        LoginProblem::Blocked => Some(Notice::danger(
            "ban",
            Message::new("login-blocked-title"),
            Message::new("login-blocked-text"),
        )),
        LoginProblem::Frozen => Some(Notice::danger(
            "lock",
            Message::new("login-frozen-title"),
            Message::new("login-frozen-text"),
        )),
        LoginProblem::Entries { .. } | LoginProblem::WrongCredentials => None,
    }
}

impl View for Login {
    const TEMPLATE: &'static str = "pages/login.html";

    fn title(&self) -> Message {
        Message::new("login-title")
    }

    fn has_errors(&self) -> bool {
        self.email.error.is_some() || self.password.error.is_some() || self.notice.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let plain = Self::new(sample::form("/login"), "");
        let for_app = Self {
            app: Some("Amperecloud Platform".to_owned()),
            forgot_url: Some("/forgot-password".to_owned()),
            no_invitation_url: Some("/help/no-invitation".to_owned()),
            help_url: Some("/help".to_owned()),
            cancel: Some(sample::form("/login/cancel")),
            ..Self::new(sample::form("/login"), "carla@solluna.example")
        };
        let chosen = Self {
            cancel: for_app.cancel.clone(),
            app: for_app.app.clone(),
            ..Self::new(sample::form("/login"), "").of_chosen(
                Identity::new("c•••@solluna.example", ""),
                "/login/account?request=5f1c".to_owned(),
            )
        };
        let chosen_refused = chosen.clone().refused(LoginProblem::WrongCredentials);
        let problems = [
            LoginProblem::WrongCredentials,
            LoginProblem::Entries {
                email: Some(EmailProblem::Malformed),
                password_missing: false,
            },
            LoginProblem::Entries {
                email: Some(EmailProblem::Missing),
                password_missing: true,
            },
            LoginProblem::Throttled(Duration::from_secs(40)),
            LoginProblem::Throttled(Duration::from_secs(300)),
            LoginProblem::Blocked,
            LoginProblem::Frozen,
            LoginProblem::PinsUsedUp,
        ];
        let refused: Vec<_> = problems
            .into_iter()
            .map(|problem| for_app.clone().refused(problem))
            .collect();
        [plain, for_app, chosen, chosen_refused]
            .into_iter()
            .chain(refused)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_refused_entry_needs_no_summary_and_two_do() {
        let login = Login::new(Form::to("/login"), "");
        let email = Some(EmailProblem::Missing);
        let one = login.clone().refused(LoginProblem::Entries {
            email,
            password_missing: false,
        });
        let two = login.refused(LoginProblem::Entries {
            email,
            password_missing: true,
        });
        assert!(one.summary.is_none() && one.has_errors());
        assert_eq!(two.summary.map(|summary| summary.links.len()), Some(2));
    }
}
