//! Activating an account: the person's details and a password.

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::message::Message;
use super::new_password::NewPassword;
use super::person_details::PersonDetails;
use serde::Serialize;
use voltkey_flows::account::details::{DetailProblems, Details};
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
    pub(crate) details: PersonDetails,
    pub(crate) password: NewPassword,
    pub(crate) summary: Option<Summary>,
    /// The id of the field that was refused first; empty: what stands above the form is read first.
    pub(crate) focus: &'static str,
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
        Self {
            form,
            cancel: None,
            invited,
            other_account: None,
            app: None,
            email: email.into(),
            details: PersonDetails::new(details),
            password,
            summary: None,
            focus: "",
        }
    }

    /// The page after a refusal: with what was entered, but without the password.
    #[must_use]
    pub fn refused(mut self, problems: &DetailProblems, broken: &[BrokenRule]) -> Self {
        self.details = self.details.refused(problems);
        self.password = self.password.refused(broken);
        self.summary = Summary::of(&self.fields());
        // Without a refusal it is still the password that has to be typed again.
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or("password"),
        };
        self
    }

    /// The fields that can be refused, in the page's order.
    fn fields(&self) -> [(&'static str, &Field); 4] {
        let [given_name, family_name, tel] = self.details.fields();
        [given_name, family_name, tel, ("password", &self.password.field)]
    }
}

impl View for Activate {
    const TEMPLATE: &'static str = "pages/activate.html";

    fn title(&self) -> Message {
        Message::new("activate-title")
    }

    fn has_errors(&self) -> bool {
        first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use voltkey_flows::account::details::{NameProblem, PhoneProblem};
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
    use voltkey_flows::account::details::NameProblem;
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
}
