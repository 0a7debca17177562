//! The fields for what a person tells of themselves, at the activation and in the profile.

use super::form::Field;
use super::language::Language;
use super::message::Message;
use serde::Serialize;
use voltkey_flows::account::details::{DetailProblems, Details, MAX_NAME, MAX_PHONE, NameProblem};

/// The fields with what was refused in them.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PersonDetails {
    pub given_name: Field,
    pub family_name: Field,
    pub tel: Field,
    pub languages: Vec<LanguageChoice>,
    longest_name: usize,
    longest_phone: usize,
}

/// A language that can be chosen.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LanguageChoice {
    code: Language,
    name: &'static str,
    chosen: bool,
}

impl PersonDetails {
    /// The fields with what is known of the person, or what they entered before.
    pub fn new(details: &Details) -> Self {
        Self {
            given_name: Field::holding(&details.given_name),
            family_name: Field::holding(&details.family_name),
            tel: Field::holding(&details.phone),
            languages: languages(&details.language),
            longest_name: MAX_NAME,
            longest_phone: MAX_PHONE,
        }
    }

    /// The fields after a refusal.
    pub fn refused(mut self, problems: &DetailProblems) -> Self {
        self.given_name.error = problems
            .given_name
            .map(|problem| name_error(problem, "person-details-given-name-missing"));
        self.family_name.error = problems
            .family_name
            .map(|problem| name_error(problem, "person-details-family-name-missing"));
        self.tel.error = problems
            .phone
            .map(|_| Message::new("person-details-tel-malformed"));
        self
    }

    /// The fields that can be refused, in the page's order.
    pub fn fields(&self) -> [(&'static str, &Field); 3] {
        [
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
            ("tel", &self.tel),
        ]
    }
}

/// Why a name is not taken; `missing` says which one is to be entered.
pub(crate) fn name_error(problem: NameProblem, missing: &'static str) -> Message {
    match problem {
        NameProblem::Missing => Message::new(missing),
        NameProblem::TooLong => {
            let most = u32::try_from(MAX_NAME).unwrap_or(u32::MAX);
            Message::new("person-details-name-too-long").with("most", most)
        }
        NameProblem::Unreadable => Message::new("person-details-name-unreadable"),
    }
}

/// Every language, with the one of that code chosen.
pub(crate) fn languages(chosen: &str) -> Vec<LanguageChoice> {
    Language::ALL
        .into_iter()
        .map(|code| LanguageChoice {
            code,
            name: code.name(),
            chosen: code.code() == chosen,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_person_s_language_is_chosen() {
        let details = Details {
            language: "de".to_owned(),
            ..Details::default()
        };
        let languages = PersonDetails::new(&details).languages.into_iter();
        let chosen: Vec<_> = languages.filter(|choice| choice.chosen).collect();
        assert_eq!(
            chosen.iter().map(|choice| choice.name).collect::<Vec<_>>(),
            ["Deutsch"]
        );
    }
}
