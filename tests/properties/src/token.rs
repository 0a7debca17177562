//! Requests of clients: who says to be asking, and for what.

use crate::clients::all;
use crate::told::assert_describable;
use voltkey_protocol::bearer;
use voltkey_protocol::client::AuthMethod;
use voltkey_protocol::params::Params;
use voltkey_protocol::token::{Credentials, Proof, TokenRequest};

/// Nobody speaks for a client in two ways at once, and whatever is refused is told by the standard's characters.
pub fn holds(authorization: Option<&[u8]>, body: &[u8]) {
    let params = match Params::parse(body) {
        Ok(params) => params,
        Err(refusal) => return assert_describable(&refusal),
    };
    match Credentials::read(authorization, &params) {
        Ok(credentials) => assert_one_way(&credentials, authorization, &params),
        Err(refusal) => assert_describable(&refusal),
    }
    match bearer::read(authorization, Some(&params)) {
        Ok(token) => assert!(!token.is_empty()),
        Err(refusal) => {
            assert_describable(&refusal);
            let challenge = bearer::challenge(&refusal, "voltkey");
            assert!(http::HeaderValue::from_str(&challenge).is_ok(), "{challenge:?}");
        }
    }
    for client in all() {
        if let Err(refusal) = TokenRequest::parse(&params, client) {
            assert_describable(&refusal);
        }
    }
}

fn assert_one_way(credentials: &Credentials, authorization: Option<&[u8]>, params: &Params) {
    assert!(!credentials.client_id.is_empty());
    let in_body = params.get("client_secret");
    match &credentials.proof {
        Proof::Secret(AuthMethod::ClientSecretBasic, _) => {
            assert!(authorization.is_some() && in_body.is_none());
            // Whoever is named twice is the same.
            assert!(
                params
                    .get("client_id")
                    .is_none_or(|id| id == credentials.client_id)
            );
        }
        Proof::Secret(_, secret) => {
            assert!(authorization.is_none());
            assert_eq!(in_body, Some(secret.as_str()));
        }
        Proof::Nothing | Proof::Assertion(_) => assert!(authorization.is_none() && in_body.is_none()),
    }
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;

    fn header() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            "(?i)(basic|bearer) {1,2}[A-Za-z0-9+/]{0,40}={0,2}".prop_map(String::into_bytes),
            // `web:secret`, and its like.
            Just(b"Basic d2ViOnNlY3JldA==".to_vec()),
            Just(b"Basic d2ViJTNBOiUwMA==".to_vec()),
            prop::collection::vec(any::<u8>(), 0..40),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_any_header_and_body(header in prop::option::of(header()), body in made_up::query()) {
            super::holds(header.as_deref(), body.as_bytes());
        }
    }
}
