//! Claims about a person (OpenID Connect Core, 5.1, 5.4 and 5.5), as userinfo and ID tokens give them.

mod about;
mod request;

pub use about::{About, Detail};
pub use request::{ClaimsRequest, Wish, Wishes};

use crate::scope::{self, Scope};
use crate::time::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The claims that this provider can give, for discovery.
pub const SUPPORTED: &[&str] = &[
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "acr",
    "amr",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "address",
    "phone_number",
    "phone_number_verified",
    "companies",
];

/// The claims about a person, each with the scope that gives it (OpenID Connect Core, 5.4).
const PERSONAL: &[(&str, &str)] = &[
    ("name", scope::PROFILE),
    ("given_name", scope::PROFILE),
    ("family_name", scope::PROFILE),
    ("middle_name", scope::PROFILE),
    ("nickname", scope::PROFILE),
    ("preferred_username", scope::PROFILE),
    ("profile", scope::PROFILE),
    ("picture", scope::PROFILE),
    ("website", scope::PROFILE),
    ("gender", scope::PROFILE),
    ("birthdate", scope::PROFILE),
    ("zoneinfo", scope::PROFILE),
    ("locale", scope::PROFILE),
    ("updated_at", scope::PROFILE),
    ("email", scope::EMAIL),
    ("email_verified", scope::EMAIL),
    (about::ADDRESS, scope::ADDRESS),
    ("phone_number", scope::PHONE),
    ("phone_number_verified", scope::PHONE),
    (COMPANIES, scope::COMPANY),
];

/// Our own: the companies that the person belongs to.
const COMPANIES: &str = "companies";

/// The scope that gives a claim about a person; none for other claims.
#[must_use]
pub fn scope_of(claim: &str) -> Option<&'static str> {
    let found = PERSONAL.iter().find(|(name, _)| *name == claim);
    found.map(|(_, scope)| *scope)
}

/// What a person must have consented to, so that a client gets these: the scopes without `openid`, and those that give
/// the claims which are asked for one by one.
#[must_use]
pub fn scope_of_consent(scope: &Scope, claims: &ClaimsRequest) -> Scope {
    let by_claim: Scope = claims.names().filter_map(scope_of).collect();
    scope.union(&by_claim).filter(|value| value != scope::OPENID)
}

/// Whether the person's companies must be known to give what these scopes and wishes ask for.
#[must_use]
pub fn tell_companies(scope: &Scope, wishes: &Wishes) -> bool {
    scope.contains(scope::COMPANY) || wishes.contains_key(COMPANIES)
}

/// Whether what the person tells of themselves must be known to give what these scopes and wishes ask for.
#[must_use]
pub fn tell_about(scope: &Scope, wishes: &Wishes) -> bool {
    let is_wished = |detail: &Detail| wishes.contains_key(detail.claim());
    scope.contains(scope::PROFILE) || scope.contains(scope::ADDRESS) || Detail::ALL.iter().any(is_wished)
}

/// What is known about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// E-mail address.
    pub email: String,
    /// Whether a link that was mailed there has been used.
    pub email_verified: bool,
    /// Phone number, as the person wrote it.
    pub phone: Option<String>,
    /// Language of the pages, a BCP 47 tag.
    pub language: String,
    /// What else the person tells.
    pub about: About,
    /// When any of this last changed.
    pub updated_at: Timestamp,
    /// The companies that the person belongs to.
    pub companies: Vec<Company>,
}

/// A membership, as scope `company` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Company {
    /// Identifier that never changes.
    pub id: String,
    /// Short name for addresses.
    pub slug: String,
    /// The name that people see.
    pub name: String,
    /// `member` or `admin`.
    pub role: String,
}

impl Person {
    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }

    /// The claims that these scopes give, and those that were asked for one by one. One without a value is left out,
    /// and so is one that was only asked for with values that it does not have. `sub` is not among them.
    #[must_use]
    pub fn claims(&self, scope: &Scope, wishes: &Wishes) -> Map<String, Value> {
        let is_given = |name: &str, given_by: &str, value: &Value| {
            scope.contains(given_by) || wishes.get(name).is_some_and(|wish| wish.is_content_with(value))
        };
        let claims = PERSONAL.iter().filter_map(|(name, given_by)| {
            let value = self.claim(name)?;
            is_given(name, given_by, &value).then(|| ((*name).to_owned(), value))
        });
        claims.collect()
    }

    /// The value of a claim, where there is one.
    fn claim(&self, name: &str) -> Option<Value> {
        let text = |text: &str| (!text.is_empty()).then(|| json!(text));
        match name {
            "name" => text(&self.name()),
            "given_name" => text(&self.given_name),
            "family_name" => text(&self.family_name),
            "locale" => text(&self.language),
            "updated_at" => Some(json!(self.updated_at.as_seconds())),
            "email" => text(&self.email),
            "email_verified" => Some(json!(self.email_verified)),
            "phone_number" => text(self.phone.as_deref()?),
            "phone_number_verified" => self.phone.as_deref().map(|_| json!(false)),
            COMPANIES => Some(json!(self.companies)),
            other => self.about.claim(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Person {
        Person {
            given_name: "Ada".into(),
            family_name: "Sommer".into(),
            email: "ada@sonnenfeld.example".into(),
            email_verified: true,
            phone: None,
            language: "en".into(),
            about: [(Detail::Nickname, "Ada".to_owned())].into_iter().collect(),
            updated_at: Timestamp::from_seconds(7),
            companies: Vec::new(),
        }
    }

    fn names(scope: &str, claims: &str) -> String {
        let wishes = ClaimsRequest::parse(claims).expect("claims").userinfo;
        let claims = ada().claims(&scope.parse().expect("scope"), &wishes);
        let mut names: Vec<_> = claims.keys().map(String::as_str).collect();
        names.sort_unstable();
        names.join(" ")
    }

    #[test]
    fn each_scope_gives_its_own_claims_and_nothing_empty() {
        assert_eq!(names("openid", "{}"), "");
        assert_eq!(names("openid email", "{}"), "email email_verified");
        assert_eq!(
            names("openid profile", "{}"),
            "family_name given_name locale name nickname updated_at"
        );
        assert_eq!(names("openid phone address", "{}"), "");
        assert_eq!(names("openid company", "{}"), "companies");
    }

    #[test]
    fn what_is_asked_for_by_name_is_given_alone() {
        let wish = r#"{"userinfo":{"email":null,"locale":{"value":"en"},"phone_number":{"essential":true}}}"#;
        assert_eq!(names("openid", wish), "email locale");
        let other = r#"{"userinfo":{"locale":{"value":"de"},"given_name":{"values":["Eva","Ada"]}}}"#;
        assert_eq!(names("openid", other), "given_name");
        assert_eq!(
            names("profile", other),
            "family_name given_name locale name nickname updated_at",
            "a scope gives it whatever is wished"
        );
    }

    #[test]
    fn everything_that_people_may_tell_is_a_claim() {
        for detail in Detail::ALL {
            assert!(scope_of(detail.claim()).is_some(), "{detail}");
        }
    }

    #[test]
    fn every_claim_about_a_person_is_announced() {
        for (name, given_by) in PERSONAL {
            assert!(
                SUPPORTED.contains(name) && scope::KNOWN.contains(given_by),
                "{name}"
            );
        }
    }
}
