//! Setting up the second factor: install an app, scan the QR code, enter the first PIN.

use super::View;
use super::form::{Field, Form};
use super::message::Message;
use super::moment::date;
use super::notice::Notice;
use super::pairing::Shown;
use super::people::Identity;
use super::pin_entry::PinEntry;
use jiff::civil::Date;
use serde::Serialize;

pub use super::pairing::Pairing;

/// The set-up page.
#[derive(Clone, Debug, Serialize)]
pub struct Enroll {
    /// Takes `pin`, and `code` where one is asked for.
    pub form: Form,
    /// Whose second factor is set up.
    pub identity: Option<Identity>,
    /// The field, with what was refused in it.
    pub entry: PinEntry,
    /// Whether the code is asked for that was mailed when an admin or the support reset the second factor.
    pub asks_code: bool,
    /// That code, so that a wrong PIN doesn't make the person type it again.
    pub code: Field,
    /// The way back to the app.
    pub cancel: Option<Form>,
    /// The app that the person wants to get into.
    pub app: Option<String>,
    pub(crate) notice: Notice,
    pub(crate) later: Option<Form>,
    pub(crate) pairing: Shown,
}

/// Why the person sees this page.
#[derive(Clone, Debug)]
pub enum Reason {
    /// It is required, maybe since a date.
    Required {
        /// By whom.
        by: By,
        /// The first day without exceptions.
        since: Option<Date>,
    },
    /// It will be required; until then the person may go on without.
    Announced {
        /// By whom.
        by: By,
        /// The last day on which one may go on without.
        until: Date,
        /// How many days that is from today; 0 on the last day.
        days_left: u32,
        /// "Remind me at the next sign-in".
        later: Form,
    },
    /// The person switched it on.
    SwitchedOn,
    /// An admin or the support reset it.
    Reset,
}

/// Who requires a second factor. It is told as a sentence.
#[derive(Clone, Debug, Serialize)]
#[serde(into = "Message")]
pub enum By {
    /// The platform of that name, of everybody.
    Platform(String),
    /// The company of that name, of its members.
    Company(String),
    /// The app of that name, of whoever signs in.
    App(String),
    /// The person's own role: support and operators always need one.
    Role,
}

impl Enroll {
    /// The page as it is first seen.
    #[must_use]
    pub fn new(form: Form, reason: Reason, pairing: Pairing) -> Self {
        Self {
            form,
            identity: None,
            entry: PinEntry::default(),
            asks_code: false,
            code: Field::default(),
            cancel: None,
            app: None,
            notice: notice(&reason),
            later: if let Reason::Announced { later, .. } = reason {
                Some(later)
            } else {
                None
            },
            pairing: pairing.into(),
        }
    }

    /// The page after a code that is not the mailed one.
    #[must_use]
    pub fn refused_code(mut self) -> Self {
        self.asks_code = true;
        self.code = Field {
            value: String::new(),
            error: Some(Message::new("enroll-code-wrong")),
        };
        self
    }
}

fn notice(reason: &Reason) -> Notice {
    let (title, text) = match reason {
        Reason::Required { by, since: None } => (Message::new("enroll-required-title"), required(by)),
        Reason::Required {
            by,
            since: Some(since),
        } => (
            Message::new("enroll-required-since-title").with("date", date(*since)),
            required(by),
        ),
        Reason::Announced {
            by, until, days_left, ..
        } => (
            Message::new("enroll-announced-title").with("date", date(*until)),
            Message::new("enroll-announced-text")
                .with("who", Message::from(by))
                .with("days", *days_left),
        ),
        Reason::SwitchedOn => (
            Message::new("enroll-switched-on-title"),
            Message::new("enroll-switched-on-text"),
        ),
        Reason::Reset => (
            Message::new("enroll-reset-title"),
            Message::new("enroll-reset-text"),
        ),
    };
    Notice::info("info", title, text)
}

fn required(by: &By) -> Message {
    Message::new("enroll-required-text").with("who", Message::from(by))
}

impl From<&By> for Message {
    fn from(by: &By) -> Self {
        match by {
            By::Platform(name) => Self::new("enroll-by-platform").with("platform", name.as_str()),
            By::Company(name) => Self::new("enroll-by-company").with("company", name.as_str()),
            By::App(name) => Self::new("enroll-by-app").with("app", name.as_str()),
            By::Role => Self::new("enroll-by-role"),
        }
    }
}

impl From<By> for Message {
    fn from(by: By) -> Self {
        Self::from(&by)
    }
}

impl View for Enroll {
    const TEMPLATE: &'static str = "pages/enroll.html";

    fn title(&self) -> Message {
        Message::new("enroll-title")
    }

    fn has_errors(&self) -> bool {
        self.entry.has_errors() || self.code.error.is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::pin_entry::PinProblem;
        use super::sample;
        let day = Date::constant(2027, 2, 6);
        let company = || By::Company("Sonnenfeld GmbH".to_owned());
        let announced = |days_left| Reason::Announced {
            by: company(),
            until: day,
            days_left,
            later: sample::form("/login/enroll/later"),
        };
        let page = |reason| Self {
            identity: Some(sample::ada()),
            cancel: Some(sample::form("/login/cancel")),
            app: Some("Amperecloud Platform".to_owned()),
            ..Self::new(sample::form("/login/enroll"), reason, Pairing::sample())
        };
        let by_platform = Reason::Required {
            by: By::Platform("Amperecloud".to_owned()),
            since: None,
        };
        let alone = Self::new(sample::form("/login/enroll"), by_platform, Pairing::sample());
        let reasons = [
            announced(75),
            announced(1),
            announced(0),
            Reason::Required {
                by: company(),
                since: Some(day),
            },
            Reason::Required {
                by: By::App("Solar Reports".to_owned()),
                since: None,
            },
            Reason::Required {
                by: By::Role,
                since: None,
            },
            Reason::SwitchedOn,
            Reason::Reset,
        ];
        let refused = PinEntry::samples().into_iter().map(|entry| Self {
            entry,
            ..page(Reason::SwitchedOn)
        });
        let with_code = Self {
            asks_code: true,
            ..page(Reason::Reset)
        };
        let wrong_pin = Self {
            entry: PinEntry::refused(PinProblem::Wrong),
            code: Field {
                value: "7Q4M-2XRA".to_owned(),
                error: None,
            },
            ..with_code.clone()
        };
        let wrong_code = with_code.clone().refused_code();
        reasons
            .into_iter()
            .map(page)
            .chain([alone])
            .chain(refused)
            .chain([with_code, wrong_pin, wrong_code])
            .collect()
    }
}
