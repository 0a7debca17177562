//! The implicit flow (OpenID Connect Core, 3.2): tokens from the authorization endpoint, in the fragment.

use super::{all_flows, half_hash, request_of};
use crate::harness::{Answer, ISSUER, World};
use serde_json::json;
use voltkey_protocol::error::Rule;

fn names(answer: &Answer) -> Vec<&str> {
    answer.fields.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn an_id_token_comes_in_the_fragment_and_nothing_in_the_query() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token", "openid");
    let away = world.sign_in(&mut world.browser(), "ada", &request).await.away();
    assert_eq!(away.query(), None);
    let fragment = away.fragment().expect("a fragment");
    assert!(fragment.starts_with("id_token=ey"), "{fragment}");
}

#[tokio::test]
async fn an_id_token_alone_says_who_signed_in_and_binds_nonce_and_state() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token", "openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(names(&answer), ["id_token", "session_state", "state", "iss"]);
    assert_eq!(answer.to.as_str(), client.redirect_uri);
    assert_eq!(answer.get("iss"), Some(ISSUER));
    assert_eq!(answer.get("state"), Some(request.get("state")));
    let id_token = client.verify(answer.get("id_token").unwrap()).await;
    assert_eq!(id_token.header["alg"], "RS256");
    assert_eq!(id_token.claims["aud"], client.id.as_str());
    assert_eq!(id_token.claims["nonce"], request.get("nonce"));
    assert_eq!(id_token.claims["s_hash"], half_hash(request.get("state")));
    for absent in ["at_hash", "c_hash", "azp"] {
        assert!(id_token.claims[absent].is_null(), "{absent}");
    }
}

#[tokio::test]
async fn an_access_token_beside_it_is_bound_by_its_hash_and_opens_userinfo() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token token", "openid email");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(
        names(&answer),
        [
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "id_token",
            "session_state",
            "state",
            "iss"
        ]
    );
    assert_eq!(answer.get("token_type"), Some("Bearer"));
    assert_eq!(answer.get("expires_in"), Some("900"));
    assert_eq!(answer.get("scope"), Some("openid email"));
    let access_token = answer.get("access_token").unwrap();
    let id_token = client.verify(answer.get("id_token").unwrap()).await.claims;
    assert_eq!(id_token["at_hash"], half_hash(access_token));
    let userinfo = client.userinfo(access_token).await.ok();
    assert_eq!(userinfo["sub"], id_token["sub"]);
    assert_eq!(userinfo["email"], "ada@sonnenfeld.example");
    assert_eq!(client.introspect(access_token).await["active"], true);
}

#[tokio::test]
async fn its_access_token_can_be_revoked() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token token", "openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let access_token = answer.get("access_token").unwrap();
    client.revoke(access_token).await;
    let refused = client.userinfo(access_token).await;
    assert_eq!(world.rule(&refused.reference()).await, Rule::GrantRevoked);
}

#[tokio::test]
async fn a_client_without_a_secret_needs_no_pkce_for_it_and_gets_no_refresh_token() {
    let world = World::new().await;
    let metadata = json!({
        "token_endpoint_auth_method": "none",
        "grant_types": ["implicit"],
        "response_types": ["id_token token"],
    });
    let page = world.register("page", metadata, false).await;
    let request = request_of(&page, "id_token token", "openid offline_access")
        .with("prompt", "consent")
        .without_pkce();
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    assert_eq!(answer.get("scope"), Some("openid"));
    assert_eq!(answer.get("refresh_token"), None);
}

#[tokio::test]
async fn a_request_without_a_nonce_is_refused_in_the_fragment() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    for response_type in [
        "id_token",
        "id_token token",
        "code id_token",
        "code id_token token",
    ] {
        let request = request_of(&client, response_type, "openid").without("nonce");
        let away = world.browser().open(&request).await.away();
        assert_eq!(away.query(), None, "{response_type}");
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{response_type}");
        assert_eq!(answer.get("state"), Some(request.get("state")));
        assert_eq!(answer.get("iss"), Some(ISSUER));
        assert_eq!(world.rule(&answer.reference()).await, Rule::ParameterMissing);
    }
}

#[tokio::test]
async fn an_id_token_needs_the_scope_openid() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    for response_type in ["id_token", "id_token token", "code id_token token"] {
        let request = request_of(&client, response_type, "email");
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{response_type}");
        assert_eq!(world.rule(&answer.reference()).await, Rule::ScopeOpenidMissing);
    }
}

#[tokio::test]
async fn no_token_travels_in_a_query() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    for response_type in super::WITH_TOKENS {
        let request = request_of(&client, response_type, "openid").with("response_mode", "query");
        let away = world.browser().open(&request).await.away();
        assert_eq!(away.query(), None, "{response_type}");
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{response_type}");
        assert_eq!(
            world.rule(&answer.reference()).await,
            Rule::ResponseModeUnsupported
        );
    }
}

#[tokio::test]
async fn a_refusal_travels_in_the_fragment_whatever_it_is_about() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = request_of(&client, "id_token token", "openid");
    for (request, error) in [
        (request.clone().with("prompt", "none"), "login_required"),
        (request.clone().with("max_age", "soon"), "invalid_request"),
        (request.clone().with("scope", "email"), "invalid_request"),
        (request.clone().with("scope", "openid \"x\""), "invalid_scope"),
        (
            request.clone().with("response_type", "token"),
            "unsupported_response_type",
        ),
        (
            request.clone().with("response_mode", "web_message"),
            "invalid_request",
        ),
    ] {
        let away = world.browser().open(&request).await.away();
        assert_eq!(away.query(), None, "{error}");
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), error);
        assert_eq!(answer.get("state"), Some(request.get("state")), "{error}");
    }
}

#[tokio::test]
async fn somebody_who_denies_is_told_in_the_fragment() {
    let world = World::new().await;
    let client = all_flows(&world, json!({ "trusted": false })).await;
    let mut browser = world.signed_in("ada").await;
    let request = request_of(&client, "id_token", "openid email");
    let consent = browser.open(&request).await.page();
    let away = consent.form().press("deny").submit(&mut browser).await.away();
    assert!(away.fragment().unwrap().starts_with("error=access_denied&"));
    assert_eq!(away.query(), None);
}

#[tokio::test]
async fn the_registered_address_keeps_its_query_before_the_fragment() {
    let world = World::new().await;
    let address = "https://a.example/cb?t=7";
    let client = all_flows(&world, json!({ "redirect_uris": [address] })).await;
    let request = request_of(&client, "id_token", "openid").with("redirect_uri", address);
    let away = world.sign_in(&mut world.browser(), "ada", &request).await.away();
    assert!(
        away.as_str().starts_with("https://a.example/cb?t=7#id_token="),
        "{away}"
    );
}

#[tokio::test]
async fn somebody_who_is_signed_in_is_answered_without_a_page() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    let request = request_of(&client, "id_token token", "openid").with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    client.userinfo(answer.get("access_token").unwrap()).await.ok();
    let by_post = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .answer();
    client.verify(by_post.get("id_token").unwrap()).await;
}
