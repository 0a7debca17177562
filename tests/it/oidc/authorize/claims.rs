//! The `claims` parameter (OpenID Connect Core, 5.5), and what ID tokens tell of the person (5.4).

use super::{all_flows, request_of};
use crate::harness::{Client, World};
use serde_json::{Value, json};
use voltkey_protocol::error::Rule;

/// What the ID token and userinfo say to a request with these scopes and this parameter.
async fn told(world: &World, client: &Client, scope: &str, claims: &str) -> (Value, Value) {
    let request = client.authorize(scope).with("claims", claims);
    let tokens = world
        .tokens_by(client, &mut world.browser(), "ada", &request)
        .await;
    let id_token = client.verify(&tokens.id).await.claims;
    (id_token, client.userinfo(&tokens.access).await.ok())
}

fn names(claims: &Value) -> Vec<&str> {
    let members = claims.as_object().expect("an object");
    let mut names: Vec<_> = members.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn userinfo_tells_what_was_asked_for_by_name_and_no_more() {
    let world = World::new().await;
    let platform = world.client("platform");
    let claims = r#"{"userinfo":{"name":{"essential":true},"email":null}}"#;
    let (id_token, userinfo) = told(&world, &platform, "openid", claims).await;
    assert_eq!(names(&userinfo), ["email", "name", "sub"]);
    assert_eq!(userinfo["name"], "Ada Sommer");
    assert!(id_token["name"].is_null() && id_token["email"].is_null());
}

#[tokio::test]
async fn an_id_token_tells_what_was_asked_for_in_it_also_after_a_refresh() {
    let world = World::new().await;
    let platform = world.client("platform");
    let claims =
        r#"{"id_token":{"email":{"essential":true},"companies":null,"auth_time":{"essential":true}}}"#;
    let request = platform.authorize("openid offline_access").with("claims", claims);
    let tokens = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    let refreshed = platform.refresh(&tokens.refresh).await.tokens();
    for id_token in [&tokens.id, &refreshed.id] {
        let id_token = platform.verify(id_token).await.claims;
        assert_eq!(id_token["email"], "ada@sonnenfeld.example");
        assert_eq!(id_token["companies"][0]["slug"], "sonnenfeld");
        assert!(id_token["auth_time"].is_i64());
        assert!(id_token["name"].is_null() && id_token["email_verified"].is_null());
    }
    assert_eq!(names(&platform.userinfo(&tokens.access).await.ok()), ["sub"]);
}

#[tokio::test]
async fn scopes_are_told_in_the_id_token_only_where_userinfo_cannot_be_asked() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    for response_type in super::WITH_TOKENS {
        let request = request_of(&client, response_type, "openid profile email company");
        let answer = browser.open(&request).await.answer();
        let Some(id_token) = answer.get("id_token") else {
            continue;
        };
        let id_token = client.verify(id_token).await.claims;
        let expected = match response_type {
            "id_token" => json!(["Ada", "ada@sonnenfeld.example", true, "Sonnenfeld GmbH"]),
            _ => json!([null, null, null, null]),
        };
        let given = ["given_name", "email", "email_verified"].map(|name| id_token[name].clone());
        let company = id_token["companies"][0]["name"].clone();
        assert_eq!(
            json!([given[0], given[1], given[2], company]),
            expected,
            "{response_type}"
        );
    }
}

#[tokio::test]
async fn an_id_token_alone_tells_what_was_asked_for_in_it() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token", "openid")
        .with("claims", r#"{"id_token":{"name":{"essential":true}}}"#);
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let id_token = client.verify(answer.get("id_token").unwrap()).await.claims;
    assert_eq!(id_token["name"], "Ada Sommer");
    assert!(id_token["email"].is_null() && id_token["given_name"].is_null());
}

#[tokio::test]
async fn a_claim_with_another_value_than_was_asked_for_is_left_out() {
    let world = World::new().await;
    let platform = world.client("platform");
    let claims = r#"{"userinfo":{"locale":{"value":"de"},"given_name":{"values":["Eva","Ada"]}}}"#;
    let (_, userinfo) = told(&world, &platform, "openid", claims).await;
    assert_eq!(names(&userinfo), ["given_name", "sub"]);
}

