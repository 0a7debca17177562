//! Discovery, login, refresh and logout, by each library.

use super::library::Library;
use super::person::Person;
use super::relying_party::RelyingParty;
use crate::harness::{ENROLLED, Page};
use serde_json::{Value, json};

const BY_SECRET: &str = "secret = \"SECRET\"\n";

#[tokio::test(flavor = "multi_thread")]
async fn openid_client() {
    from_login_to_logout(Library::OpenidClient, BY_SECRET, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn openid_client_without_a_secret() {
    let metadata = "token_endpoint_auth_method = \"none\"\n";
    // On this machine anybody could take its place (RFC 8252, 8.6): she is asked for her consent.
    let settings = json!({ "authentication": "none", "parameters": { "prompt": "consent" } });
    from_login_to_logout(Library::OpenidClient, metadata, settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib() {
    from_login_to_logout(Library::Authlib, BY_SECRET, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib_with_its_secret_in_the_body() {
    let metadata = format!("{BY_SECRET}token_endpoint_auth_method = \"client_secret_post\"\n");
    let settings = json!({ "authentication": "client_secret_post" });
    from_login_to_logout(Library::Authlib, &metadata, settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mod_auth_openidc() {
    from_login_to_logout(Library::ModAuthOpenidc, BY_SECRET, json!({})).await;
}

/// What an app goes through with somebody, as far as every library knows of it.
async fn from_login_to_logout(library: Library, metadata: &str, settings: Value) {
    let Some(app) = RelyingParty::start(library, metadata, settings).await else {
        return;
    };
    let mut ada = Person::new(&app);

    ada.sign_in().await;
    let first = learnt(&ada.go("/account").await);
    assert_eq!(
        first["id_token"]["iss"],
        app.provider.wire.issuer.as_str().trim_end_matches('/')
    );
    assert_eq!(first["id_token"]["aud"], "app");
    assert_eq!(first["id_token"]["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(first["userinfo"]["sub"], first["id_token"]["sub"]);
    assert_eq!(first["userinfo"]["email"], ENROLLED);
    assert!(first["refresh_token"].is_string(), "{first}");

    let second = learnt(&ada.go("/refresh").await);
    assert_eq!(second["userinfo"], first["userinfo"]);
    assert_eq!(second["id_token"]["auth_time"], first["id_token"]["auth_time"]);
    assert_ne!(second["refresh_token"], first["refresh_token"], "it is used once");

    let out = learnt(&ada.go("/logout").await);
    assert_eq!(out["signed_out"], true);
    // The provider asks anew: its own session is over too.
    let login = ada.go("/login").await;
    assert_eq!(login.url.path(), "/login");
    assert_eq!(login.url.origin(), app.provider.wire.issuer.origin());
}

/// What a room of the app tells.
fn learnt(page: &Page) -> Value {
    assert_eq!(page.status, 200, "{page:?}");
    page.json()
}
