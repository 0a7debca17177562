//! `oidcc-backchannel-rp-initiated-logout-certification-test-plan`.

use super::rp_initiated::SignedIn;
use super::*;
use crate::harness::read_part;
use url::form_urlencoded;

/// oidcc-backchannel-logout-discovery-endpoint-verification
#[tokio::test]
async fn discovery_endpoint_verification() {
    let document = Suite::new().await.discovery().await;
    assert_eq!(document["backchannel_logout_supported"], true);
    assert_eq!(document["backchannel_logout_session_supported"], true);
    assert!(document["end_session_endpoint"].is_string());
}

/// oidcc-backchannel-rp-initiated-logout
#[tokio::test]
async fn rp_initiated_logout() {
    let address = at("backchannel_logout");
    let mut module = SignedIn::with(json!({
        "backchannel_logout_uri": address,
        "backchannel_logout_session_required": true,
    }))
    .await;
    let world = &module.suite.world;
    world.servers().answer(&address, 200, "text/plain", "");
    let away = module.log_out(&[("state", Some("7"))]).await.away();
    module.assert_sent_back(&away, Some("7"));
    module.suite.world.call_clients().await;

    let calls = module.suite.world.servers().calls_of(&address);
    assert_eq!(calls.len(), 1);
    let form = calls[0].form.as_deref().expect("it is posted");
    let fields: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    assert_eq!((fields.len(), &*fields[0].0), (1, "logout_token"), "{form}");
    let id_token = read_part(&module.id_token, 1);
    let anyone = module.suite.world.stranger("anyone", None);
    let told = anyone.verify(&fields[0].1).await.claims;
    for same in ["iss", "aud", "sub", "sid"] {
        assert!(
            told[same].is_string() && told[same] == id_token[same],
            "{same}: {told}"
        );
    }
    let event = "http://schemas.openid.net/event/backchannel-logout";
    assert_eq!(told["events"], json!({ event: {} }));
    assert!(told["jti"].is_string() && told.get("nonce").is_none(), "{told}");
    module.assert_signed_out().await;
}
