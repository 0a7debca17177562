//! How a client says who it is at the token, introspection and revocation endpoints (RFC 6749, 2.3).

use crate::client::AuthMethod;
use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::{self, Params};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// What a request says of its client; the secret is still to be checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The way in which they came.
    pub method: AuthMethod,
    /// `client_id`.
    pub client_id: String,
    /// `client_secret`; empty for [`AuthMethod::None`].
    pub secret: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("method", &self.method)
            .field("client_id", &self.client_id)
            .finish()
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
        let in_body = params.get("client_secret");
        let client_id = params.get("client_id");
        match (authorization, in_body) {
            (Some(_), Some(_)) => Err(Refusal::invalid_request(
                Rule::ClientAuthSeveral,
                "the client authenticates in the header and in the body: use one of the two",
            )),
            (Some(header), None) => basic(header, client_id),
            (None, Some(secret)) => match client_id {
                Some(id) => Ok(Self {
                    method: AuthMethod::ClientSecretPost,
                    client_id: id.to_owned(),
                    secret: secret.to_owned(),
                }),
                None => Err(refused(
                    Rule::ClientIdMissing,
                    "client_secret stands without client_id",
                )),
            },
            (None, None) => match client_id {
                Some(id) => Ok(Self {
                    method: AuthMethod::None,
                    client_id: id.to_owned(),
                    secret: String::new(),
                }),
                None => Err(refused(
                    Rule::ClientAuthMissing,
                    "the client has not authenticated",
                )),
            },
        }
    }
}

/// The client that a request names, although its credentials may be missing or unreadable: only for the record of a
/// refusal, because nothing proves it.
#[must_use]
pub fn named(authorization: Option<&[u8]>, params: &Params) -> Option<String> {
    let in_body = params.get("client_id").map(str::to_owned);
    let in_header = || Some(basic(authorization?, None).ok()?.client_id);
    in_body.or_else(in_header)
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
        method: AuthMethod::ClientSecretBasic,
        client_id,
        secret,
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
        assert_eq!(
            (read.client_id.as_str(), read.secret.as_str()),
            ("my:app", "p+s %")
        );
        let colons = Credentials::read(Some(&header("app:a:b")), &body(&[])).expect("valid");
        assert_eq!(colons.secret, "a:b");
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
