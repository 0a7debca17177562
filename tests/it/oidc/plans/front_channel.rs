//! `oidcc-frontchannel-rp-initiated-logout-certification-test-plan`.

use super::rp_initiated::SignedIn;
use super::*;
use crate::harness::read_part;
use url::Url;

/// oidcc-frontchannel-logout-discovery-endpoint-verification
#[tokio::test]
async fn discovery_endpoint_verification() {
    let document = Suite::new().await.discovery().await;
    assert_eq!(document["frontchannel_logout_supported"], true);
    assert_eq!(document["frontchannel_logout_session_supported"], true);
    assert!(document["end_session_endpoint"].is_string());
}

/// oidcc-frontchannel-rp-initiated-logout: the suite's page is loaded with `iss` and `sid` and nothing else, and then the
/// browser goes back.
#[tokio::test]
async fn rp_initiated_logout() {
    let mut module = SignedIn::with(json!({
        "frontchannel_logout_uri": at("frontchannel_logout"),
        "frontchannel_logout_session_required": true,
    }))
    .await;
    let page = module.log_out(&[("state", Some("7"))]).await.page();
    let address_of = |selector: &str, name: &str| -> Url {
        let address = page.attribute_of(selector, name);
        address.expect(selector).parse().expect("an address")
    };
    let loaded = address_of("iframe", "src");
    let told: Vec<_> = loaded.query_pairs().into_owned().collect();
    let sid = read_part(&module.id_token, 1)["sid"].as_str().unwrap().to_owned();
    let expected = [("iss".to_owned(), ISSUER.to_owned()), ("sid".to_owned(), sid)];
    assert_eq!(told, expected);
    assert!(
        loaded
            .as_str()
            .starts_with(&format!("{}?", at("frontchannel_logout")))
    );
    module.assert_sent_back(&address_of("a[data-go-on]", "href"), Some("7"));
    module.assert_signed_out().await;
}
