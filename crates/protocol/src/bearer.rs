//! Bearer tokens at a protected resource (RFC 6750): where they stand, and how their refusal is told.

use crate::error::{ErrorCode, Refusal, Rule};
use crate::params::Params;

/// Finds the token of a request to the userinfo endpoint: in the header, or in a form body (RFC 6750, 2.1, 2.2).
/// A token in the query is not looked at (RFC 9700, 4.3.2).
///
/// # Errors
/// `invalid_token` when there is none, `invalid_request` when it stands in two places or can't be read.
pub fn read(authorization: Option<&[u8]>, body: Option<&Params>) -> Result<String, Refusal> {
    if let Some(body) = body {
        body.refuse_repeated()?;
    }
    let in_body = body.and_then(|body| body.get("access_token"));
    match (authorization, in_body) {
        (Some(_), Some(_)) => Err(Refusal::invalid_request(
            Rule::ParameterRepeated,
            "the access token stands in the header and in the body: use one of the two",
        )),
        (Some(header), None) => in_header(header),
        (None, Some(token)) => Ok(token.to_owned()),
        (None, None) => Err(missing()),
    }
}

fn in_header(header: &[u8]) -> Result<String, Refusal> {
    match header.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => {
            let token = std::str::from_utf8(token.trim_ascii())
                .ok()
                .filter(|token| is_b64token(token));
            token.map(str::to_owned).ok_or_else(|| {
                Refusal::invalid_request(Rule::BearerInvalid, "the Authorization header holds no token")
            })
        }
        _ => Err(missing()),
    }
}

/// RFC 6750, 2.1.
fn is_b64token(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    !text.is_empty()
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
        })
}

/// The refusal of a request without any token: it is told without an error code (RFC 6750, 3.1).
fn missing() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidToken,
        Rule::BearerMissing,
        "there is no access token",
    )
}

/// The `WWW-Authenticate` header that tells of a refusal (RFC 6750, 3).
#[must_use]
pub fn challenge(refusal: &Refusal, realm: &str) -> String {
    if refusal.rule == Rule::BearerMissing {
        return format!("Bearer realm=\"{realm}\"");
    }
    format!(
        "Bearer realm=\"{realm}\", error=\"{}\", error_description=\"{}\"",
        refusal.code, refusal.description
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_header_or_body_but_not_both() {
        let body: Params = [("access_token", "a.b.c")].into_iter().collect();
        assert_eq!(read(Some(b"bearer a.b.c"), None), Ok("a.b.c".into()));
        assert_eq!(read(None, Some(&body)), Ok("a.b.c".into()));
        assert_eq!(
            read(Some(b"Bearer x"), Some(&body)).unwrap_err().code,
            ErrorCode::InvalidRequest
        );
        assert_eq!(
            read(Some(b"Bearer "), None).unwrap_err().code,
            ErrorCode::InvalidRequest
        );
        assert_eq!(
            read(Some(b"Basic abc"), None).unwrap_err().rule,
            Rule::BearerMissing
        );
    }

    #[test]
    fn a_request_without_a_token_is_told_no_error() {
        let nothing = read(None, None).unwrap_err();
        assert_eq!(challenge(&nothing, "voltkey"), "Bearer realm=\"voltkey\"");
        let bad = Refusal::new(ErrorCode::InvalidToken, Rule::BearerExpired, "it has expired");
        assert_eq!(
            challenge(&bad, "voltkey"),
            "Bearer realm=\"voltkey\", error=\"invalid_token\", error_description=\"it has expired\""
        );
    }
}
