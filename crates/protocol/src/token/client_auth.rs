//! How a client says who it is at the token, introspection and revocation endpoints (RFC 6749, 2.3).

use super::client_assertion;
use crate::client::AuthMethod;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::{self, Params};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// What a request says of its client, and what is to prove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// `client_id`.
    pub client_id: String,
    /// What is still to be checked.
    pub proof: Proof,
}

/// What a request brings to prove its client.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: a public client only names itself.
    Nothing,
    /// `client_secret`, in one of two ways.
    Secret(AuthMethod, String),
    /// `client_assertion`, a JWT under the secret or signed with a key: the client's registration decides which.
    Assertion(String),
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Secret(method, _) => method.as_str(),
            Self::Assertion(_) => "Assertion",
        })
    }
}

impl Credentials {
    /// Reads them from the `Authorization` header and the body.
    ///
    /// # Errors
    /// `invalid_client` when there are none or they can't be read, `invalid_request` when there are several
    /// (RFC 6749, 2.3: a client must not use more than one method in a request).
    pub fn read(authorization: Option<&[u8]>, params: &Params) -> Result<Self, Refusal> {
        params.refuse_repeated()?;
        let client_id = params.get("client_id");
        match (authorization, params.get("client_secret"), assertion(params)?) {
            (Some(header), None, None) => basic(header, client_id),
            (None, Some(secret), None) => by_post(client_id, secret),
            (None, None, Some(jwt)) => by_assertion(client_id, jwt),
            (None, None, None) => match client_id {
                Some(id) => Ok(Self {
                    client_id: id.to_owned(),
                    proof: Proof::Nothing,
                }),
                None => Err(refused(
                    Rule::ClientAuthMissing,
                    "the client has not authenticated",
                )),
            },
            _ => Err(Refusal::invalid_request(
                Rule::ClientAuthSeveral,
                "the client authenticates in more than one way: use one alone",
            )),
        }
    }
}

fn by_post(client_id: Option<&str>, secret: &str) -> Result<Credentials, Refusal> {
    let id =
        client_id.ok_or_else(|| refused(Rule::ClientIdMissing, "client_secret stands without client_id"))?;
    Ok(Credentials {
        client_id: id.to_owned(),
        proof: Proof::Secret(AuthMethod::ClientSecretPost, secret.to_owned()),
    })
}

/// `client_assertion`, which stands beside its type (RFC 7521, 4.2).
fn assertion(params: &Params) -> Result<Option<&str>, Refusal> {
    let malformed = |description| refused(Rule::ClientAssertionMalformed, description);
    match (
        params.get("client_assertion_type"),
        params.get("client_assertion"),
    ) {
        (None, None) => Ok(None),
        (Some(client_assertion::TYPE), Some(jwt)) => Ok(Some(jwt)),
        (Some(client_assertion::TYPE), None) => Err(malformed("client_assertion is missing")),
        (None, Some(_)) => Err(malformed("client_assertion_type is missing")),
        (Some(_), _) => Err(malformed("client_assertion_type must be that of RFC 7523, 2.2")),
    }
}

/// RFC 7521, 4.2: `client_id` may be left out, and names the assertion's subject where it stands.
fn by_assertion(client_id: Option<&str>, jwt: &str) -> Result<Credentials, Refusal> {
    let subject = client_assertion::named(jwt).ok_or_else(|| {
        refused(
            Rule::ClientAssertionMalformed,
            "client_assertion is no JWT with sub",
        )
    })?;
    if client_id.is_some_and(|id| id != subject) {
        return Err(Refusal::invalid_request(
            Rule::ClientAuthSeveral,
            "client_id differs from the sub of client_assertion",
        ));
    }
    Ok(Credentials {
        client_id: subject,
        proof: Proof::Assertion(jwt.to_owned()),
    })
}

/// The client that a request names, although its credentials may be missing or unreadable: only for the record of a
/// refusal, because nothing proves it.
#[must_use]
pub fn named(authorization: Option<&[u8]>, params: &Params) -> Option<String> {
    let in_body = params.get("client_id").map(str::to_owned);
    let in_header = || Some(basic(authorization?, None).ok()?.client_id);
    let in_assertion = || client_assertion::named(params.get("client_assertion")?);
    in_body.or_else(in_header).or_else(in_assertion)
}

/// The refusal that a client sees when its authentication fails, whatever the reason (RFC 6749, 5.2).
#[must_use]
pub fn refused(rule: Rule, description: &str) -> Refusal {
    Refusal::new(ErrorCode::InvalidClient, rule, description)
}

