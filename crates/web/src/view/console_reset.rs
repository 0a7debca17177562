//! Asks the support to make sure who asks, before a second factor is reset (S15).

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::message::Message;
use super::moment::Moment;
use super::notice::Notice;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::admin::console::reset::{Checklist, MAX_NOTE, Missing};

/// The page with the checklist.
#[derive(Clone, Debug, Serialize)]
pub struct ConsoleReset {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// The person's name; empty where none is known.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// Their telephone number, as they have written it.
    pub phone: Option<String>,
    /// The names of their companies.
    pub companies: Vec<String>,
    /// When they last signed in.
    pub last_login: Option<Moment>,
    /// Since when the account is there.
    pub created: Moment,
    /// Takes `called_back`, `answered`, `colleague`, `no_admin` and `note`.
    pub form: Form,
    /// Back to the person.
    pub cancel_url: String,
    pub(crate) admins: Option<Notice>,
    pub(crate) checks: Vec<Check>,
    pub(crate) note: Field,
    pub(crate) longest_note: usize,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
}

/// An item of the checklist.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Check {
    name: &'static str,
    text: Message,
    hint: Message,
    optional: bool,
    checked: bool,
    field: Field,
}

impl Check {
    fn new(name: &'static str, text: &'static str, hint: &'static str, checked: bool) -> Self {
        Self {
            name,
            text: Message::new(text),
            hint: Message::new(hint),
            optional: false,
            checked,
            field: Field::default(),
        }
    }
}

/// Who the page is about, and where it leads.
#[derive(Clone, Debug)]
pub struct About {
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The names of their companies.
    pub companies: Vec<String>,
    /// When they last signed in.
    pub last_login: Option<Moment>,
    /// Since when the account is there.
    pub created: Moment,
    /// The names of the admins who would reset it.
    pub admins: Vec<String>,
}

impl ConsoleReset {
    /// The page as it is first seen, or with what was confirmed before.
    #[must_use]
    pub fn new(about: About, form: Form, cancel_url: impl Into<String>, checklist: &Checklist) -> Self {
        let mut checks = vec![
            Check::new(
                "called_back",
                "console-reset-called-back",
                "console-reset-called-back-hint",
                checklist.called_back,
            ),
            Check::new(
                "answered",
                "console-reset-answered",
                "console-reset-answered-hint",
                checklist.answered,
            ),
            Check {
                optional: true,
                ..Check::new(
                    "colleague",
                    "console-reset-colleague",
                    "console-reset-colleague-hint",
                    checklist.colleague,
                )
            },
        ];
        if !about.admins.is_empty() {
            checks.push(Check::new(
                "no_admin",
                "console-reset-no-admin",
                "console-reset-no-admin-hint",
                checklist.no_admin,
            ));
        }
        Self {
            tabs: Vec::new(),
            admins: admins(&about.admins),
            name: about.name,
            email: about.email,
            phone: about.phone,
            companies: about.companies,
            last_login: about.last_login,
            created: about.created,
            form,
            cancel_url: cancel_url.into(),
            checks,
            note: Field::holding(&checklist.note),
            longest_note: MAX_NOTE,
            summary: None,
            focus: "",
        }
    }

    /// The page after something was not confirmed.
    #[must_use]
    pub fn refused(mut self, missing: Missing) -> Self {
        for check in &mut self.checks {
            let is_missing = match check.name {
                "called_back" => missing.called_back,
                "answered" => missing.answered,
                "no_admin" => missing.no_admin,
                _ => false,
            };
            check.field.error = is_missing.then(|| Message::new("console-reset-unconfirmed"));
        }
        self.note.error = missing.note.then(|| {
            let most = u32::try_from(MAX_NOTE).unwrap_or(u32::MAX);
            Message::new("console-reset-note-missing").with("most", most)
        });
        let summary = Summary::of(&self.fields());
        self.focus = match summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or_default(),
        };
        self.summary = summary;
        self
    }

    fn fields(&self) -> Vec<(&'static str, &Field)> {
        let checks = self.checks.iter().map(|check| (check.name, &check.field));
        checks.chain([("note", &self.note)]).collect()
    }
}

/// Whose deed it is, where the company has somebody.
fn admins(names: &[String]) -> Option<Notice> {
    if names.is_empty() {
        return None;
    }
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let mut notice = Notice::warning(
        "members",
        Message::new("console-reset-admins")
            .with("count", count)
            .with("names", names.join(", ")),
        Message::new("console-reset-admins-text"),
    );
    // It stands there from the start, and answers nothing.
    notice.alert = false;
    Some(notice)
}

impl View for ConsoleReset {
    const TEMPLATE: &'static str = "admin/console_reset.html";

    fn title(&self) -> Message {
        let called = match self.name.as_str() {
            "" => &self.email,
            name => name,
        };
        Message::new("console-reset-title").with("name", called)
    }

    fn has_errors(&self) -> bool {
        first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        let about = About {
            name: "Carla Luna".to_owned(),
            email: "carla@solluna.example".to_owned(),
            phone: Some("+34 91 123 45 67".to_owned()),
            companies: vec!["Sol y Luna SL".to_owned()],
            last_login: Some(sample::moment()),
            created: sample::moment(),
            admins: Vec::new(),
        };
        let bare = About {
            name: String::new(),
            phone: None,
            companies: Vec::new(),
            last_login: None,
            admins: vec!["Ada Sommer".to_owned(), "Lucía Romero".to_owned()],
            ..about.clone()
        };
        let one_admin = About {
            admins: vec!["Ada Sommer".to_owned()],
            ..about.clone()
        };
        let page = |about: &About, checklist: &Checklist| Self {
            tabs: sample::staff_tabs(StaffTab::Console),
            ..Self::new(
                about.clone(),
                sample::form("/support/console/people/5f1c/reset-otp"),
                "/support/console/people/5f1c",
                checklist,
            )
        };
        let none = Checklist::default();
        let some = Checklist {
            called_back: true,
            answered: true,
            note: "Called back.\nKnew the last invoice.".to_owned(),
            ..none.clone()
        };
        let all = Missing {
            called_back: true,
            answered: true,
            no_admin: true,
            note: true,
        };
        let only_admin = Missing {
            no_admin: true,
            ..Missing::default()
        };
        vec![
            page(&about, &none),
            page(&bare, &none),
            page(&bare, &none).refused(all),
            page(&one_admin, &some).refused(only_admin),
        ]
    }
}
