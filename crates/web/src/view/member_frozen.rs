//! The mail to whoever looks after an account that its person has frozen.

use super::letter::Letter;
use super::message::Message;
use super::seen::Seen;
use serde::Serialize;

/// What its reader needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct MemberFrozen {
    /// Whose account it is.
    pub person: String,
    /// The account's address. Somebody else may have put it there.
    pub email: String,
    /// When it was frozen and from where, with the reader's name.
    pub seen: Seen,
    /// Where members are unblocked, for who can do that.
    pub members_url: Option<String>,
    what_to_do: Message,
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// An admin who can open the account again.
    Admin,
    /// An admin of one of several companies, who leaves it to the support.
    OtherAdmin,
    /// The support.
    Support,
}

impl MemberFrozen {
    /// The mail about that person's account.
    #[must_use]
    pub fn new(reader: Reader, person: &str, email: &str, seen: Seen) -> Self {
        let what_to_do = match reader {
            Reader::Admin => Message::new("member-frozen-admin").with("person", person),
            Reader::OtherAdmin => Message::new("member-frozen-other-admin"),
            Reader::Support => Message::new("member-frozen-support").with("person", person),
        };
        Self {
            person: person.to_owned(),
            email: email.to_owned(),
            seen,
            members_url: None,
            what_to_do,
        }
    }
}

impl Letter for MemberFrozen {
    const TEMPLATE: &'static str = "mail/member_frozen";

    fn subject(&self) -> Message {
        Message::new("member-frozen-subject").with("person", self.person.as_str())
    }
}

#[cfg(test)]
impl MemberFrozen {
    /// To each reader.
    pub fn samples() -> Vec<Self> {
        let letter = |reader, name| {
            let (person, email) = ("Ben Berger", "ben@sonnenfeld.example");
            Self::new(reader, person, email, Seen::sample(name))
        };
        let admin = Self {
            members_url: Some("https://id.ampere.cloud/company/members?company=sonnenfeld".to_owned()),
            ..letter(Reader::Admin, Some("Ada Sommer"))
        };
        vec![
            admin,
            letter(Reader::OtherAdmin, Some("Ada Sommer")),
            letter(Reader::Support, None),
        ]
    }
}