/// HTTP Basic, with both halves form-urlencoded (RFC 6749, 2.3.1).
fn basic(header: &[u8], in_body: Option<&str>) -> Result<Credentials, Refusal> {
    let malformed = || {
        refused(
            Rule::ClientAuthMalformed,
            "the Authorization header cannot be read as HTTP Basic",
        )
    };
    let (scheme, encoded) = header.split_at_checked(6).ok_or_else(malformed)?;
    if !scheme.eq_ignore_ascii_case(b"basic ") {
        return Err(malformed());
    }
    let decoded = STANDARD.decode(encoded.trim_ascii()).map_err(|_| malformed())?;
    let colon = decoded
        .iter()
        .position(|byte| *byte == b':')
        .ok_or_else(malformed)?;
    let client_id = params::decode(&decoded[..colon]).map_err(|_| malformed())?;
    let secret = params::decode(&decoded[colon + 1..]).map_err(|_| malformed())?;
    if client_id.is_empty() {
        return Err(malformed());
    }
    if in_body.is_some_and(|other| other != client_id) {
        return Err(Refusal::invalid_request(
            Rule::ClientAuthSeveral,
            "client_id in the body differs from the one in the Authorization header",
        ));
    }
    Ok(Credentials {
        client_id,
        proof: Proof::Secret(AuthMethod::ClientSecretBasic, secret),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<u8> {
        format!("Basic {}", STANDARD.encode(text)).into_bytes()
    }

    fn body(pairs: &[(&str, &str)]) -> Params {
        pairs.iter().copied().collect()
    }

    #[test]
    fn the_header_is_form_decoded() {
        let read = Credentials::read(Some(&header("my%3Aapp:p%2Bs+%25")), &body(&[])).expect("valid");
        let secret = |text: &str| Proof::Secret(AuthMethod::ClientSecretBasic, text.to_owned());
        assert_eq!((read.client_id.as_str(), read.proof), ("my:app", secret("p+s %")));
        let colons = Credentials::read(Some(&header("app:a:b")), &body(&[])).expect("valid");
        assert_eq!(colons.proof, secret("a:b"));
    }

    #[test]
    fn the_scheme_is_case_insensitive() {
        let lower = String::from_utf8(header("a:b"))
            .expect("ascii")
            .replace("Basic", "bASIC");
        assert!(Credentials::read(Some(lower.as_bytes()), &body(&[])).is_ok());
    }

    #[test]
    fn a_client_is_named_in_the_body_or_in_the_header() {
        let in_body = body(&[("client_id", "a"), ("client_id", "b")]);
        assert_eq!(named(Some(b"nonsense"), &in_body).as_deref(), Some("a"));
        assert_eq!(named(Some(&header("app:p")), &body(&[])).as_deref(), Some("app"));
        assert_eq!(named(Some(b"Basic !"), &body(&[])), None);
        assert_eq!(named(None, &body(&[])), None);
    }

    #[test]
    fn one_method_at_a_time() {
        let both = Credentials::read(
            Some(&header("a:b")),
            &body(&[("client_id", "a"), ("client_secret", "b")]),
        );
        assert_eq!(both.unwrap_err().rule, Rule::ClientAuthSeveral);
        let other = Credentials::read(Some(&header("a:b")), &body(&[("client_id", "c")]));
        assert_eq!(other.unwrap_err().rule, Rule::ClientAuthSeveral);
        assert!(Credentials::read(Some(&header("a:b")), &body(&[("client_id", "a")])).is_ok());
    }

    fn jwt(payload: &str) -> String {
        let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload);
        format!("e30.{payload}.e30")
    }

    #[test]
    fn an_assertion_names_its_client() {
        let (kind, jwt) = (
            ("client_assertion_type", client_assertion::TYPE),
            jwt(r#"{"sub":"app"}"#),
        );
        let assertion = ("client_assertion", jwt.as_str());
        for pairs in [&[kind, assertion][..], &[kind, assertion, ("client_id", "app")]] {
            let read = Credentials::read(None, &body(pairs)).expect("valid");
            assert_eq!(
                (read.client_id.as_str(), read.proof),
                ("app", Proof::Assertion(jwt.clone()))
            );
        }
        let rule = |header: Option<&[u8]>, pairs: &[(&str, &str)]| {
            Credentials::read(header, &body(pairs)).unwrap_err().rule
        };
        let basic = header("app:b");
        for (header, more) in [
            (Some(&basic[..]), ("x", "y")),
            (None, ("client_secret", "b")),
            (None, ("client_id", "another")),
        ] {
            assert_eq!(rule(header, &[kind, assertion, more]), Rule::ClientAuthSeveral);
        }
        for pairs in [
            &[kind][..],
            &[assertion],
            &[
                (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                ),
                assertion,
            ],
            &[kind, ("client_assertion", "nonsense"), ("client_id", "app")],
        ] {
            assert_eq!(rule(None, pairs), Rule::ClientAssertionMalformed, "{pairs:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_invalid_client() {
        for text in [
            &b"Basic"[..],
            b"Basic !",
            b"Bearer abc",
            b"",
            &header("nocolon"),
            &header(":secret"),
            &header("%zz:b"),
        ] {
            let refusal = Credentials::read(Some(text), &body(&[])).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::InvalidClient, "{text:?}");
        }
        assert_eq!(
            Credentials::read(None, &body(&[])).unwrap_err().rule,
            Rule::ClientAuthMissing
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let read = Credentials::read(Some(&header("app:hush")), &body(&[])).expect("valid");
        assert!(!format!("{read:?}").contains("hush"));
    }
}
