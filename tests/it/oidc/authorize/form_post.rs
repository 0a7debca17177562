//! OAuth 2.0 Form Post Response Mode: any answer may be posted, a refusal too.

use super::{WITH_TOKENS, all_flows, request_of};
use crate::harness::{ISSUER, Landed, World};
use serde_json::json;

#[tokio::test]
async fn every_response_type_can_be_posted() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    for response_type in WITH_TOKENS.into_iter().chain(["code"]) {
        let request = request_of(&client, response_type, "openid").with("response_mode", "form_post");
        let landed = browser.open(&request).await;
        assert!(matches!(landed, Landed::Posted(_)), "{response_type}");
        let answer = landed.answer();
        assert_eq!(answer.to.as_str(), client.redirect_uri);
        assert_eq!(answer.get("state"), Some(request.get("state")));
        assert_eq!(answer.get("iss"), Some(ISSUER));
        for word in response_type.split(' ') {
            let field = if word == "token" { "access_token" } else { word };
            assert!(answer.get(field).is_some(), "{response_type}: {field}");
        }
        if answer.get("code").is_some() {
            client.exchange(&request, answer.code()).await.tokens();
        }
    }
}

#[tokio::test]
async fn a_refusal_of_every_response_type_is_posted() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    for response_type in WITH_TOKENS.into_iter().chain(["code", "token"]) {
        let request = request_of(&client, response_type, "openid")
            .with("response_mode", "form_post")
            .with("prompt", "none");
        let landed = world.browser().open(&request).await;
        assert!(matches!(landed, Landed::Posted(_)), "{response_type}");
        let expected = match response_type {
            "token" => "unsupported_response_type",
            _ => "login_required",
        };
        assert_eq!(landed.answer().error(), expected, "{response_type}");
    }
}

#[tokio::test]
async fn a_request_without_a_response_type_is_refused_by_post() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let request = client
        .authorize("openid")
        .with("response_mode", "form_post")
        .without("response_type");
    let landed = world.browser().open(&request).await;
    assert!(matches!(landed, Landed::Posted(_)), "{landed:?}");
    let answer = landed.answer();
    assert_eq!(answer.error(), "invalid_request");
    assert_eq!(answer.get("state"), Some(request.get("state")));
}

#[tokio::test]
async fn what_the_client_sent_stands_in_the_form_and_is_no_part_of_the_page() {
    let world = World::new().await;
    let client = all_flows(&world, json!({})).await;
    let mut browser = world.signed_in("ada").await;
    let hostile = "\"><script>alert(1)</script><input value='&amp;";
    let request = request_of(&client, "id_token", "openid")
        .with("response_mode", "form_post")
        .with("state", hostile);
    let answer = browser.open(&request).await.answer();
    assert_eq!(answer.get("state"), Some(hostile));
}
