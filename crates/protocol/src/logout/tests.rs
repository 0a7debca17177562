//! Where a browser may go after a log-out.

use super::{EndSessionRequest, LogoutHint, not_a_hint};
use crate::client::Client;
use crate::error::Rule;
use crate::params::Params;
use serde_json::{Value, json};

fn client() -> Client {
    serde_json::from_value(
        json!({ "id": "app", "post_logout_redirect_uris": ["https://app.example/?bye=1"] }),
    )
    .expect("metadata")
}

fn destination(pairs: &[(&str, &str)], client: Option<&Client>) -> Result<Option<String>, Rule> {
    let params: Params = pairs.iter().copied().collect();
    let request = EndSessionRequest::parse(&params).expect("readable");
    request.destination(client).map_err(|refusal| refusal.rule)
}

#[test]
fn only_a_registered_address_of_a_known_client_is_followed() {
    let to = ("post_logout_redirect_uri", "https://app.example/?bye=1");
    let with_state = destination(&[to, ("state", "a b")], Some(&client()));
    assert_eq!(
        with_state,
        Ok(Some("https://app.example/?bye=1&state=a+b".into()))
    );
    assert_eq!(destination(&[to], None), Err(Rule::PostLogoutUnregistered));
    let other = ("post_logout_redirect_uri", "https://app.example/");
    assert_eq!(
        destination(&[other], Some(&client())),
        Err(Rule::PostLogoutUnregistered)
    );
    assert_eq!(destination(&[], None), Ok(None));
}

#[test]
fn a_repeated_parameter_is_refused() {
    let params: Params = [("state", "a"), ("state", "b")].into_iter().collect();
    assert_eq!(
        EndSessionRequest::parse(&params).unwrap_err().rule,
        Rule::ParameterRepeated
    );
}

fn hint(claims: Value, client_id: Option<&str>) -> Result<LogoutHint, Rule> {
    let params: Params = client_id.map(|id| ("client_id", id)).into_iter().collect();
    let request = EndSessionRequest::parse(&params).expect("readable");
    LogoutHint::read(&claims, &request).map_err(|refusal| refusal.rule)
}

#[test]
fn a_hint_says_who_for_whom_and_which_session() {
    let read = hint(json!({ "sub": "ada", "aud": "app", "sid": "1" }), Some("app")).expect("a hint");
    assert!(
        read.names("1", "somebody else"),
        "the session counts, however the client calls its person"
    );
    assert!(!read.names("2", "ada"), "another session of the same person");
    let without_session = hint(json!({ "sub": "ada", "aud": ["app"] }), None).expect("a hint");
    assert!(without_session.names("1", "ada") && !without_session.names("1", "ben"));
    assert_eq!(
        hint(json!({ "sub": "ada", "aud": "app" }), Some("other")),
        Err(Rule::IdTokenHint)
    );
    for unreadable in [
        json!({ "sub": "ada" }),
        json!({ "aud": "app" }),
        json!({ "sub": 1, "aud": [] }),
    ] {
        assert_eq!(hint(unreadable, None), Err(Rule::IdTokenHint));
    }
}

#[test]
fn an_encrypted_hint_is_told_apart() {
    assert!(not_a_hint("a.b.c.d.e").description.contains("encrypted"));
    assert!(!not_a_hint("a.b.c").description.contains("encrypted"));
}
