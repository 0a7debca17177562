//! The mail that invites somebody: to a new account, or with an account that exists to a further company.

use super::invited::Invited;
use super::letter::Letter;
use super::message::Message;
use super::moment::Moment;
use serde::Serialize;

/// What the invited person needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    /// The activation link: the mail's only one.
    pub url: String,
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    /// Who invited them, and where to.
    pub invited: Invited,
    /// Until when the link can be used.
    pub until: Moment,
    /// Whether there is an account already, so that it is only to be accepted after signing in.
    pub joins: bool,
}

impl Letter for Invitation {
    const TEMPLATE: &'static str = "mail/invitation";

    fn subject(&self) -> Message {
        Message::new(if self.joins {
            "invitation-subject-join"
        } else {
            "invitation-subject"
        })
    }
}

#[cfg(test)]
impl Invitation {
    /// To a new account and to a further company, by and to whom it may be told.
    pub fn samples() -> Vec<Self> {
        let token = "6mJq0vXl3ZyT8wRkPdB1nQ5sUeHcGfA7oLiM2xKtV9E";
        let mut letters = Vec::new();
        for (number, invited) in Invited::samples().into_iter().enumerate() {
            for joins in [false, true] {
                letters.push(Self {
                    url: format!("https://id.ampere.cloud/activate?token={token}"),
                    name: (number > 0).then(|| "Carla Vega".to_owned()),
                    invited: invited.clone(),
                    until: super::sample::moment(),
                    joins,
                });
            }
        }
        letters
    }
}
