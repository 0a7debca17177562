//! Authorization requests.

use crate::clients::{all, may_receive};
use crate::told::assert_describable;
use url::Url;
use voltkey_protocol::authorize::request::KEPT;
use voltkey_protocol::authorize::{AuthorizationRequest, AuthorizationResponse, Destination, Granted};
use voltkey_protocol::client::Client;
use voltkey_protocol::params::Params;

/// Who answers.
pub const ISSUER: &str = "https://id.example";

/// Whatever is asked for, an answer goes to a registered address of the client or to nobody; and a request that is kept
/// while somebody signs in is afterwards the same.
pub fn holds(query: &[u8]) {
    let params = match Params::parse(query) {
        Ok(params) => params,
        Err(refusal) => return assert_describable(&refusal),
    };
    for client in all() {
        assert_answered_at_home(&params, client);
    }
}

/// The same of a request that was read already, from this client.
pub fn assert_answered_at_home(params: &Params, client: &Client) {
    let to = match Destination::settle(params, client) {
        Ok(to) => to,
        Err(refusal) => return assert_describable(&refusal),
    };
    assert!(may_receive(client, &to.redirect_uri), "{:?}", to.redirect_uri);
    let answer = match AuthorizationRequest::check(params, client, to.clone()) {
        Ok(request) => {
            let kept = params.only(KEPT);
            let later = AuthorizationRequest::check(&kept, client, to.clone());
            assert_eq!(later, Ok(request));
            AuthorizationResponse::success(&to, ISSUER, granted())
        }
        Err(refusal) => {
            assert_describable(&refusal);
            AuthorizationResponse::refusal(&to, ISSUER, &refusal, "VK-7Q4M-2XRA")
        }
    };
    assert_goes_there(&to, &answer);
}

fn granted() -> Granted {
    Granted {
        code: Some("c".to_owned()),
        ..Granted::default()
    }
}

fn assert_goes_there(to: &Destination, answer: &AuthorizationResponse) {
    assert_eq!(answer.redirect_uri, to.redirect_uri);
    let location = answer.location();
    assert!(
        location.bytes().all(|byte| byte.is_ascii_graphic()),
        "{location:?}"
    );
    assert!(location.starts_with(&to.redirect_uri), "{location:?}");
    let [registered, leads_to] =
        [&to.redirect_uri, &location].map(|uri| Url::parse(uri).expect("an address"));
    let place = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.authority().to_owned(),
            url.path().to_owned(),
        )
    };
    assert_eq!(place(&leads_to), place(&registered));
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_what_looks_like_a_request(query in made_up::authorization()) {
            super::holds(query.as_bytes());
        }

        #[test]
        fn of_any_query(query in made_up::query()) {
            super::holds(query.as_bytes());
        }
    }
}
