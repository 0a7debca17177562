//! Where a browser may go after a log-out.

use super::EndSessionRequest;
use crate::client::Client;
use crate::error::Rule;
use crate::params::Params;
use serde_json::json;

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
