//! An authorization request as a client makes it, and the answer that comes back.

use super::landed::Posted;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use std::sync::atomic::{AtomicU32, Ordering};
use url::{Url, form_urlencoded};

/// An authorization request, with what the client must remember of it.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    endpoint: Url,
    params: Vec<(String, String)>,
    /// The PKCE verifier (RFC 7636, 4.1); none after [`AuthorizationRequest::without_pkce`].
    pub verifier: Option<String>,
}

impl AuthorizationRequest {
    /// A code request with PKCE, a state and a nonce, each of its own.
    pub(super) fn new(endpoint: Url, client_id: &str, redirect_uri: &str, scope: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let verifier = format!("verifier-{number:0>34}");
        let state = format!("state-{number}");
        let nonce = format!("nonce-{number}");
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let params = [
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("scope", scope),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let params = params
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        Self {
            endpoint,
            params,
            verifier: Some(verifier),
        }
    }

    /// The same with a parameter set.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// The same with a parameter more, even if one of that name is there.
    #[must_use]
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same without a parameter.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.params.retain(|(own, _)| own != name);
        self
    }

    /// The same without PKCE.
    #[must_use]
    pub fn without_pkce(self) -> Self {
        Self {
            verifier: None,
            ..self
        }
        .without("code_challenge")
        .without("code_challenge_method")
    }

    /// A parameter's value; empty where it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(own, _)| own == name)
            .map_or("", |(_, value)| value)
    }

    /// The parameters in order.
    pub fn params(&self) -> &[(String, String)] {
        &self.params
    }

    /// The address that a browser is sent to.
    pub fn url(&self) -> Url {
        let mut url = self.endpoint.clone();
        url.query_pairs_mut().extend_pairs(&self.params);
        url
    }
}

/// An authorization response.
#[derive(Debug)]
pub struct Answer {
    /// Where it went, without the response's parameters.
    pub to: Url,
    /// Its parameters.
    pub fields: Vec<(String, String)>,
}

impl Answer {
    pub(super) fn by_redirect(url: &Url) -> Self {
        let mut to = url.clone();
        let fields = match url.fragment() {
            Some(fragment) => {
                to.set_fragment(None);
                form_urlencoded::parse(fragment.as_bytes()).into_owned().collect()
            }
            None => {
                to.set_query(None);
                url.query_pairs().into_owned().collect()
            }
        };
        Self { to, fields }
    }

    pub(super) fn by_form(posted: Posted) -> Self {
        Self {
            to: posted.action,
            fields: posted.fields,
        }
    }

    /// A parameter; none where it is missing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// The code.
    ///
    /// # Panics
    /// When the answer is a refusal.
    pub fn code(&self) -> &str {
        self.get("code")
            .unwrap_or_else(|| panic!("no code: {:?}", self.fields))
    }

    /// The error code of a refusal.
    ///
    /// # Panics
    /// When the answer is none.
    pub fn error(&self) -> &str {
        assert_eq!(self.get("code"), None, "a refusal brings no code");
        self.get("error").expect("error")
    }

    /// The reference number, which stands in the description.
    pub fn reference(&self) -> String {
        let description = self.get("error_description").expect("error_description");
        let (_, number) = description
            .rsplit_once("(reference ")
            .expect("a reference number");
        number.trim_end_matches(')').to_owned()
    }
}
