//! The `claims` parameter: claims that are asked for one by one (OpenID Connect Core, 5.5).

use crate::assurance::Acr;
use crate::error::{Refusal, Rule};
use crate::json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Claims that have a meaning here, beside those about a person.
const OF_THE_LOGIN: &[&str] = &["sub", "acr", "auth_time"];

/// What a request asks for one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// To be told by the userinfo endpoint.
    #[serde(default, skip_serializing_if = "Wishes::is_empty")]
    pub userinfo: Wishes,
    /// To stand in ID tokens.
    #[serde(default, skip_serializing_if = "Wishes::is_empty")]
    pub id_token: Wishes,
}

/// Claims by name. Those that nobody here knows are not among them (5.5: they are passed over), nor is any with a
/// language tag: no claim of ours has several languages.
pub type Wishes = BTreeMap<String, Wish>;

/// How a claim is asked for (5.5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Whether the client can't do without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// The values that will do, the best first; any where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl Wish {
    /// Whether this value will do.
    #[must_use]
    pub fn is_content_with(&self, value: &Value) -> bool {
        self.values.is_empty() || self.values.contains(value)
    }

    fn parse(name: &str, wish: &Value) -> Result<Self, Refusal> {
        let members = match wish {
            Value::Null => return Ok(Self::default()),
            Value::Object(members) => members,
            _ => return Err(malformed(&format!("{name} must be null or an object"))),
        };
        let essential = match members.get("essential") {
            None => false,
            Some(Value::Bool(essential)) => *essential,
            Some(_) => return Err(malformed(&format!("{name}: essential must be true or false"))),
        };
        let mut values: Vec<_> = members.get("value").cloned().into_iter().collect();
        match members.get("values") {
            None => {}
            Some(Value::Array(more)) => values.extend(more.iter().cloned()),
            Some(_) => return Err(malformed(&format!("{name}: values must be an array"))),
        }
        Ok(Self { essential, values })
    }
}

impl ClaimsRequest {
    /// Reads the parameter.
    ///
    /// # Errors
    /// `invalid_request` when it is no JSON object of such objects.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let members = json::object(text.as_bytes()).map_err(|error| malformed(&error.to_string()))?;
        Ok(Self {
            userinfo: wishes(&members, "userinfo")?,
            id_token: wishes(&members, "id_token")?,
        })
    }

    /// The same without the claims that `keep` refuses.
    #[must_use]
    pub fn filter(mut self, keep: impl Fn(&str) -> bool) -> Self {
        self.userinfo.retain(|name, _| keep(name));
        self.id_token.retain(|name, _| keep(name));
        self
    }

    /// The names of the claims that are asked for in either place.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.id_token
            .keys()
            .chain(self.userinfo.keys())
            .map(String::as_str)
    }

    /// Whether the person of this subject identifier is one whom the client will have (5.5.1).
    #[must_use]
    pub fn accepts_subject(&self, sub: &str) -> bool {
        let sub = Value::from(sub);
        self.of("sub").all(|wish| wish.is_content_with(&sub))
    }

    /// The authentication classes that will do, the best first; none where nothing is said of them.
    #[must_use]
    pub fn acr_values(&self) -> Option<Vec<String>> {
        if let Some(essential) = self.essential_acr() {
            return Some(essential);
        }
        self.of("acr")
            .find(|wish| !wish.values.is_empty())
            .map(Wish::texts)
    }

    /// The authentication classes without one of which the login counts as failed (5.5.1.1); none where nothing is
    /// said so firmly.
    #[must_use]
    pub fn essential_acr(&self) -> Option<Vec<String>> {
        let wish = self
            .of("acr")
            .find(|wish| wish.essential && !wish.values.is_empty());
        wish.map(Wish::texts)
    }

    /// The class that is told of a login of this one. Two factors are the class of one as well, and told so to whom
    /// nothing else will do.
    #[must_use]
    pub fn acr_to_tell(&self, reached: Acr) -> Acr {
        match self.essential_acr() {
            Some(values) if !values.iter().any(|value| value == reached.as_str()) => {
                let one = values.iter().any(|value| value == Acr::OneFactor.as_str());
                if one { Acr::OneFactor } else { reached }
            }
            _ => reached,
        }
    }

    fn of(&self, name: &'static str) -> impl Iterator<Item = &Wish> {
        self.id_token.get(name).into_iter().chain(self.userinfo.get(name))
    }
}

impl Wish {
    fn texts(&self) -> Vec<String> {
        let texts = self.values.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }
}

