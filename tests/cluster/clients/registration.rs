//! Apps that register themselves: none of what they know has passed through an operator's hands, but one token.

use super::library::Library;
use super::person::{Person, learnt};
use super::relying_party::{Registration, RelyingParty};
use crate::harness::{ENROLLED, SOON, within};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn openid_client() {
    from_registration_to_deletion(Library::OpenidClient).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib() {
    from_registration_to_deletion(Library::Authlib).await;
}

async fn from_registration_to_deletion(library: Library) {
    let metadata = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "HOME/keys" });
    let Some(app) = RelyingParty::start(library, Registration::ByItself, &metadata, &json!({})).await else {
        return;
    };
    let mut ada = Person::new(&app);

    let registered = learnt(&ada.go("/registration").await);
    assert_eq!(registered["client_name"], "App");
    assert_eq!(registered["token_endpoint_auth_method"], "private_key_jwt");
    assert_eq!(
        registered["client_secret"],
        json!(null),
        "it proves itself by its key"
    );

    ada.sign_in().await;
    let account = learnt(&ada.go("/account").await);
    assert_eq!(account["id_token"]["aud"], registered["client_id"]);
    assert_eq!(account["userinfo"]["email"], ENROLLED);

    let renamed = learnt(&ada.go("/rename").await);
    assert_eq!(renamed["client_name"], "Renamed");
    assert_eq!(renamed["client_id"], registered["client_id"]);
    let read = learnt(&ada.go("/registration").await);
    assert_eq!(read["client_name"], "Renamed");

    learnt(&ada.go("/leave").await);
    // As soon as every replica has heard of it, nobody is led to it any more.
    let is_unknown = async || {
        let page = ada.go("/login").await;
        page.status == 400 && page.url.origin() == app.provider.wire.issuer.origin()
    };
    assert!(within(SOON, is_unknown).await);
}
