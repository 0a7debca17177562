//! Proof Key for Code Exchange (RFC 7636; RFC 9700, 2.1.1 and 4.8).

use crate::harness::{Client, Reply, World};
use serde_json::json;
use voltkey_protocol::error::Rule;

/// Signs ada in, and exchanges the code with that verifier.
async fn exchange_with(world: &World, client: &Client, has_challenge: bool, verifier: Option<&str>) -> Reply {
    let request = client.authorize("openid");
    let request = if has_challenge {
        request
    } else {
        request.without_pkce()
    };
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let mut params = vec![("grant_type", "authorization_code"), ("code", answer.code())];
    params.push(("redirect_uri", request.get("redirect_uri")));
    params.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    client.token(&params).await
}

async fn assert_refused(world: &World, reply: Reply) {
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()));
    assert_eq!(world.rule(&reply.reference()).await, Rule::PkceVerifier);
}

#[tokio::test]
async fn public_clients_must_use_it() {
    let world = World::new().await;
    for id in ["spa", "native"] {
        let answer = world
            .browser()
            .open(&world.client(id).authorize("openid").without_pkce())
            .await
            .answer();
        assert_eq!(answer.error(), "invalid_request");
        assert_eq!(world.rule(&answer.reference()).await, Rule::PkceMissing);
    }
}

#[tokio::test]
async fn confidential_clients_may_leave_it_out_unless_they_are_registered_otherwise() {
    let world = World::new().await;
    exchange_with(&world, &world.client("platform"), false, None)
        .await
        .tokens();
    let strict = world
        .register("strict", json!({ "trusted": true, "require_pkce": true }), true)
        .await;
    let answer = world
        .browser()
        .open(&strict.authorize("openid").without_pkce())
        .await
        .answer();
    assert_eq!(world.rule(&answer.reference()).await, Rule::PkceMissing);
    world.tokens(&strict, "ada", "openid").await;
}

#[tokio::test]
async fn only_the_method_s256_is_taken() {
    let world = World::new().await;
    let request = world.client("spa").authorize("openid");
    let plain = request.clone().with("code_challenge_method", "plain");
    let implied_plain = request.clone().without("code_challenge_method");
    for request in [plain, implied_plain] {
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(answer.error(), "invalid_request");
        assert_eq!(world.rule(&answer.reference()).await, Rule::PkceMethod);
    }
    let method_alone = world
        .client("platform")
        .authorize("openid")
        .without("code_challenge");
    let answer = world.browser().open(&method_alone).await.answer();
    assert_eq!(world.rule(&answer.reference()).await, Rule::PkceMissing);
}

#[tokio::test]
async fn a_challenge_is_the_text_of_a_hash() {
    let world = World::new().await;
    for challenge in ["short", &"a".repeat(44), &"+".repeat(43)] {
        let request = world
            .client("spa")
            .authorize("openid")
            .with("code_challenge", challenge);
        let answer = world.browser().open(&request).await.answer();
        assert_eq!(
            world.rule(&answer.reference()).await,
            Rule::ParameterMalformed,
            "{challenge}"
        );
    }
}

#[tokio::test]
async fn a_verifier_that_is_wrong_missing_or_malformed_is_no_proof() {
    let world = World::new().await;
    let platform = world.client("platform");
    let other = "another-verifier-of-the-right-length-0123456789";
    for verifier in [
        Some(other),
        None,
        Some(""),
        Some("short"),
        Some(&"a".repeat(129)),
        Some(&"ü".repeat(43)),
    ] {
        let reply = exchange_with(&world, &platform, true, verifier).await;
        assert_refused(&world, reply).await;
    }
}

#[tokio::test]
async fn a_challenge_binds_whoever_sent_it_so_that_leaving_the_verifier_out_is_no_downgrade() {
    let world = World::new().await;
    let reply = exchange_with(&world, &world.client("solar-reports"), true, None).await;
    assert_refused(&world, reply).await;
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let world = World::new().await;
    let verifier = "a-verifier-that-no-challenge-was-made-of-0123456";
    let reply = exchange_with(&world, &world.client("platform"), false, Some(verifier)).await;
    assert_refused(&world, reply).await;
}

#[tokio::test]
async fn a_wrong_verifier_spends_nothing_so_that_the_right_one_still_counts() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let answer = world
        .sign_in(&mut world.browser(), "ada", &request)
        .await
        .answer();
    let stolen = platform.authorize("openid");
    let attempt = stolen.with("redirect_uri", request.get("redirect_uri"));
    assert_refused(&world, platform.exchange(&attempt, answer.code()).await).await;
    platform.exchange(&request, answer.code()).await.tokens();
}
