//! Discovery, login, refresh and logout, by each library, and in each way that it knows.

use super::library::Library;
use super::person::{Person, learnt};
use super::relying_party::{Registration, RelyingParty};
use crate::harness::ENROLLED;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn openid_client() {
    from_login_to_logout(Library::OpenidClient, json!({}), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn openid_client_without_a_secret() {
    let metadata = json!({ "token_endpoint_auth_method": "none" });
    // On this machine anybody could take its place (RFC 8252, 8.6): she is asked for her consent.
    let parameters = json!({ "prompt": "consent" });
    from_login_to_logout(Library::OpenidClient, metadata, parameters).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn openid_client_with_a_jwt_under_its_secret() {
    from_login_to_logout(Library::OpenidClient, by_secret_jwt(), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn openid_client_with_keys_of_its_own() {
    with_keys_of_its_own(Library::OpenidClient).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn openid_client_in_the_hybrid_flow() {
    let (metadata, parameters) = hybrid();
    from_login_to_logout(Library::OpenidClient, metadata, parameters).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib() {
    from_login_to_logout(Library::Authlib, json!({}), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib_with_its_secret_in_the_body() {
    let metadata = json!({ "token_endpoint_auth_method": "client_secret_post" });
    from_login_to_logout(Library::Authlib, metadata, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib_with_a_jwt_under_its_secret() {
    from_login_to_logout(Library::Authlib, by_secret_jwt(), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib_with_keys_of_its_own() {
    with_keys_of_its_own(Library::Authlib).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib_in_the_hybrid_flow() {
    let (metadata, parameters) = hybrid();
    from_login_to_logout(Library::Authlib, metadata, parameters).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mod_auth_openidc() {
    from_login_to_logout(Library::ModAuthOpenidc, json!({}), json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mod_auth_openidc_in_the_hybrid_flow() {
    let (metadata, parameters) = hybrid();
    from_login_to_logout(Library::ModAuthOpenidc, metadata, parameters).await;
}

fn by_secret_jwt() -> Value {
    json!({ "token_endpoint_auth_method": "client_secret_jwt" })
}

/// An ID token beside the code, both posted by the browser.
fn hybrid() -> (Value, Value) {
    let metadata = json!({ "response_types": ["code id_token"] });
    (metadata, json!({ "response_mode": "form_post" }))
}

/// It signs what it says, both to the token endpoint and through the browser, and what it is told is encrypted to it.
async fn with_keys_of_its_own(library: Library) {
    let signed = json!({
        "jwks_uri": "HOME/keys",
        "token_endpoint_auth_method": "private_key_jwt",
        "request_object_signing_alg": "ES256",
        "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
        "id_token_encrypted_response_enc": "A256GCM",
    });
    let account = from_login_to_logout(library, signed.clone(), json!({})).await;
    let Some(account) = account else { return };
    assert_eq!(account["header"]["alg"], "ECDH-ES+A256KW");
    assert_eq!(account["header"]["enc"], "A256GCM");

    let mut encrypted = signed;
    encrypted["request_object_encryption_alg"] = "RSA-OAEP-256".into();
    encrypted["request_object_encryption_enc"] = "A128CBC-HS256".into();
    from_login_to_logout(library, encrypted, json!({})).await;
}

/// What an app goes through with somebody, as far as every library knows of it. Gives what it learnt at first.
async fn from_login_to_logout(library: Library, metadata: Value, parameters: Value) -> Option<Value> {
    let app = RelyingParty::start(library, Registration::Applied, &metadata, &parameters).await?;
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
    assert_eq!(ada.go("/account").await.status, 401);
    // The provider asks anew: its own session is over too.
    let login = ada.go("/login").await;
    assert_eq!(login.url.path(), "/login");
    assert_eq!(login.url.origin(), app.provider.wire.issuer.origin());
    Some(first)
}
