//! The fields for what else a person tells of themselves.

use super::form::{Field, Form};
use super::message::Message;
use serde::Serialize;
use voltkey_flows::account::about::{AboutProblem, AboutProblems, MAX_ADDRESS, MAX_TEXT};
use voltkey_protocol::claims::{About, Detail};

/// The form, in two groups of rows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AboutForm {
    form: Form,
    person: Vec<Vec<AboutField>>,
    address: Vec<Vec<AboutField>>,
}

/// A field, whose id and name are those of the claim, or of the member of the claim `address`.
#[derive(Clone, Debug, Serialize)]
struct AboutField {
    id: &'static str,
    label: Message,
    kind: &'static str,
    autocomplete: &'static str,
    longest: usize,
    field: Field,
}

/// What is told of the person, row by row: short fields stand side by side.
const PERSON: [&[Detail]; 6] = [
    &[Detail::MiddleName, Detail::Nickname],
    &[Detail::PreferredUsername, Detail::Gender],
    &[Detail::Birthdate, Detail::Zoneinfo],
    &[Detail::Profile],
    &[Detail::Picture],
    &[Detail::Website],
];
const ADDRESS: [&[Detail]; 3] = [
    &[Detail::StreetAddress],
    &[Detail::PostalCode, Detail::Locality],
    &[Detail::Region, Detail::Country],
];

impl AboutForm {
    /// The fields with what the person tells, or what they entered before.
    pub fn new(form: Form, about: &About) -> Self {
        let row = |details: &&[Detail]| {
            let fields = details.iter();
            fields
                .map(|detail| AboutField::new(*detail, about.get(*detail)))
                .collect()
        };
        Self {
            form,
            person: PERSON.iter().map(row).collect(),
            address: ADDRESS.iter().map(row).collect(),
        }
    }

    /// The fields after a refusal.
    pub fn refused(mut self, problems: &AboutProblems) -> Self {
        for (detail, problem) in problems {
            let mut fields = self.person.iter_mut().chain(&mut self.address).flatten();
            if let Some(found) = fields.find(|field| field.id == detail.as_str()) {
                found.field.error = Some(error(*problem, found.longest));
            }
        }
        self
    }

    /// The fields, in the page's order.
    pub fn fields(&self) -> Vec<(&'static str, &Field)> {
        let fields = self.person.iter().chain(&self.address).flatten();
        fields.map(|field| (field.id, &field.field)).collect()
    }
}

impl AboutField {
    fn new(detail: Detail, value: &str) -> Self {
        let (label, kind, autocomplete) = looks(detail);
        Self {
            id: detail.as_str(),
            label: Message::new(label),
            kind,
            autocomplete,
            longest: match kind {
                "url" => MAX_ADDRESS,
                _ => MAX_TEXT,
            },
            field: Field::holding(value),
        }
    }
}

/// Label, type of the input, and what browsers fill in (WCAG 2.2, 1.3.5).
fn looks(detail: Detail) -> (&'static str, &'static str, &'static str) {
    match detail {
        Detail::MiddleName => ("account-about-middle-name", "text", "additional-name"),
        Detail::Nickname => ("account-about-nickname", "text", "nickname"),
        // Not what browsers keep under `username`: that is the address.
        Detail::PreferredUsername => ("account-about-username", "text", "off"),
        Detail::Gender => ("account-about-gender", "text", "sex"),
        Detail::Birthdate => ("account-about-birthdate", "date", "bday"),
        Detail::Zoneinfo => ("account-about-zone", "text", "off"),
        Detail::Profile => ("account-about-profile", "url", "off"),
        Detail::Picture => ("account-about-picture", "url", "photo"),
        Detail::Website => ("account-about-website", "url", "url"),
        Detail::StreetAddress => ("account-about-street", "text", "address-line1"),
        Detail::Locality => ("account-about-town", "text", "address-level2"),
        Detail::Region => ("account-about-region", "text", "address-level1"),
        Detail::PostalCode => ("account-about-postal-code", "text", "postal-code"),
        Detail::Country => ("account-about-country", "text", "country-name"),
    }
}

fn error(problem: AboutProblem, longest: usize) -> Message {
    match problem {
        AboutProblem::TooLong => {
            let most = u32::try_from(longest).unwrap_or(u32::MAX);
            Message::new("account-about-too-long").with("most", most)
        }
        AboutProblem::Unreadable => Message::new("account-about-unreadable"),
        AboutProblem::NoUsername => Message::new("account-about-username-malformed"),
        AboutProblem::Taken => Message::new("account-about-username-taken"),
        AboutProblem::NoMoreNames => Message::new("account-about-username-no-more"),
        AboutProblem::NoBirthdate => Message::new("account-about-birthdate-malformed"),
        AboutProblem::NoZone => Message::new("account-about-zone-malformed"),
        AboutProblem::NoAddress => Message::new("account-about-address-malformed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_detail_has_its_place_on_the_page() {
        let placed: Vec<_> = PERSON.iter().chain(&ADDRESS).copied().flatten().collect();
        for detail in Detail::ALL {
            let times = placed.iter().filter(|placed| placed.as_str() == detail.as_str());
            assert_eq!(times.count(), 1, "{}", detail.as_str());
        }
        assert!(
            ADDRESS
                .iter()
                .copied()
                .flatten()
                .all(|detail| detail.is_of_address())
        );
    }
}
