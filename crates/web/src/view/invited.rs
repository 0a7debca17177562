//! Who invited a person, and where to.

use super::message::Message;
use serde::Serialize;

/// The inviter and the company, as far as they may be told. It is said as one sentence, in which `brand` stands
/// where no company is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub struct Invited {
    /// The name of the person who sent the invitation.
    pub by: Option<String>,
    /// The name of the company that it is for.
    pub company: Option<String>,
}

impl From<Invited> for Message {
    fn from(invited: Invited) -> Self {
        match (invited.by, invited.company) {
            (Some(by), Some(company)) => Self::new("invited-by-to").with("by", by).with("company", company),
            (Some(by), None) => Self::new("invited-by").with("by", by),
            (None, Some(company)) => Self::new("invited-to").with("company", company),
            (None, None) => Self::new("invited"),
        }
    }
}

#[cfg(test)]
impl Invited {
    /// By a person and to a company, by either, by neither.
    pub fn samples() -> [Self; 4] {
        let by = || Some("Lucía Romero".to_owned());
        let company = || Some("Sol y Luna SL".to_owned());
        [(by(), company()), (by(), None), (None, company()), (None, None)]
            .map(|(by, company)| Self { by, company })
    }
}
