//! The form that reaches the support.

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::login::EmailProblem;
use super::mail_entry::{MAX_EMAIL, throttled};
use super::message::Message;
use super::notice::Notice;
use serde::Serialize;
use std::time::Duration;
use voltkey_flows::account::ask_support::MAX_MESSAGE;
use voltkey_flows::account::details::MAX_NAME;

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct SupportForm {
    /// Takes `name`, `email`, `topic` and `message`.
    pub form: Form,
    /// Back to where the person came from.
    pub back_url: Option<String>,
    pub(crate) name: Field,
    pub(crate) email: Field,
    pub(crate) message: Field,
    pub(crate) topics: Vec<TopicChoice>,
    pub(crate) longest_name: usize,
    pub(crate) longest_email: usize,
    pub(crate) longest_message: usize,
    pub(crate) notice: Option<Notice>,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that was refused first; empty: what stands above the form is read first.
    pub(crate) focus: &'static str,
}

/// What was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// How the person is called.
    pub name: String,
    /// Where the answer goes.
    pub email: String,
    /// What it is about.
    pub topic: Topic,
    /// What they write.
    pub message: String,
}

/// What a request to the support is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum Topic {
    /// Signing in does not work.
    #[default]
    CannotSignIn,
    /// The phone, or its authenticator app, is gone.
    LostPhone,
    /// No invitation came.
    NoInvitation,
    /// Anything else.
    Other,
}

/// A topic that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TopicChoice {
    value: &'static str,
    text: Topic,
    chosen: bool,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupportProblems {
    /// The name is missing, or can't be read.
    pub name: bool,
    /// What is the matter with the e-mail address.
    pub email: Option<EmailProblem>,
    /// What is the matter with the message.
    pub message: Option<MessageProblem>,
}

/// Why a message is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageProblem {
    /// There is none.
    Missing,
    /// It is longer than what is taken.
    TooLong,
}

impl Topic {
    /// Every topic, in the order of the list.
    pub const ALL: [Self; 4] = [
        Self::CannotSignIn,
        Self::LostPhone,
        Self::NoInvitation,
        Self::Other,
    ];

    /// The topic in the form and in addresses.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::CannotSignIn => "cannot_sign_in",
            Self::LostPhone => "lost_phone",
            Self::NoInvitation => "no_invitation",
            Self::Other => "other",
        }
    }

    /// The topic of that value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.value() == value)
    }
}

impl From<Topic> for Message {
    fn from(topic: Topic) -> Self {
        Self::new(match topic {
            Topic::CannotSignIn => "support-form-cannot-sign-in",
            Topic::LostPhone => "support-form-lost-phone",
            Topic::NoInvitation => "support-form-no-invitation",
            Topic::Other => "support-form-other",
        })
    }
}

impl SupportForm {
    /// The page with what is known of the person, or what they entered before.
    #[must_use]
    pub fn new(form: Form, entry: &Entry) -> Self {
        let choice = |topic: Topic| TopicChoice {
            value: topic.value(),
            text: topic,
            chosen: topic == entry.topic,
        };
        Self {
            form,
            back_url: None,
            name: Field::holding(&entry.name),
            email: Field::holding(&entry.email),
            message: Field::holding(&entry.message),
            topics: Topic::ALL.map(choice).into(),
            longest_name: MAX_NAME,
            longest_email: MAX_EMAIL,
            longest_message: MAX_MESSAGE,
            notice: None,
            summary: None,
            focus: "",
        }
    }

    /// The page after an entry that can't be sent.
    #[must_use]
    pub fn refused(mut self, problems: &SupportProblems) -> Self {
        self.name.error = problems.name.then(|| Message::new("support-form-name-missing"));
        self.email.error = problems.email.map(EmailProblem::message);
        self.message.error = problems.message.map(|problem| {
            Message::new(match problem {
                MessageProblem::Missing => "support-form-message-missing",
                MessageProblem::TooLong => "support-form-message-too-long",
            })
        });
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or_default(),
        };
        self
    }

    /// The page after too many messages: the next is taken after `wait`.
    #[must_use]
    pub fn throttled(mut self, wait: Duration) -> Self {
        self.notice = Some(throttled(wait));
        self
    }

    /// The fields that can be refused, in the page's order.
    fn fields(&self) -> [(&'static str, &Field); 3] {
        [
            ("name", &self.name),
            ("email", &self.email),
            ("message", &self.message),
        ]
    }
}

impl View for SupportForm {
    const TEMPLATE: &'static str = "pages/support_form.html";

    fn title(&self) -> Message {
        Message::new("support-form-title")
    }

    fn has_errors(&self) -> bool {
        self.notice.is_some() || first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        let form = || sample::form("/support");
        let entry = Entry {
            name: "Carla Vega".to_owned(),
            email: "carla@solluna".to_owned(),
            topic: Topic::LostPhone,
            message: "My phone broke.\n\nCan you help?".to_owned(),
        };
        let known = Self {
            back_url: Some("/login?request=5f1c".to_owned()),
            ..Self::new(form(), &entry)
        };
        let refused = [
            (true, Some(EmailProblem::Missing), Some(MessageProblem::Missing)),
            (false, Some(EmailProblem::Malformed), None),
            (false, None, Some(MessageProblem::TooLong)),
        ];
        let refused = refused
            .map(|(name, email, message)| known.clone().refused(&SupportProblems { name, email, message }));
        let wait = Duration::from_secs(600);
        [
            Self::new(form(), &Entry::default()),
            known.clone(),
            known.throttled(wait),
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
    fn a_topic_is_known_by_its_value() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_value(topic.value()), Some(topic));
        }
        assert_eq!(Topic::from_value("Other"), None);
    }

    #[test]
    fn what_was_entered_is_kept_and_the_refused_field_is_focused() {
        let entry = Entry {
            message: "Help".to_owned(),
            ..Entry::default()
        };
        let problems = SupportProblems {
            email: Some(EmailProblem::Missing),
            ..SupportProblems::default()
        };
        let page = SupportForm::new(Form::to("/support"), &entry).refused(&problems);
        assert_eq!((page.message.value.as_str(), page.focus), ("Help", "email"));
        assert!(page.has_errors() && page.summary.is_none());
    }
}
