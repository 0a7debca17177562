//! Log-out elsewhere: the session of an app ends though the browser never comes by (OpenID Connect Back-Channel Logout).

use super::library::Library;
use super::person::{Person, learnt};
use super::relying_party::{Registration, RelyingParty};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn openid_client() {
    is_told(Library::OpenidClient, "HOME/told").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib() {
    is_told(Library::Authlib, "HOME/told").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mod_auth_openidc() {
    is_told(Library::ModAuthOpenidc, "HOME/callback?logout=backchannel").await;
}

async fn is_told(library: Library, address: &str) {
    let metadata = json!({ "backchannel_logout_uri": address });
    let Some(app) = RelyingParty::start(library, Registration::Applied, &metadata, &json!({})).await else {
        return;
    };
    let mut ada = Person::new(&app);
    ada.sign_in().await;
    learnt(&ada.go("/account").await);

    ada.visit("/auth/logout").await;
    assert!(ada.is_soon_signed_out().await);
}
