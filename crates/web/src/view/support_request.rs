//! The mail to the support itself: what somebody wrote in the support form.

use super::language::Language;
use super::letter::Letter;
use super::message::Message;
use super::seen::Seen;
use super::support_form::Topic;
use serde::{Serialize, Serializer};

/// What the support needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct SupportRequest {
    /// The number that the person was told.
    pub reference: String,
    /// How they call themselves.
    pub name: String,
    /// Where they wait for the answer. Nobody has checked that it is theirs.
    pub email: String,
    /// What it is about.
    pub topic: Topic,
    /// What they wrote, with its line breaks.
    pub message: String,
    /// The language that they read the page in.
    #[serde(serialize_with = "by_name")]
    pub language: Language,
    /// When and where it was sent.
    pub seen: Seen,
    /// The address of the account that was signed in, which is checked.
    pub account: Option<String>,
}

fn by_name<S: Serializer>(language: &Language, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.name())
}

impl Letter for SupportRequest {
    const TEMPLATE: &'static str = "mail/support_request";

    fn subject(&self) -> Message {
        Message::new("support-request-subject")
            .with("reference", self.reference.as_str())
            .with("topic", Message::from(self.topic))
    }
}

#[cfg(test)]
impl SupportRequest {
    /// From somebody who is signed in, and from a stranger.
    pub fn samples() -> Vec<Self> {
        let stranger = Self {
            reference: "VK-7Q4M-2XRA".to_owned(),
            name: "Carla Vega".to_owned(),
            email: "carla@solluna.example".to_owned(),
            topic: Topic::LostPhone,
            message:
                "Hello,\n\nmy phone is <broken> & I can't sign in.\nWhat can I do about it, now that there \
                      is no admin in our company who would know the way?\n\nCarla"
                    .to_owned(),
            language: Language::Spanish,
            seen: Seen::sample(None),
            account: None,
        };
        let known = Self {
            topic: Topic::Other,
            message: "Thank you!".to_owned(),
            seen: Seen::sample(Some("Carla Vega")),
            account: Some("carla@solluna.example".to_owned()),
            ..stranger.clone()
        };
        vec![stranger, known]
    }
}
