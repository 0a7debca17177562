//! Addresses for answers.

use crate::clients::{all, may_receive};
use url::Url;
use voltkey_protocol::address;
use voltkey_protocol::client::{ApplicationType, redirect};

/// An address that counts as registered is one that browsers read as the registered one, save for the port of a native
/// app; one that may be registered leads to the web, to this machine, or to an app; and an answer that is put behind it
/// goes where it goes.
pub fn holds(sent: &str) {
    for client in all() {
        let matches = |own: &String| redirect::matches(own, sent, client.application_type);
        if client.redirect_uris.iter().any(matches) {
            assert!(may_receive(client, sent), "{sent:?}");
            assert_answers_arrive(sent);
        }
    }
    for application_type in [ApplicationType::Web, ApplicationType::Native] {
        if redirect::check_registrable(sent, application_type) == Ok(()) {
            assert_safe(sent);
            assert_answers_arrive(sent);
            assert!(redirect::matches(sent, sent, application_type));
        }
    }
}

fn assert_safe(uri: &str) {
    let url = Url::parse(uri).expect("an address");
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri:?}");
    assert!(url.fragment().is_none() && url.username().is_empty() && url.password().is_none());
    let is_web = url.scheme() == "https" && url.host().is_some();
    let is_app = url.scheme().contains('.');
    assert!(is_web || is_app || url.scheme() == "http", "{uri:?}");
}

/// Parameters change neither where an address leads nor what its own query says.
fn assert_answers_arrive(uri: &str) {
    let (state, own) = ("a&b=c#d\r\n\u{fc}", Url::parse(uri).expect("an address"));
    let answer = address::with_parameters(uri, &[("code", "c".to_owned()), ("state", state.to_owned())]);
    let arrived = Url::parse(&answer).expect("an address");
    assert!(
        answer.starts_with(uri) && answer.bytes().all(|byte| byte.is_ascii_graphic()),
        "{answer:?}"
    );
    let place = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.authority().to_owned(),
            url.path().to_owned(),
        )
    };
    assert_eq!(place(&arrived), place(&own));
    assert_eq!(arrived.fragment(), None);
    let expected = own
        .query_pairs()
        .chain([("code".into(), "c".into()), ("state".into(), state.into())]);
    assert!(arrived.query_pairs().eq(expected), "{answer:?}");
}

#[cfg(test)]
mod tests {
    use crate::made_up;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn of_addresses_that_look_registered(sent in made_up::address()) {
            super::holds(&sent);
        }

        #[test]
        fn of_any_text(sent in ".{0,60}") {
            super::holds(&sent);
        }
    }
}
