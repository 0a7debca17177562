//! Activating an account: the person's details and a password.

use super::View;
use super::form::{Field, Form, Summary};
use super::language::Language;
use super::message::Message;
use super::new_password::NewPassword;
use serde::Serialize;
use voltkey_flows::account::details::{DetailProblems, Details, MAX_NAME, MAX_PHONE, NameProblem};
use voltkey_flows::account::new_password::BrokenRule;

pub use super::invited::Invited;

/// The activation page.
#[derive(Clone, Debug, Serialize)]
pub struct Activate {
    /// Takes `email`, `given_name`, `family_name`, `language`, `tel` and `password`.
    pub form: Form,
    /// The way back to the app.
    pub cancel: Option<Form>,
    /// Who invited the person.
    pub invited: Invited,
    /// The address of somebody else who is signed in in this browser, and will not be afterwards.
    pub other_account: Option<String>,
    /// The app where the person signs in afterwards; none: the brand's.
    pub app: Option<String>,
    pub(crate) email: String,
    pub(crate) given_name: Field,
    pub(crate) family_name: Field,
    pub(crate) tel: Field,
    pub(crate) languages: Vec<LanguageChoice>,
    pub(crate) password: NewPassword,
    pub(crate) longest_name: usize,
    pub(crate) longest_phone: usize,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that was refused first; empty: what stands above the form is read first.
    pub(crate) focus: &'static str,
}

/// A language that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LanguageChoice {
    code: Language,
    name: &'static str,
    chosen: bool,
}

impl Activate {
    /// The page with what is known of the person, or what they entered before.
    #[must_use]
    pub fn new(
        form: Form,
        email: impl Into<String>,
        details: &Details,
        invited: Invited,
        password: NewPassword,
    ) -> Self {
        let field = |value: &str| Field {
            value: value.to_owned(),
            error: None,
        };
        Self {
            form,
            cancel: None,
            invited,
            other_account: None,
            app: None,
            email: email.into(),
            given_name: field(&details.given_name),
            family_name: field(&details.family_name),
            tel: field(&details.phone),
            languages: languages(&details.language),
            password,
            longest_name: MAX_NAME,
            longest_phone: MAX_PHONE,
            summary: None,
            focus: "",
        }
    }

    /// The page after a refusal: with what was entered, but without the password.
    #[must_use]
    pub fn refused(mut self, problems: &DetailProblems, broken: &[BrokenRule]) -> Self {
        self.given_name.error = problems
            .given_name
            .map(|problem| name_error(problem, "activate-given-name-missing"));
        self.family_name.error = problems
            .family_name
            .map(|problem| name_error(problem, "activate-family-name-missing"));
        self.tel.error = problems.phone.map(|_| Message::new("activate-tel-malformed"));
        self.password = self.password.refused(broken);
        self.summary = Summary::of(&self.fields());
        self.focus = if self.summary.is_some() {
            "summary"
        } else {
            self.first_refused()
        };
        self
    }

    /// The fields that can be refused, in the page's order.
    fn fields(&self) -> [(&'static str, &Field); 4] {
        [
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
            ("tel", &self.tel),
            ("password", &self.password.field),
        ]
    }

    fn first_refused(&self) -> &'static str {
        let mut refused = self
            .fields()
            .into_iter()
            .filter(|(_, field)| field.error.is_some());
        // Without a refusal it is still the password that has to be typed again.
        refused.next().map_or("password", |(name, _)| name)
    }
}

fn name_error(problem: NameProblem, missing: &'static str) -> Message {
    match problem {
        NameProblem::Missing => Message::new(missing),
        NameProblem::TooLong => {
            let most = u32::try_from(MAX_NAME).unwrap_or(u32::MAX);
            Message::new("activate-name-too-long").with("most", most)
        }
        NameProblem::Unreadable => Message::new("activate-name-unreadable"),
    }
}

fn languages(chosen: &str) -> Vec<LanguageChoice> {
    Language::ALL
        .into_iter()
        .map(|code| LanguageChoice {
            code,
            name: code.name(),
            chosen: code.code() == chosen,
        })
        .collect()
}

impl View for Activate {
    const TEMPLATE: &'static str = "pages/activate.html";

    fn title(&self) -> Message {
        Message::new("activate-title")
    }

    fn has_errors(&self) -> bool {
        self.fields().iter().any(|(_, field)| field.error.is_some())
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use voltkey_flows::account::details::PhoneProblem;
        let page = |details: &Details, invited| {
            let email = "carla@solluna.example";
            let password = NewPassword::samples().remove(0);
            Self::new(sample::form("/activate"), email, details, invited, password)
        };
        let details = Details {
            given_name: "Carla".to_owned(),
            phone: "+34 call".to_owned(),
            language: "es".to_owned(),
            ..Details::default()
        };
        let plain = Invited::samples().map(|invited| page(&Details::default(), invited));
        let full = Self {
            cancel: Some(sample::form("/activate/cancel")),
            app: Some("Solar Reports".to_owned()),
            other_account: Some("ada@sonnenfeld.example".to_owned()),
            ..page(&details, Invited::default())
        };
        let refused = |given_name, family_name, phone, broken: &[BrokenRule]| {
            let problems = DetailProblems {
                given_name,
                family_name,
                phone,
            };
            full.clone().refused(&problems, broken)
        };
        let missing = Some(NameProblem::Missing);
        plain
            .into_iter()
            .chain([
                full.clone(),
                refused(missing, missing, Some(PhoneProblem), &[BrokenRule::MissingDigit]),
                refused(
                    Some(NameProblem::TooLong),
                    Some(NameProblem::Unreadable),
                    None,
                    &[],
                ),
                refused(None, missing, None, &[]),
                refused(None, None, None, &[BrokenRule::TooWeak]),
                refused(None, None, None, &[BrokenRule::TooShort, BrokenRule::TooWeak]),
                refused(None, None, None, &[BrokenRule::TooLong]),
            ])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use voltkey_flows::account::new_password::PasswordPolicy;

    fn page() -> Activate {
        let details = Details {
            language: "de".to_owned(),
            ..Details::default()
        };
        let password = NewPassword::new(&PasswordPolicy::default());
        Activate::new(
            Form::to("/activate"),
            "dora@sonnenfeld.example",
            &details,
            Invited::default(),
            password,
        )
    }

    #[test]
    fn one_refused_entry_is_focused_and_two_have_a_summary() {
        let problems = DetailProblems {
            family_name: Some(NameProblem::Missing),
            ..DetailProblems::default()
        };
        let one = page().refused(&problems, &[]);
        assert_eq!((one.focus, one.summary.is_none()), ("family_name", true));
        let two = page().refused(&problems, &[BrokenRule::TooShort]);
        let links: Vec<_> = two.summary.iter().flat_map(|summary| &summary.links).collect();
        assert_eq!(two.focus, "summary");
        assert_eq!(
            links.iter().map(|link| link.field).collect::<Vec<_>>(),
            ["family_name", "password"]
        );
    }

    #[test]
    fn the_person_s_language_is_chosen() {
        let chosen: Vec<_> = page()
            .languages
            .into_iter()
            .filter(|choice| choice.chosen)
            .collect();
        assert_eq!(
            chosen.iter().map(|choice| choice.name).collect::<Vec<_>>(),
            ["Deutsch"]
        );
    }
}
