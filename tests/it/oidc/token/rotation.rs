//! Rotation of refresh tokens, and the reuse that ends a whole family (RFC 9700, 4.14.2).

use crate::harness::{Client, Reply, Tokens, World, days, seconds};
use voltkey_protocol::error::Rule;

/// Signs ada in at the platform for a long time.
async fn ada(world: &World) -> (Client, Tokens) {
    let platform = world.client("platform");
    let tokens = world
        .tokens(&platform, "ada", "openid email offline_access")
        .await;
    (platform, tokens)
}

async fn assert_refused(world: &World, reply: Reply, rule: Rule) {
    assert_eq!(reply.refusal(), (400, "invalid_grant".into()), "{rule}");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

#[tokio::test]
async fn each_use_replaces_the_token() {
    let world = World::new().await;
    let (platform, mut tokens) = ada(&world).await;
    for _ in 0..3 {
        world.clock.advance(days(1));
        let next = platform.refresh(&tokens.refresh).await.tokens();
        assert_ne!(next.refresh, tokens.refresh);
        assert_eq!(next.scope, "openid email offline_access");
        platform.userinfo(&next.access).await.ok();
        tokens = next;
    }
}

#[tokio::test]
async fn a_lost_answer_may_be_asked_for_once_more_within_the_grace() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let lost = platform.refresh(&first.refresh).await.tokens();
    world.clock.advance(seconds(29));
    let again = platform.refresh(&first.refresh).await.tokens();
    assert_ne!(again.refresh, lost.refresh);
    let next = platform.refresh(&again.refresh).await.tokens();
    platform.userinfo(&next.access).await.ok();
}

#[tokio::test]
async fn but_not_twice() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    platform.refresh(&first.refresh).await.tokens();
    let again = platform.refresh(&first.refresh).await.tokens();
    assert_refused(
        &world,
        platform.refresh(&first.refresh).await,
        Rule::RefreshReplayed,
    )
    .await;
    assert_refused(&world, platform.refresh(&again.refresh).await, Rule::GrantRevoked).await;
}

#[tokio::test]
async fn nor_after_the_grace() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let next = platform.refresh(&first.refresh).await.tokens();
    world.clock.advance(seconds(30));
    assert_refused(
        &world,
        platform.refresh(&first.refresh).await,
        Rule::RefreshReplayed,
    )
    .await;
    assert_refused(&world, platform.refresh(&next.refresh).await, Rule::GrantRevoked).await;
    assert_eq!(
        platform.userinfo(&next.access).await.status,
        401,
        "access tokens of the family die too"
    );
}

#[tokio::test]
async fn nor_when_the_answer_was_not_lost() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let second = platform.refresh(&first.refresh).await.tokens();
    let third = platform.refresh(&second.refresh).await.tokens();
    assert_refused(
        &world,
        platform.refresh(&first.refresh).await,
        Rule::RefreshReplayed,
    )
    .await;
    assert_refused(&world, platform.refresh(&third.refresh).await, Rule::GrantRevoked).await;
}

#[tokio::test]
async fn a_token_whose_answer_was_asked_for_again_counts_as_used() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let superseded = platform.refresh(&first.refresh).await.tokens();
    let again = platform.refresh(&first.refresh).await.tokens();
    assert_refused(
        &world,
        platform.refresh(&superseded.refresh).await,
        Rule::RefreshReplayed,
    )
    .await;
    assert_refused(&world, platform.refresh(&again.refresh).await, Rule::GrantRevoked).await;
}

#[tokio::test]
async fn the_family_of_another_login_lives_on() {
    let world = World::new().await;
    let (platform, first) = ada(&world).await;
    let (_, other) = ada(&world).await;
    platform.refresh(&first.refresh).await.tokens();
    world.clock.advance(seconds(31));
    assert_refused(
        &world,
        platform.refresh(&first.refresh).await,
        Rule::RefreshReplayed,
    )
    .await;
    platform.refresh(&other.refresh).await.tokens();
}
