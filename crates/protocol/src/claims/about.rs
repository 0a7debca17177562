//! The rest of the standard claims (OpenID Connect Core, 5.1): what people may tell of themselves beside their names,
//! address, telephone number and language.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

names! {
    /// Something that a person may tell: a claim (OpenID Connect Core, 5.1), or a member of the claim `address` (5.1.1).
    pub enum Detail {
        /// A further first name.
        MiddleName = "middle_name",
        /// What the person is called.
        Nickname = "nickname",
        /// What the person wants to be called by apps that have names for accounts. Nobody else here has it, or ever had it.
        PreferredUsername = "preferred_username",
        /// In the person's own words.
        Gender = "gender",
        /// A day, `YYYY-MM-DD`.
        Birthdate = "birthdate",
        /// A time zone by its name in the tz database, `Europe/Berlin`.
        Zoneinfo = "zoneinfo",
        /// A page about the person.
        Profile = "profile",
        /// An image of the person.
        Picture = "picture",
        /// A page of the person, or of whom they work for.
        Website = "website",
        /// Street and number.
        StreetAddress = "street_address",
        /// Town.
        Locality = "locality",
        /// State or province.
        Region = "region",
        /// Postal code.
        PostalCode = "postal_code",
        /// Country.
        Country = "country",
    }
}

/// The claim that holds the members of a postal address.
pub(super) const ADDRESS: &str = "address";

impl Detail {
    /// Whether it is a member of the claim `address`.
    #[must_use]
    pub const fn is_of_address(self) -> bool {
        matches!(
            self,
            Self::StreetAddress | Self::Locality | Self::Region | Self::PostalCode | Self::Country
        )
    }

    /// The claim that tells it.
    #[must_use]
    pub const fn claim(self) -> &'static str {
        match self.is_of_address() {
            true => ADDRESS,
            false => self.as_str(),
        }
    }
}

/// What a person tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct About(BTreeMap<Detail, String>);

impl About {
    /// What was told; empty: nothing.
    #[must_use]
    pub fn get(&self, detail: Detail) -> &str {
        self.0.get(&detail).map_or("", String::as_str)
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a claim, where the person tells it.
    pub(super) fn claim(&self, name: &str) -> Option<Value> {
        if name == ADDRESS {
            let told = self.0.iter().filter(|(detail, _)| detail.is_of_address());
            let members: Map<_, _> = told
                .map(|(detail, text)| (detail.to_string(), json!(text)))
                .collect();
            return (!members.is_empty()).then_some(Value::Object(members));
        }
        let detail: Detail = name.parse().ok()?;
        let text = self.0.get(&detail).filter(|_| !detail.is_of_address())?;
        Some(json!(text))
    }
}

/// What is empty is not told.
impl FromIterator<(Detail, String)> for About {
    fn from_iter<I: IntoIterator<Item = (Detail, String)>>(told: I) -> Self {
        Self(told.into_iter().filter(|(_, text)| !text.is_empty()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_a_claim_or_a_member_of_the_address() {
        let told = [
            (Detail::Nickname, "Ada"),
            (Detail::Locality, "Potsdam"),
            (Detail::Region, ""),
        ];
        let about: About = told
            .map(|(detail, text)| (detail, text.to_owned()))
            .into_iter()
            .collect();
        assert_eq!(about.claim("nickname"), Some(json!("Ada")));
        assert_eq!(about.claim("address"), Some(json!({ "locality": "Potsdam" })));
        for name in ["locality", "region", "gender", "name", ""] {
            assert_eq!(about.claim(name), None, "{name}");
        }
        assert_eq!(About::default().claim("address"), None);
        assert_eq!(Detail::Locality.claim(), "address");
        let stored = serde_json::to_string(&about).expect("JSON");
        assert_eq!(stored, r#"{"nickname":"Ada","locality":"Potsdam"}"#);
        assert_eq!(serde_json::from_str::<About>(&stored).expect("the same"), about);
    }
}
