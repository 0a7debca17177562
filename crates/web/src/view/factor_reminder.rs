//! The mail that reminds somebody of the second factor that they have not set up yet.

use super::letter::Letter;
use super::message::Message;
use super::moment::date;
use jiff::civil::Date;
use serde::Serialize;

/// What the person needs to know.
#[derive(Clone, Debug, Serialize)]
pub struct FactorReminder {
    /// Where it is set up.
    pub url: String,
    /// The name to greet with, where it is known.
    pub name: Option<String>,
    pub(crate) subject: Message,
    /// Who requires it, and from when on.
    pub(crate) why: Message,
}

impl FactorReminder {
    /// The mail with that link. `company` is who requires it, or else the platform; `until` the last day without it, if it
    /// is not required already.
    #[must_use]
    pub fn new(url: String, name: Option<String>, company: Option<&str>, until: Option<Date>) -> Self {
        let subject = match until {
            Some(until) => Message::new("factor-reminder-subject-until").with("date", date(until)),
            None => Message::new("factor-reminder-subject"),
        };
        let why = match (company, until) {
            (Some(company), Some(until)) => Message::new("factor-reminder-company-until")
                .with("company", company)
                .with("date", date(until)),
            (None, Some(until)) => Message::new("factor-reminder-until").with("date", date(until)),
            (Some(company), None) => Message::new("factor-reminder-company").with("company", company),
            (None, None) => Message::new("factor-reminder-now"),
        };
        Self {
            url,
            name,
            subject,
            why,
        }
    }
}

impl Letter for FactorReminder {
    const TEMPLATE: &'static str = "mail/factor_reminder";

    fn subject(&self) -> Message {
        self.subject.clone()
    }
}

#[cfg(test)]
impl FactorReminder {
    /// Required by a company and by the platform, after a day and already.
    pub fn samples() -> Vec<Self> {
        let letter = |name: Option<&str>, company, until| {
            let url = "https://id.example/login/enroll".to_owned();
            Self::new(url, name.map(str::to_owned), company, until)
        };
        let (company, until) = (Some("Sonnenfeld GmbH"), Some(Date::constant(2027, 2, 6)));
        vec![
            letter(Some("Mia Muster"), company, until),
            letter(None, None, until),
            letter(Some("Mia Muster"), company, None),
            letter(None, None, None),
        ]
    }
}
