//! The authorization response: a redirect, or a form that the browser posts (OAuth 2.0 Multiple Response Type
//! Encoding Practices; OAuth 2.0 Form Post Response Mode), always with `iss` (RFC 9207).

use super::destination::Destination;
use crate::address;
use crate::error::Refusal;
use crate::scope::Scope;
use std::fmt;

names! {
    /// How the answer's parameters travel.
    pub enum ResponseMode {
        /// In the redirect URI's query.
        Query = "query",
        /// In the redirect URI's fragment, which the browser sends to no server.
        Fragment = "fragment",
        /// In the body of a POST that the browser makes.
        FormPost = "form_post",
    }
}

impl ResponseMode {
    /// How the answer to a request travels that names no mode: in the fragment where a token may stand in it (OAuth
    /// 2.0 Multiple Response Type Encoding Practices, 2.1, 3 and 5). The response type is taken as it was sent,
    /// known or not.
    #[must_use]
    pub fn default_of(response_type: &str) -> Self {
        let has_token = response_type
            .split(' ')
            .any(|word| matches!(word, "token" | "id_token"));
        if has_token { Self::Fragment } else { Self::Query }
    }
}

/// What an answer gives: as much of it as the response type asks for (RFC 6749, 4.1.2 and 4.2.2; OpenID Connect Core,
/// 3.2.2.5 and 3.3.2.5). A field that an extension adds to successful answers has its place here.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// To be exchanged at the token endpoint.
    pub code: Option<String>,
    /// To be used at once.
    pub token: Option<GrantedToken>,
    /// Who signed in, and how.
    pub id_token: Option<String>,
    /// With which the client's page watches the login (OpenID Connect Session Management 1.0, 2).
    pub session_state: Option<String>,
}

/// An access token, with what is told of it.
#[derive(Clone, PartialEq, Eq)]
pub struct GrantedToken {
    /// The token, a bearer's.
    pub access_token: String,
    /// Seconds until it ends.
    pub expires_in: u64,
    /// What it is good for.
    pub scope: Scope,
}

impl Granted {
    fn into_fields(self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        fields.extend(self.code.map(|code| ("code", code)));
        if let Some(token) = self.token {
            fields.push(("access_token", token.access_token));
            fields.push(("token_type", "Bearer".to_owned()));
            fields.push(("expires_in", token.expires_in.to_string()));
            let scope = Some(token.scope).filter(|scope| !scope.is_empty());
            fields.extend(scope.map(|scope| ("scope", scope.to_string())));
        }
        fields.extend(self.id_token.map(|id_token| ("id_token", id_token)));
        fields.extend(self.session_state.map(|state| ("session_state", state)));
        fields
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
    /// Without the fields, of which one may be a code or a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationResponse")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

impl AuthorizationResponse {
    /// The answer that gives what was asked for.
    #[must_use]
    pub fn success(to: &Destination, issuer: &str, granted: Granted) -> Self {
        Self::new(to, issuer, granted.into_fields())
    }

    /// The answer that carries a refusal (RFC 6749, 4.1.2.1 and 4.2.2.1).
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

    /// The address of a redirect: the registered one with the fields added to its own query, or in its fragment. It
    /// has none of its own: no address with one is registered (RFC 6749, 3.1.2).
    #[must_use]
    pub fn location(&self) -> String {
        match self.mode {
            ResponseMode::Fragment => address::with_fragment(&self.redirect_uri, &self.fields),
            ResponseMode::Query | ResponseMode::FormPost => {
                address::with_parameters(&self.redirect_uri, &self.fields)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(redirect_uri: &str, mode: ResponseMode) -> Destination {
        Destination {
            redirect_uri: redirect_uri.to_owned(),
            redirect_uri_was_sent: true,
            mode,
            state: Some("s&t".to_owned()),
        }
    }

    fn code() -> Granted {
        Granted {
            code: Some("c".to_owned()),
            ..Granted::default()
        }
    }

    const TAIL: &str = "code=c&state=s%26t&iss=https%3A%2F%2Fop.example";

    #[test]
    fn keeps_the_query_of_the_registered_address() {
        let at = |uri| {
            let to = to(uri, ResponseMode::Query);
            AuthorizationResponse::success(&to, "https://op.example", code()).location()
        };
        assert_eq!(at("https://a.example/cb"), format!("https://a.example/cb?{TAIL}"));
        assert_eq!(
            at("https://a.example/cb?"),
            format!("https://a.example/cb?{TAIL}")
        );
        assert_eq!(
            at("https://a.example/cb?x=1"),
            format!("https://a.example/cb?x=1&{TAIL}")
        );
        assert_eq!(at("com.example.app:/cb"), format!("com.example.app:/cb?{TAIL}"));
    }

    #[test]
    fn in_the_fragment_it_leaves_the_query_alone() {
        let to = to("https://a.example/cb?x=1", ResponseMode::Fragment);
        let response = AuthorizationResponse::success(&to, "https://op.example", code());
        assert_eq!(response.location(), format!("https://a.example/cb?x=1#{TAIL}"));
    }

    #[test]
    fn a_token_goes_into_the_fragment_unless_another_mode_is_named() {
        for response_type in [
            "id_token",
            "id_token token",
            "code token",
            "token",
            "token unknown",
        ] {
            let mode = ResponseMode::default_of(response_type);
            assert_eq!(mode, ResponseMode::Fragment, "{response_type}");
        }
        for response_type in ["code", "", "none", "tokens"] {
            let mode = ResponseMode::default_of(response_type);
            assert_eq!(mode, ResponseMode::Query, "{response_type}");
        }
    }
}
