//! The authorization response: a redirect, or a form that the browser posts (OAuth 2.0 Multiple Response Type
//! Encoding Practices; OAuth 2.0 Form Post Response Mode), always with `iss` (RFC 9207).

use super::destination::Destination;
use crate::address;
use crate::error::Refusal;
use std::fmt;

names! {
    /// How the answer's parameters travel.
    pub enum ResponseMode {
        /// In the redirect URI's query.
        Query = "query",
        /// In the body of a POST that the browser makes.
        FormPost = "form_post",
    }
}

/// An answer on its way to the client. Nothing but a settled [`Destination`] leads to one.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthorizationResponse {
    /// A registered address, to the letter.
    pub redirect_uri: String,
    /// How it travels.
    pub mode: ResponseMode,
    /// The parameters in order.
    pub fields: Vec<(&'static str, String)>,
}

impl fmt::Debug for AuthorizationResponse {
    /// Without the fields, of which one may be a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationResponse")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

impl AuthorizationResponse {
    /// The answer that carries an authorization code.
    #[must_use]
    pub fn success(to: &Destination, issuer: &str, code: String) -> Self {
        Self::new(to, issuer, vec![("code", code)])
    }

    /// The answer that carries a refusal (RFC 6749, 4.1.2.1).
    #[must_use]
    pub fn refusal(to: &Destination, issuer: &str, refusal: &Refusal, reference: &str) -> Self {
        let description = match reference {
            "" => refusal.description.clone(),
            reference => format!("{} (reference {reference})", refusal.description),
        };
        Self::new(
            to,
            issuer,
            vec![
                ("error", refusal.code.to_string()),
                ("error_description", description),
            ],
        )
    }

    fn new(to: &Destination, issuer: &str, mut fields: Vec<(&'static str, String)>) -> Self {
        fields.extend(to.state.clone().map(|state| ("state", state)));
        fields.push(("iss", issuer.to_owned()));
        Self {
            redirect_uri: to.redirect_uri.clone(),
            mode: to.mode,
            fields,
        }
    }

    /// The address of a redirect in mode `query`: the registered one with the fields added to its own query.
    #[must_use]
    pub fn location(&self) -> String {
        address::with_parameters(&self.redirect_uri, &self.fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(redirect_uri: &str) -> Destination {
        Destination {
            redirect_uri: redirect_uri.to_owned(),
            redirect_uri_was_sent: true,
            mode: ResponseMode::Query,
            state: Some("s&t".to_owned()),
        }
    }

    #[test]
    fn keeps_the_query_of_the_registered_address() {
        let at = |uri| AuthorizationResponse::success(&to(uri), "https://op.example", "c".into()).location();
        let tail = "code=c&state=s%26t&iss=https%3A%2F%2Fop.example";
        assert_eq!(at("https://a.example/cb"), format!("https://a.example/cb?{tail}"));
        assert_eq!(
            at("https://a.example/cb?"),
            format!("https://a.example/cb?{tail}")
        );
        assert_eq!(
            at("https://a.example/cb?x=1"),
            format!("https://a.example/cb?x=1&{tail}")
        );
        assert_eq!(at("com.example.app:/cb"), format!("com.example.app:/cb?{tail}"));
    }
}
