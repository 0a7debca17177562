//! How a company shows itself to its members: name, logo, colour, and the language of its invitations.

use super::View;
use super::form::{Field, Form, Summary, first_refused};
use super::language::Language;
use super::message::Message;
use super::tabs::Tab;
use serde::Serialize;
use voltkey_flows::account::details::NameProblem;
use voltkey_flows::admin::company_settings::{LogoProblem, MAX_NAME, SettingsProblems};

/// The page with the forms.
#[derive(Clone, Debug, Serialize)]
pub struct CompanySettings {
    /// The company's pages.
    pub tabs: Vec<Tab>,
    /// Takes `name`, `language` and `accent`.
    pub form: Form,
    /// The company's name, as it is in force.
    pub company: String,
    /// The address of the logo, if there is one.
    pub logo: Option<String>,
    /// Takes a file named `logo`, as `multipart/form-data`.
    pub upload: Form,
    /// Takes the logo away, where there is one.
    pub remove: Option<Form>,
    /// Whether it has just been saved.
    pub saved: bool,
    pub(crate) name: Field,
    pub(crate) accent: Field,
    pub(crate) languages: Vec<LanguageChoice>,
    pub(crate) logo_error: Option<Message>,
    pub(crate) summary: Option<Summary>,
    pub(crate) focus: &'static str,
    pub(crate) longest_name: usize,
    pub(crate) longest_accent: usize,
}

/// A language that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LanguageChoice {
    value: &'static str,
    name: &'static str,
    chosen: bool,
}

impl CompanySettings {
    /// The page with what is in force, or what was entered.
    #[must_use]
    pub fn new(form: Form, upload: Form, company: &str, [name, language, accent]: [&str; 3]) -> Self {
        let choice = |spoken: Language| LanguageChoice {
            value: spoken.code(),
            name: spoken.name(),
            chosen: spoken.code() == language,
        };
        Self {
            tabs: Vec::new(),
            form,
            company: company.to_owned(),
            logo: None,
            upload,
            remove: None,
            saved: false,
            name: Field::holding(name),
            accent: Field::holding(accent),
            languages: Language::ALL.map(choice).into(),
            logo_error: None,
            summary: None,
            focus: "",
            longest_name: MAX_NAME,
            longest_accent: 7,
        }
    }

    /// The page after entries that are not taken.
    #[must_use]
    pub fn refused(mut self, problems: SettingsProblems) -> Self {
        self.name.error = problems.name.map(|problem| match problem {
            NameProblem::Missing => Message::new("company-settings-name-missing"),
            NameProblem::TooLong => Message::new("company-settings-name-too-long")
                .with("count", u32::try_from(MAX_NAME).unwrap_or(u32::MAX)),
            NameProblem::Unreadable => Message::new("company-settings-name-unreadable"),
        });
        self.accent.error = problems
            .accent
            .then(|| Message::new("company-settings-accent-malformed"));
        self.summary = Summary::of(&self.fields());
        self.focus = match self.summary {
            Some(_) => "summary",
            None => first_refused(&self.fields()).unwrap_or_default(),
        };
        self
    }

    /// The page after a file that is not taken.
    #[must_use]
    pub fn logo_refused(mut self, problem: LogoProblem) -> Self {
        self.logo_error = Some(Message::new(match problem {
            LogoProblem::Missing => "company-settings-logo-missing",
            LogoProblem::TooLarge => "company-settings-logo-too-large",
            LogoProblem::Type => "company-settings-logo-type",
            LogoProblem::Broken => "company-settings-logo-broken",
            LogoProblem::Dimensions => "company-settings-logo-dimensions",
        }));
        self.focus = "logo";
        self
    }

    fn fields(&self) -> [(&'static str, &Field); 2] {
        [("name", &self.name), ("accent", &self.accent)]
    }
}

impl View for CompanySettings {
    const TEMPLATE: &'static str = "admin/company_settings.html";

    fn title(&self) -> Message {
        Message::new("company-settings-title")
    }

    fn has_errors(&self) -> bool {
        !self.focus.is_empty()
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use super::sample;
        use super::tabs::CompanyTab;
        let page = |entered| Self {
            tabs: sample::company_tabs(CompanyTab::Settings),
            ..Self::new(
                sample::form("/company/settings"),
                sample::form("/company/settings/logo"),
                "Sonnenfeld GmbH",
                entered,
            )
        };
        let plain = page(["Sonnenfeld GmbH", "", ""]);
        let names = [
            NameProblem::Missing,
            NameProblem::TooLong,
            NameProblem::Unreadable,
        ];
        let names = names.map(|problem| {
            plain.clone().refused(SettingsProblems {
                name: Some(problem),
                accent: problem == NameProblem::Missing,
            })
        });
        let colour = page(["Sonnenfeld GmbH", "de", "green"]).refused(SettingsProblems {
            name: None,
            accent: true,
        });
        let logos = [
            LogoProblem::Missing,
            LogoProblem::TooLarge,
            LogoProblem::Type,
            LogoProblem::Broken,
            LogoProblem::Dimensions,
        ];
        let logos = logos.map(|problem| plain.clone().logo_refused(problem));
        let full = Self {
            logo: Some("/assets/logo.svg".to_owned()),
            remove: Some(sample::form("/company/settings/logo/remove")),
            saved: true,
            ..page(["Sonnenfeld GmbH", "de", "#0a7d4f"])
        };
        [full, plain.clone(), colour]
            .into_iter()
            .chain(names)
            .chain(logos)
            .collect()
    }
}
