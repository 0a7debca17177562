//! The provider tells that somebody has signed out.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::provider::FakeProvider;
use super::{Browser, world};

const LOGOUT: &str = "logout+jwt";

impl Browser {
    async fn is_signed_in(&mut self) -> bool {
        self.get("/profile").await.status == StatusCode::OK
    }

    /// The provider calls the application: it brings no cookies along.
    async fn told(&self, body: String) -> StatusCode {
        let request = Request::post("/back-channel-logout")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        answer.status()
    }

    async fn told_by(&self, provider: &FakeProvider, typ: &str, changes: Value) -> StatusCode {
        let token = provider.logout_token(typ, &changes);
        self.told(format!("logout_token={token}")).await
    }
}

#[tokio::test]
async fn a_logout_token_ends_the_session_that_it_names() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    let other = json!({ "sid": "s2" });
    assert_eq!(browser.told_by(&provider, LOGOUT, other).await, StatusCode::OK);
    assert!(browser.is_signed_in().await, "another session has ended");
    let own = json!({ "jti": "l2" });
    assert_eq!(browser.told_by(&provider, LOGOUT, own).await, StatusCode::OK);
    assert!(!browser.is_signed_in().await);
    let home = browser.get("/").await.body;
    assert!(home.contains("You signed out elsewhere"), "{home}");
}

#[tokio::test]
async fn one_that_names_the_person_alone_ends_all_of_their_sessions() {
    for (who, is_theirs) in [(super::provider::PERSON, true), ("somebody-else", false)] {
        let (provider, mut browser) = world().await;
        browser.sign_in(&provider).await;
        let told = json!({ "sid": null, "sub": who });
        assert_eq!(browser.told_by(&provider, LOGOUT, told).await, StatusCode::OK);
        assert_eq!(browser.is_signed_in().await, !is_theirs, "{who}");
    }
}

#[tokio::test]
async fn a_logout_token_that_fails_a_check_ends_nothing() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    for (typ, changes) in [
        ("JWT", json!({})),
        ("at+jwt", json!({})),
        (LOGOUT, json!({ "iss": "https://elsewhere.example" })),
        (LOGOUT, json!({ "aud": "solar-reports" })),
        (LOGOUT, json!({ "exp": 1 })),
        (LOGOUT, json!({ "exp": null })),
        (LOGOUT, json!({ "iat": null })),
        (LOGOUT, json!({ "jti": null })),
        (LOGOUT, json!({ "nonce": "n" })),
        (LOGOUT, json!({ "events": null })),
        (LOGOUT, json!({ "events": {} })),
        (
            LOGOUT,
            json!({ "events": { "http://schemas.openid.net/event/backchannel-logout": "" } }),
        ),
        (LOGOUT, json!({ "sub": null, "sid": null })),
    ] {
        let status = browser.told_by(&provider, typ, changes.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{typ}, {changes}");
    }
    for body in ["", "logout_token=", "logout_token=a.b.c", "token=x"] {
        assert_eq!(
            browser.told(body.to_owned()).await,
            StatusCode::BAD_REQUEST,
            "{body}"
        );
    }
    let token = provider.logout_token(LOGOUT, &json!({}));
    let (payload, _) = token.rsplit_once('.').expect("a signature");
    let unsigned = format!("logout_token={payload}.");
    assert_eq!(browser.told(unsigned).await, StatusCode::BAD_REQUEST);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_logout_token_counts_once() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    assert_eq!(
        browser.told_by(&provider, LOGOUT, json!({})).await,
        StatusCode::OK
    );
    browser.sign_in(&provider).await;
    let again = browser.told_by(&provider, LOGOUT, json!({})).await;
    assert_eq!(again, StatusCode::BAD_REQUEST);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_logout_token_under_a_new_key_is_taken() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    provider.rotate();
    assert_eq!(
        browser.told_by(&provider, LOGOUT, json!({})).await,
        StatusCode::OK
    );
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn a_frame_of_the_provider_ends_the_session_that_it_names() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    let issuer = &provider.issuer;
    for (address, status) in [
        ("/front-channel-logout".to_owned(), StatusCode::BAD_REQUEST),
        (
            format!("/front-channel-logout?iss={issuer}"),
            StatusCode::BAD_REQUEST,
        ),
        (
            format!("/front-channel-logout?iss={issuer}&sid=s2"),
            StatusCode::OK,
        ),
        (
            "/front-channel-logout?iss=https://elsewhere.example&sid=s1".to_owned(),
            StatusCode::OK,
        ),
    ] {
        assert_eq!(browser.get(&address).await.status, status, "{address}");
        assert!(browser.is_signed_in().await, "{address}");
    }
    let request = Request::get(format!("/front-channel-logout?iss={issuer}&sid=s1"));
    let request = request.body(Body::empty()).expect("a request");
    let answer = browser.router.clone().oneshot(request).await.expect("an answer");
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str();
    let policy = policy.expect("a policy in ASCII");
    assert!(policy.ends_with(&format!("frame-ancestors {issuer}")), "{policy}");
    assert!(!browser.is_signed_in().await, "no cookie is needed");
}
