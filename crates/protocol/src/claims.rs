//! Claims about a person (OpenID Connect Core, 5.1 and 5.4), as the userinfo endpoint gives them.

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
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "companies",
];

/// What is known about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The subject identifier.
    pub sub: String,
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

    /// The claims that these scopes ask for, `sub` always among them (OpenID Connect Core, 5.3.2). A claim
    /// without a value is left out.
    #[must_use]
    pub fn claims(&self, scope: &Scope) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("sub".into(), json!(self.sub));
        if scope.contains(scope::PROFILE) {
            self.add_profile(&mut claims);
        }
        if scope.contains(scope::EMAIL) {
            claims.insert("email".into(), json!(self.email));
            claims.insert("email_verified".into(), json!(self.email_verified));
        }
        if let Some(phone) = self.phone.as_ref().filter(|_| scope.contains(scope::PHONE)) {
            claims.insert("phone_number".into(), json!(phone));
            claims.insert("phone_number_verified".into(), json!(false));
        }
        if scope.contains(scope::COMPANY) {
            claims.insert("companies".into(), json!(self.companies));
        }
        claims
    }

    fn add_profile(&self, claims: &mut Map<String, Value>) {
        let texts = [
            ("name", self.name()),
            ("given_name", self.given_name.clone()),
            ("family_name", self.family_name.clone()),
            ("locale", self.language.clone()),
        ];
        for (claim, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            claims.insert(claim.into(), json!(text));
        }
        claims.insert("updated_at".into(), json!(self.updated_at.as_seconds()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Person {
        Person {
            sub: "s".into(),
            given_name: "Ada".into(),
            family_name: "Sommer".into(),
            email: "ada@sonnenfeld.example".into(),
            email_verified: true,
            phone: None,
            language: "en".into(),
            updated_at: Timestamp::from_seconds(7),
            companies: Vec::new(),
        }
    }

    #[test]
    fn each_scope_gives_its_own_claims_and_nothing_empty() {
        let names = |scope: &str| {
            let scope = scope.parse().expect("scope");
            let mut names: Vec<_> = ada().claims(&scope).keys().cloned().collect();
            names.sort();
            names.join(" ")
        };
        assert_eq!(names("openid"), "sub");
        assert_eq!(names("openid email"), "email email_verified sub");
        assert_eq!(
            names("openid profile"),
            "family_name given_name locale name sub updated_at"
        );
        assert_eq!(names("openid phone"), "sub");
        assert_eq!(names("openid company"), "companies sub");
    }
}
