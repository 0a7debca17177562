//! The support's console: finding whoever asks for help, anywhere.

use super::View;
use super::form::Hidden;
use super::message::Message;
use super::moment::Moment;
use super::tabs::Tab;
use serde::Serialize;

/// The page with the search.
#[derive(Clone, Debug, Serialize)]
pub struct Console {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The page's own address. The form goes by GET and takes `q`.
    pub action: String,
    /// What else the address carries.
    pub hidden: Vec<Hidden>,
    /// What was looked for.
    pub q: String,
    /// What was found; none: nothing was looked for.
    pub found: Option<Found>,
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Found {
    /// People, by name.
    pub people: Vec<PersonHit>,
    /// Whether there are more than are shown.
    pub more_people: bool,
    /// Companies, by name.
    pub companies: Vec<CompanyHit>,
    /// Whether there are more than are shown.
    pub more_companies: bool,
    /// An address that is invited and has no account.
    pub invited: Option<String>,
    /// A message to the support.
    pub request: Option<RequestHit>,
    /// Something that was refused.
    pub refusal: Option<RefusalHit>,
}

/// A person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonHit {
    /// The name; the address where none is known.
    pub name: String,
    /// The address.
    pub email: String,
    /// The page about them.
    pub href: String,
    /// One of their companies.
    pub company: Option<String>,
    /// Whether they are of the platform's own staff.
    pub is_staff: bool,
    /// Whether the account is blocked.
    pub is_blocked: bool,
    /// When they last signed in; none: never.
    pub last_login: Option<Moment>,
}

/// A company.
#[derive(Clone, Debug, Serialize)]
pub struct CompanyHit {
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// Its members.
    pub href: String,
}

/// A message to the support.
#[derive(Clone, Debug, Serialize)]
pub struct RequestHit {
    /// Its number.
    pub reference: String,
    /// When it was sent.
    pub at: Moment,
    /// The name that was entered.
    pub name: String,
    /// The address that was entered.
    pub email: String,
    /// What was written.
    pub message: String,
    /// The page about the account that was signed in.
    pub account_url: Option<String>,
    /// Finds the address that was entered.
    pub find_url: String,
}

/// Something that was refused.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalHit {
    /// Its number.
    pub reference: String,
    /// When it was.
    pub at: Moment,
    /// The word of the rule that refused.
    pub rule: String,
    /// The app that was asked for.
    pub app: Option<String>,
    /// The page about whom it concerned.
    pub account_url: Option<String>,
    /// All that is known of it, for operators.
    pub more_url: Option<String>,
}

impl Console {
    /// The page before anything was looked for, or with what was found.
    #[must_use]
    pub fn new(action: impl Into<String>, q: &str, found: Option<Found>) -> Self {
        Self {
            tabs: Vec::new(),
            action: action.into(),
            hidden: Vec::new(),
            q: q.to_owned(),
            found,
        }
    }
}

impl View for Console {
    const TEMPLATE: &'static str = "admin/console.html";

    fn title(&self) -> Message {
        Message::new("console-title")
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let page = |q: &str, found| Self {
            tabs: sample::staff_tabs(StaffTab::Console),
            hidden: vec![Hidden {
                name: "ui_locales".into(),
                value: "en".to_owned(),
            }],
            ..Self::new("/support/console", q, found)
        };
        let ben = PersonHit {
            name: "Ben Berger".to_owned(),
            email: "ben@sonnenfeld.example".to_owned(),
            href: "/support/console/people/5f1c".to_owned(),
            company: Some("Sonnenfeld GmbH".to_owned()),
            is_staff: false,
            is_blocked: true,
            last_login: Some(sample::moment()),
        };
        let sam = PersonHit {
            company: None,
            is_staff: true,
            is_blocked: false,
            last_login: None,
            ..ben.clone()
        };
        let company = CompanyHit {
            name: "Sonnenfeld GmbH".to_owned(),
            slug: "sonnenfeld".to_owned(),
            href: "/company/members?company=sonnenfeld".to_owned(),
        };
        let some = Found {
            people: vec![ben, sam],
            more_people: true,
            companies: vec![company],
            more_companies: true,
            ..Found::default()
        };
        let invited = Found {
            invited: Some("dora@sonnenfeld.example".to_owned()),
            ..Found::default()
        };
        let number = "VK-7Q4M-2XRA".to_owned();
        let request = RequestHit {
            reference: number.clone(),
            at: sample::moment(),
            name: "Carla Luna".to_owned(),
            email: "carla@solluna.example".to_owned(),
            message: "My phone broke.\n\nCan you help?".to_owned(),
            account_url: Some("/support/console/people/5f1c".to_owned()),
            find_url: "/support/console?q=carla".to_owned(),
        };
        let refusal = RefusalHit {
            reference: number,
            at: sample::moment(),
            rule: "redirect_uri.unregistered".to_owned(),
            app: Some("solar-reports".to_owned()),
            account_url: Some("/support/console/people/5f1c".to_owned()),
            more_url: Some("/operator/refusals".to_owned()),
        };
        let numbers = Found {
            request: Some(request),
            refusal: Some(refusal),
            ..Found::default()
        };
        vec![
            page("", None),
            page("so", Some(some)),
            page("dora@sonnenfeld.example", Some(invited)),
            page("VK-7Q4M-2XRA", Some(numbers)),
            page("nobody", Some(Found::default())),
        ]
    }
}