fn wishes(members: &Map<String, Value>, place: &str) -> Result<Wishes, Refusal> {
    let asked = match members.get(place) {
        None | Some(Value::Null) => return Ok(Wishes::new()),
        Some(Value::Object(asked)) => asked,
        Some(_) => return Err(malformed(&format!("{place} must be an object"))),
    };
    let is_known = |name: &str| OF_THE_LOGIN.contains(&name) || super::scope_of(name).is_some();
    let mut wishes = Wishes::new();
    for (name, wish) in asked {
        let wish = Wish::parse(name, wish)?;
        if is_known(name) {
            wishes.insert(name.clone(), wish);
        }
    }
    Ok(wishes)
}

fn malformed(why: &str) -> Refusal {
    let description = format!("claims cannot be read: {}", crate::params::shorten(why));
    Refusal::invalid_request(Rule::ParameterMalformed, description).with("parameter", "claims")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of OpenID Connect Core, 5.5.
    const EXAMPLE: &str = r#"{
        "userinfo": {
            "given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
            "email_verified": {"essential": true}, "picture": null, "http://example.info/claims/groups": null
        },
        "id_token": {
            "auth_time": {"essential": true}, "acr": {"values": ["urn:mace:incommon:iap:silver"]}
        }
    }"#;

    #[test]
    fn the_example_is_read_without_what_nobody_here_knows() {
        let asked = ClaimsRequest::parse(EXAMPLE).expect("valid");
        let userinfo: Vec<_> = asked.userinfo.keys().map(String::as_str).collect();
        let known = ["email", "email_verified", "given_name", "nickname", "picture"];
        assert_eq!(userinfo, known);
        assert!(asked.userinfo["email"].essential);
        let id_token: Vec<_> = asked.id_token.keys().map(String::as_str).collect();
        assert_eq!(id_token, ["acr", "auth_time"]);
        let silver = ["urn:mace:incommon:iap:silver".to_owned()];
        assert_eq!(asked.acr_values().as_deref(), Some(silver.as_slice()));
        assert_eq!(asked.essential_acr(), None);
    }

    #[test]
    fn what_is_no_such_object_is_refused() {
        for odd in [
            "",
            "[]",
            "null",
            "{",
            r#"{"userinfo":[]}"#,
            r#"{"userinfo":{"email":true}}"#,
            r#"{"userinfo":{"email":{"essential":"yes"}}}"#,
            r#"{"id_token":{"nickname":{"values":"x"}}}"#,
            r#"{"userinfo":{"email":null,"email":null}}"#,
        ] {
            let refusal = ClaimsRequest::parse(odd).expect_err(odd);
            assert_eq!(refusal.rule, Rule::ParameterMalformed, "{odd}");
        }
        for fine in [
            "{}",
            r#"{"userinfo":null,"other":7}"#,
            r#"{"userinfo":{"name#de":null}}"#,
        ] {
            assert_eq!(ClaimsRequest::parse(fine), Ok(ClaimsRequest::default()), "{fine}");
        }
    }

    #[test]
    fn a_subject_is_accepted_where_its_value_is_named_or_none_is() {
        let accepts = |text: &str| ClaimsRequest::parse(text).expect("valid").accepts_subject("ada");
        assert!(accepts("{}"));
        assert!(accepts(r#"{"id_token":{"sub":null}}"#));
        assert!(accepts(r#"{"id_token":{"sub":{"value":"ada"}}}"#));
        assert!(!accepts(r#"{"id_token":{"sub":{"value":"ben"}}}"#));
        assert!(!accepts(r#"{"userinfo":{"sub":{"value":"ben"}}}"#));
        assert!(!accepts(r#"{"id_token":{"sub":{"value":7}}}"#));
    }

    #[test]
    fn two_factors_are_told_as_one_to_whom_nothing_else_will_do() {
        let told = |values: &str, reached| {
            let text = format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":[{values}]}}}}}}"#);
            ClaimsRequest::parse(&text).expect("valid").acr_to_tell(reached)
        };
        let (one, two) = (r#""urn:voltkey:acr:1fa""#, r#""urn:voltkey:acr:2fa""#);
        assert_eq!(told(one, Acr::TwoFactor), Acr::OneFactor);
        assert_eq!(told(&format!("{two},{one}"), Acr::TwoFactor), Acr::TwoFactor);
        assert_eq!(told(two, Acr::OneFactor), Acr::OneFactor);
        assert_eq!(told("", Acr::TwoFactor), Acr::TwoFactor);
    }
}
