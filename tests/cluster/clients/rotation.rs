//! A new key begins to sign: an app that knows the published keys goes on as if nothing had happened.

use super::library::Library;
use super::person::{Person, learnt};
use super::relying_party::{Registration, RelyingParty};
use crate::harness::{SOON, execute, within};
use serde_json::json;

/// Microseconds of a day, for which a key must have been published before it signs.
const DAY: i64 = 24 * 3600 * 1_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn openid_client() {
    follows(Library::OpenidClient).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authlib() {
    follows(Library::Authlib).await;
}

async fn follows(library: Library) {
    let Some(app) = RelyingParty::start(library, Registration::Applied, &json!({}), &json!({})).await else {
        return;
    };
    let aged = format!("UPDATE signing_keys SET created_at = created_at - {DAY} WHERE state = 'next'");
    execute(&app.installation.path("data/voltkey.db"), &aged).await;
    let mut ada = Person::new(&app);
    ada.sign_in().await;
    let before = learnt(&ada.go("/account").await);
    let published = app.provider.wire.published_keys().await;

    app.installation.done(&["keys", "rotate", "--alg", "RS256"]).await;
    let has_followed = async || app.provider.wire.published_keys().await != published;
    assert!(within(SOON, has_followed).await);
    let after = learnt(&ada.go("/refresh").await);
    assert_ne!(after["header"]["kid"], before["header"]["kid"]);
    assert_eq!(after["id_token"]["sub"], before["id_token"]["sub"]);
}
