//! The whole application against a provider in the same process.

use std::collections::HashMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use openidconnect::IssuerUrl;
use serde_json::json;
use tower::ServiceExt as _;
use url::Url;

use crate::{Settings, router};
use provider::FakeProvider;

pub(crate) mod key;
mod provider;
mod registration;
mod single_logout;

/// A browser with its cookies.
struct Browser {
    router: Router,
    cookies: HashMap<String, String>,
}

struct Answer {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

impl Browser {
    async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    async fn post(&mut self, path: &str, site: &str) -> Answer {
        self.send(Request::post(path).header("sec-fetch-site", site))
            .await
    }

    async fn send(&mut self, request: axum::http::request::Builder) -> Answer {
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::empty())
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("cookies are ASCII");
            let (name, rest) = cookie.split_once('=').expect("a cookie has a value");
            self.cookies.insert(
                name.to_owned(),
                rest.split(';').next().unwrap_or_default().to_owned(),
            );
        }
        let location = response.headers().get(header::LOCATION);
        Answer {
            status: response.status(),
            location: location.map(|location| location.to_str().expect("addresses are ASCII").to_owned()),
            body: String::from_utf8(
                to_bytes(response.into_body(), 1 << 20)
                    .await
                    .expect("a body")
                    .into(),
            )
            .expect("pages are UTF-8"),
        }
    }

    /// Begins a sign-in and gives the parameters of the authorization request.
    async fn begin(&mut self, query: &str) -> HashMap<String, String> {
        let answer = self.get(&format!("/login{query}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let address = Url::parse(&answer.location.expect("a redirect")).expect("an address");
        address.query_pairs().into_owned().collect()
    }

    /// Brings the answer back.
    async fn come_back(&mut self, provider: &FakeProvider, state: &str) -> Answer {
        self.get(&format!(
            "/callback?code=c1&state={state}&iss={}",
            provider.issuer
        ))
        .await
    }

    async fn sign_in(&mut self, provider: &FakeProvider) {
        let request = self.begin("").await;
        provider.say(json!({ "nonce": request["nonce"], "sid": "s1" }));
        let answer = self.come_back(provider, &request["state"]).await;
        assert_eq!(answer.location.as_deref(), Some("/profile"), "{}", answer.body);
    }
}

async fn world() -> (FakeProvider, Browser) {
    let provider = FakeProvider::start().await;
    let issuer = IssuerUrl::new(provider.issuer.clone()).expect("an issuer");
    let public_url = Url::parse("http://localhost:8081").expect("an address");
    let settings = Settings::demo(issuer, public_url, ([127, 0, 0, 1], 8081).into());
    let router = router(settings).expect("an application");
    (
        provider,
        Browser {
            router,
            cookies: HashMap::new(),
        },
    )
}

#[tokio::test]
async fn a_person_signs_in_and_sees_every_claim() {
    let (provider, mut browser) = world().await;
    let request = browser.begin("?prompt=login").await;
    assert_eq!(request["response_type"], "code");
    assert_eq!(request["code_challenge_method"], "S256");
    assert_eq!(request["prompt"], "login");
    assert_eq!(request["redirect_uri"], "http://localhost:8081/callback");
    provider.say(json!({ "nonce": request["nonce"] }));
    let answer = browser.come_back(&provider, &request["state"]).await;
    assert_eq!(answer.location.as_deref(), Some("/profile"), "{}", answer.body);
    let profile = browser.get("/profile").await.body;
    for shown in [
        "ada@sonnenfeld.example",
        "companies",
        "urn:voltkey:acr:2fa",
        "at+jwt",
        "return_to=",
    ] {
        assert!(profile.contains(shown), "{shown} is missing");
    }
    assert!(!profile.contains("<script>"), "claims are escaped");
}

#[tokio::test]
async fn another_browsers_answer_is_refused() {
    let (provider, mut browser) = world().await;
    let request = browser.begin("").await;
    browser.cookies.clear();
    let answer = browser.come_back(&provider, &request["state"]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_answer_counts_once() {
    let (provider, mut browser) = world().await;
    let request = browser.begin("").await;
    provider.say(json!({ "nonce": request["nonce"] }));
    assert_eq!(
        browser.come_back(&provider, &request["state"]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        browser.come_back(&provider, &request["state"]).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn an_answer_without_its_issuer_is_refused() {
    let (_, mut browser) = world().await;
    for iss in ["", "&iss=http://localhost:9999"] {
        let request = browser.begin("").await;
        let answer = browser
            .get(&format!("/callback?code=c1&state={}{iss}", request["state"]))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.body.contains("came from somebody else"));
    }
}

#[tokio::test]
async fn id_tokens_that_fail_a_check_sign_nobody_in() {
    let (provider, mut browser) = world().await;
    for (query, wrong) in [
        ("", json!({ "nonce": "another" })),
        ("", json!({ "aud": "another" })),
        ("", json!({ "iss": "http://localhost:9999" })),
        ("", json!({ "exp": 1 })),
        ("", json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" })),
        ("?max_age=10", json!({})),
        ("?max_age=10", json!({ "auth_time": null })),
    ] {
        let request = browser.begin(query).await;
        let mut said = json!({ "nonce": request["nonce"] });
        said.as_object_mut()
            .expect("an object")
            .extend(wrong.as_object().expect("an object").clone());
        provider.say(said);
        let answer = browser.come_back(&provider, &request["state"]).await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{wrong} was accepted");
    }
}

#[tokio::test]
async fn a_subject_that_userinfo_does_not_confirm_is_refused() {
    let (provider, mut browser) = world().await;
    let request = browser.begin("").await;
    provider.say(json!({ "nonce": request["nonce"], "sub": "somebody-else" }));
    let answer = browser.come_back(&provider, &request["state"]).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn the_providers_refusal_is_shown_with_its_reason() {
    let (provider, mut browser) = world().await;
    let request = browser.begin("").await;
    let refusal = "error=access_denied&error_description=The+person+said+no";
    let state = &request["state"];
    let answer = browser
        .get(&format!(
            "/callback?{refusal}&state={state}&iss={}",
            provider.issuer
        ))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("access_denied") && answer.body.contains("The person said no"));
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_met() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    provider.rotate();
    browser.sign_in(&provider).await;
}

#[tokio::test]
async fn others_may_start_a_sign_in_but_not_choose_where_it_ends() {
    let (provider, mut browser) = world().await;
    for (target, end) in [
        ("http://localhost:8081/call-api", "/call-api"),
        ("https://attacker.example/", "/profile"),
        ("//attacker.example/", "/profile"),
    ] {
        let request = browser
            .begin(&format!("?iss={}&target_link_uri={target}", provider.issuer))
            .await;
        provider.say(json!({ "nonce": request["nonce"] }));
        let answer = browser.come_back(&provider, &request["state"]).await;
        assert_eq!(answer.location.as_deref(), Some(end));
    }
    let answer = browser.get("/login?iss=https://attacker.example").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn tokens_are_refreshed_by_our_own_form_only() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    assert_eq!(
        browser.post("/refresh", "same-site").await.status,
        StatusCode::FORBIDDEN
    );
    provider.say(json!({}));
    assert_eq!(
        browser.post("/refresh", "same-origin").await.location.as_deref(),
        Some("/profile")
    );
    assert!(browser.get("/profile").await.body.contains("refreshed 1 time."));
}

#[tokio::test]
async fn a_logout_ends_here_and_goes_on_to_the_provider() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    let answer = browser.post("/logout", "same-origin").await;
    let address = Url::parse(&answer.location.expect("a redirect")).expect("an address");
    assert!(
        address
            .as_str()
            .starts_with(&format!("{}/end-session?", provider.issuer))
    );
    let sent: HashMap<_, _> = address.query_pairs().into_owned().collect();
    assert!(sent.contains_key("id_token_hint"));
    assert_eq!(sent["post_logout_redirect_uri"], "http://localhost:8081/");
    assert_eq!(browser.get("/profile").await.location.as_deref(), Some("/"));
    assert!(
        browser
            .get(&format!("/?state={}", sent["state"]))
            .await
            .body
            .contains("You are signed out")
    );
    assert!(
        !browser
            .get("/?state=made-up")
            .await
            .body
            .contains("You are signed out")
    );
}

#[tokio::test]
async fn the_way_back_from_the_provider_is_believed_with_our_state_only() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    let profile = browser.get("/profile").await.body;
    let (_, rest) = profile.split_once("state=").expect("the links carry a state");
    let state: String = rest
        .chars()
        .take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign))
        .collect();
    assert!(
        browser
            .get(&format!("/profile?result=done&state={state}"))
            .await
            .body
            .contains("role=\"status\"")
    );
    assert!(
        !browser
            .get("/profile?result=done&state=x")
            .await
            .body
            .contains("role=\"status\"")
    );
}

#[tokio::test]
async fn the_two_applications_know_nothing_of_each_other() {
    let (provider, mut browser) = world().await;
    browser.sign_in(&provider).await;
    assert_eq!(
        browser.get("/solar-reports/profile").await.location.as_deref(),
        Some("/solar-reports/")
    );
    assert_eq!(
        browser.get("/solar-reports").await.location.as_deref(),
        Some("/solar-reports/")
    );
    assert!(
        browser
            .get("/solar-reports/")
            .await
            .body
            .contains("Solar Reports")
    );
}

#[tokio::test]
async fn the_api_answers_tokens_for_people() {
    let (provider, browser) = world().await;
    for (token, status, challenge) in [
        (None, StatusCode::UNAUTHORIZED, Some("Bearer")),
        (
            Some("opaque".to_owned()),
            StatusCode::UNAUTHORIZED,
            Some("Bearer error=\"invalid_token\""),
        ),
        (
            Some(provider.access_token("reports")),
            StatusCode::FORBIDDEN,
            Some("Bearer error=\"insufficient_scope\""),
        ),
        (
            Some(provider.access_token("openid profile")),
            StatusCode::OK,
            None,
        ),
    ] {
        let mut request = Request::get("/api/me");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = browser.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), status);
        let sent = response
            .headers()
            .get(header::WWW_AUTHENTICATE)
            .map(|value| value.to_str().expect("ASCII"));
        assert_eq!(sent.is_some(), challenge.is_some());
        assert!(
            sent.unwrap_or_default()
                .starts_with(challenge.unwrap_or_default())
        );
    }
}