#[tokio::test]
async fn what_nobody_here_knows_is_passed_over() {
    let world = World::new().await;
    let platform = world.client("platform");
    let claims = r#"{"userinfo":{"nickname":{"essential":true},"name#de":null,"http://x.example/groups":null},
                     "id_token":{"birthdate":null},"verified_claims":7}"#;
    let (id_token, userinfo) = told(&world, &platform, "openid", claims).await;
    assert_eq!(names(&userinfo), ["sub"]);
    assert!(id_token["birthdate"].is_null());
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let world = World::new().await;
    let platform = world.client("platform");
    let deep = format!("{}{}", r#"{"userinfo":"#.repeat(400), "}".repeat(400));
    for odd in [
        "x",
        "[]",
        r#"{"userinfo":7}"#,
        r#"{"userinfo":{"name":{"essential":1}}}"#,
        r#"{"id_token":{"acr":null,"acr":null}}"#,
        &deep,
    ] {
        let request = platform.authorize("openid").with("claims", odd);
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{odd}");
        assert_eq!(world.rule(&answer.reference()).await, Rule::ParameterMalformed);
    }
}

#[tokio::test]
async fn a_client_gets_no_claim_of_a_scope_that_it_may_not_ask_for() {
    let world = World::new().await;
    let metadata = json!({ "trusted": true, "scope": "openid profile" });
    let narrow = world.register("narrow", metadata, true).await;
    let claims = r#"{"userinfo":{"email":null,"name":null},"id_token":{"companies":null}}"#;
    let (id_token, userinfo) = told(&world, &narrow, "openid", claims).await;
    assert_eq!(names(&userinfo), ["name", "sub"]);
    assert!(id_token["companies"].is_null());
}

#[tokio::test]
async fn a_third_party_needs_the_same_consent_as_for_the_scope() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    let request = solar
        .authorize("openid")
        .with("claims", r#"{"userinfo":{"email":null}}"#);
    let silent = request.clone().with("prompt", "none");
    assert_eq!(browser.open(&silent).await.answer().error(), "consent_required");
    let consent = browser.open(&request).await.page();
    assert!(
        consent.text().contains("See your e-mail address"),
        "{}",
        consent.text()
    );
    let answer = consent.form().press("allow").submit(&mut browser).await.answer();
    let tokens = solar.exchange(&request, answer.code()).await.tokens();
    let userinfo = solar.userinfo(&tokens.access).await.ok();
    assert_eq!(names(&userinfo), ["email", "sub"]);
    browser.open(&silent).await.answer().code();
    let more = silent.with("claims", r#"{"id_token":{"name":null}}"#);
    assert_eq!(browser.open(&more).await.answer().error(), "consent_required");
}

#[tokio::test]
async fn the_wish_for_a_person_is_fulfilled_by_that_person_alone() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let ada = platform.verify(&tokens.id).await.claims["sub"].clone();
    let claims = json!({ "id_token": { "sub": { "value": ada } } }).to_string();
    let request = platform.authorize("openid").with("claims", &claims);
    let silent = request.clone().with("prompt", "none");
    let mut browser = world.signed_in("ada").await;
    browser.open(&silent).await.answer().code();
    let mut other = world.signed_in("ben").await;
    assert_eq!(other.open(&silent).await.answer().error(), "login_required");
    let login = other.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    let answer = world.log_in(&mut other, login, "ben").await.answer();
    assert_eq!(answer.error(), "login_required");
    assert_eq!(world.rule(&answer.reference()).await, Rule::LoginRequired);
}

#[tokio::test]
async fn two_factors_can_be_asked_for_as_a_claim() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let two = r#"{"id_token":{"acr":{"essential":true,"values":["urn:voltkey:acr:2fa"]}}}"#;
    let request = platform.authorize("openid").with("claims", two);
    let silent = request.clone().with("prompt", "none");
    assert_eq!(
        browser.open(&silent).await.answer().error(),
        "interaction_required"
    );
    let landed = browser.open(&request).await.page();
    assert_eq!(landed.url.path(), "/login", "setting one up takes the password");
    let (id_token, _) = told(&world, &platform, "openid", two).await;
    assert_eq!(id_token["acr"], "urn:voltkey:acr:2fa");
}

#[tokio::test]
async fn two_factors_are_told_as_one_where_nothing_else_will_do() {
    let world = World::new().await;
    let platform = world.client("platform");
    let one = r#"{"id_token":{"acr":{"essential":true,"value":"urn:voltkey:acr:1fa"}}}"#;
    let (id_token, _) = told(&world, &platform, "openid", one).await;
    assert_eq!(id_token["acr"], "urn:voltkey:acr:1fa");
}

#[tokio::test]
async fn plain_oauth_has_no_claims() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.signed_in("ada").await;
    let request = solar
        .authorize("email")
        .with("claims", r#"{"id_token":{"name":null}}"#);
    let consent = browser.open(&request).await.page();
    assert!(!consent.text().contains("your name"), "{}", consent.text());
}
