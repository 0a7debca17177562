//! Making a company, together with its first admin's invitation (S6).

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::login::EmailProblem;
use super::mail_entry::MAX_EMAIL;
use super::message::Message;
use super::operator_companies::Policy;
use super::person_details::{LanguageChoice, languages};
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::account::details::MAX_NAME;
use voltkey_flows::admin::operate::open_company::{MAX_COMPANY_NAME, MAX_SLUG, Problems, SlugProblem};

/// The page with the form.
#[derive(Clone, Debug, Serialize)]
pub struct OpenCompany {
    /// The staff's pages.
    pub tabs: Vec<Tab>,
    /// Takes `name`, `slug`, `second_factor`, `email`, `given_name`, `family_name` and `language`.
    pub form: Form,
    /// Back to the companies.
    pub back_url: String,
    pub(crate) name: Field,
    pub(crate) slug: Field,
    pub(crate) policies: Vec<PolicyChoice>,
    pub(crate) email: Field,
    pub(crate) given_name: Field,
    pub(crate) family_name: Field,
    pub(crate) languages: Vec<LanguageChoice>,
    pub(crate) longest: Longest,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
}

/// Most characters of each field.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Longest {
    company: usize,
    slug: usize,
    email: usize,
    name: usize,
}

/// A policy that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PolicyChoice {
    value: &'static str,
    text: Message,
    chosen: bool,
}

/// What was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyEntry {
    /// The company's name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// What it says about the second factor.
    pub policy: Policy,
    /// The address of its first admin.
    pub email: String,
    /// First name of the admin.
    pub given_name: String,
    /// Last name of the admin.
    pub family_name: String,
    /// Language of the invitation.
    pub language: String,
}

impl OpenCompany {
    /// The page as it is first seen, or with what was entered before.
    #[must_use]
    pub fn new(form: Form, back_url: impl Into<String>, entry: &CompanyEntry) -> Self {
        let choice = |policy: Policy| PolicyChoice {
            value: policy.value(),
            text: Message::new(match policy {
                Policy::Inherit => "open-company-inherit",
                Policy::Optional => "open-company-optional",
                Policy::Required => "open-company-required",
            }),
            chosen: policy == entry.policy,
        };
        Self {
            tabs: Vec::new(),
            form,
            back_url: back_url.into(),
            name: Field::holding(&entry.name),
            slug: Field::holding(&entry.slug),
            policies: Policy::ALL.map(choice).into(),
            email: Field::holding(&entry.email),
            given_name: Field::holding(&entry.given_name),
            family_name: Field::holding(&entry.family_name),
            languages: languages(&entry.language),
            longest: Longest {
                company: MAX_COMPANY_NAME,
                slug: MAX_SLUG,
                email: MAX_EMAIL,
                name: MAX_NAME,
            },
            summary: None,
            focus: "name",
        }
    }

    /// The page after a refusal.
    #[must_use]
    pub fn refused(mut self, problems: &Problems) -> Self {
        let email = match self.email.value.trim() {
            "" => EmailProblem::Missing,
            _ => EmailProblem::Malformed,
        };
        let unreadable = |is: bool| is.then(|| Message::new("person-details-name-unreadable"));
        self.name.error = problems.name.map(|_| Message::new("open-company-name-missing"));
        self.slug.error = problems.slug.map(|problem| {
            Message::new(match problem {
                SlugProblem::Malformed => "open-company-slug-malformed",
                SlugProblem::Taken => "open-company-slug-taken",
            })
        });
        self.email.error = problems.email.then(|| email.message());
        self.given_name.error = unreadable(problems.given_name);
        self.family_name.error = unreadable(problems.family_name);
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or("name"),
        };
        self
    }

    fn fields(&self) -> [(&'static str, &Field); 5] {
        [
            ("name", &self.name),
            ("slug", &self.slug),
            ("email", &self.email),
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
        ]
    }
}

impl View for OpenCompany {
    const TEMPLATE: &'static str = "admin/open_company.html";

    fn title(&self) -> Message {
        Message::new("open-company-title")
    }

    fn has_errors(&self) -> bool {
        first_refused(&self.fields()).is_some()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::StaffTab;
        use voltkey_flows::account::details::NameProblem;
        let page = |entry: &CompanyEntry| Self {
            tabs: sample::staff_tabs(StaffTab::Companies),
            ..Self::new(
                sample::form("/operator/companies/new"),
                "/operator/companies",
                entry,
            )
        };
        let entry = CompanyEntry {
            name: "Windpark Küste eG".to_owned(),
            slug: "windpark".to_owned(),
            policy: Policy::Required,
            email: "wiebke@windpark.example".to_owned(),
            given_name: "Wiebke".to_owned(),
            family_name: "Wind".to_owned(),
            language: "de".to_owned(),
        };
        let taken = Problems {
            slug: Some(SlugProblem::Taken),
            ..Problems::default()
        };
        let all = Problems {
            name: Some(NameProblem::Missing),
            slug: Some(SlugProblem::Malformed),
            email: true,
            given_name: true,
            family_name: true,
        };
        vec![
            page(&CompanyEntry::default()),
            page(&entry).refused(&taken),
            page(&entry).refused(&all),
            page(&CompanyEntry::default()).refused(&all),
        ]
    }
}
