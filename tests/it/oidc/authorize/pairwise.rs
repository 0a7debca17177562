//! Pairwise subject identifiers (OpenID Connect Core, 8.1).

use crate::harness::{Client, Tokens, World};
use serde_json::{Value, json};

/// A first party that knows people by names of its sector.
async fn pairwise(world: &World, id: &str, changes: Value) -> Client {
    let mut metadata = json!({
        "trusted": true,
        "subject_type": "pairwise",
        "grant_types": ["authorization_code", "refresh_token"],
    });
    for (name, value) in changes.as_object().expect("an object") {
        metadata[name] = value.clone();
    }
    world.register(id, metadata, true).await
}

async fn ada_at(world: &World, client: &Client) -> (Tokens, String) {
    let tokens = world.tokens(client, "ada", "openid offline_access").await;
    let sub = client.verify(&tokens.id).await.claims["sub"].clone();
    (tokens, sub.as_str().expect("text").to_owned())
}

#[tokio::test]
async fn a_client_is_told_the_same_name_everywhere_and_always() {
    let world = World::new().await;
    let client = pairwise(&world, "one", json!({})).await;
    let (tokens, sub) = ada_at(&world, &client).await;
    assert_ne!(sub, world.person("ada").await.sub);
    assert_eq!(client.userinfo(&tokens.access).await.ok()["sub"], *sub);
    assert_eq!(client.verify(&tokens.access).await.claims["sub"], *sub);
    assert_eq!(client.introspect(&tokens.access).await["sub"], *sub);
    assert_eq!(client.introspect(&tokens.refresh).await["sub"], *sub);
    let refreshed = client.refresh(&tokens.refresh).await.tokens();
    assert_eq!(client.verify(&refreshed.id).await.claims["sub"], *sub);
    assert_eq!(ada_at(&world, &client).await.1, sub);
    let ben = world.tokens(&client, "ben", "openid").await;
    assert_ne!(client.verify(&ben.id).await.claims["sub"], *sub);
}

#[tokio::test]
async fn only_clients_of_one_sector_share_it() {
    let world = World::new().await;
    let sector = |uri: &str| json!({ "sector_identifier_uri": uri });
    let one = pairwise(&world, "one", sector("https://group.example/uris.json")).await;
    let two = pairwise(&world, "two", sector("https://group.example/other.json")).await;
    let three = pairwise(&world, "three", json!({})).await;
    let (one, two, three) = (
        ada_at(&world, &one).await.1,
        ada_at(&world, &two).await.1,
        ada_at(&world, &three).await.1,
    );
    assert_eq!(one, two);
    assert_ne!(one, three);
}

#[tokio::test]
async fn clients_of_two_sectors_cannot_tell_by_its_session_that_somebody_is_the_same() {
    let world = World::new().await;
    let group = json!({ "sector_identifier_uri": "https://group.example/uris.json" });
    let (one, two) = (
        pairwise(&world, "one", group.clone()).await,
        pairwise(&world, "two", group).await,
    );
    let three = pairwise(&world, "three", json!({})).await;
    let mut browser = world.browser();
    let mut sids = Vec::new();
    for client in [&one, &two, &three, &world.client("platform")] {
        let request = client.authorize("openid offline_access");
        let tokens = world.tokens_by(client, &mut browser, "ada", &request).await;
        let sid = client.verify(&tokens.id).await.claims["sid"].clone();
        let refreshed = client.refresh(&tokens.refresh).await.tokens();
        assert_eq!(client.verify(&refreshed.id).await.claims["sid"], sid);
        sids.push(sid);
    }
    assert_eq!(sids[0], sids[1]);
    assert!(sids[0] != sids[2] && sids[0] != sids[3] && sids[2] != sids[3]);
    let again = world
        .tokens_by(&one, &mut browser, "ada", &one.authorize("openid"))
        .await;
    assert_eq!(one.verify(&again.id).await.claims["sid"], sids[0]);
}

#[tokio::test]
async fn whatever_becomes_of_the_client_a_refresh_is_about_the_same_name() {
    let world = World::new().await;
    let platform = world.client("platform");
    let kinds = [json!({}), json!({ "subject_type": "pairwise" })];
    for (before, after) in [(0, 1), (1, 0)] {
        world.change_client("platform", kinds[before].clone()).await;
        let (tokens, sub) = ada_at(&world, &platform).await;
        world.change_client("platform", kinds[after].clone()).await;
        assert_ne!(ada_at(&world, &platform).await.1, sub, "a new login");
        assert_eq!(platform.introspect(&tokens.refresh).await["sub"], *sub);
        let next = platform.refresh(&tokens.refresh).await.tokens();
        assert_eq!(platform.verify(&next.id).await.claims["sub"], *sub);
        assert_eq!(platform.verify(&next.access).await.claims["sub"], *sub);
        assert_eq!(platform.userinfo(&next.access).await.ok()["sub"], *sub);

        let hinted = platform
            .authorize("openid")
            .with("prompt", "none")
            .with("id_token_hint", &next.id);
        let (mut ada, mut ben) = (world.signed_in("ada").await, world.signed_in("ben").await);
        ada.open(&hinted).await.answer().code();
        assert_eq!(ben.open(&hinted).await.answer().error(), "login_required");
    }
}

#[tokio::test]
async fn a_hint_names_its_person() {
    let world = World::new().await;
    let client = pairwise(&world, "one", json!({})).await;
    let (tokens, sub) = ada_at(&world, &client).await;
    let silent = client.authorize("openid").with("prompt", "none");
    let by_hint = silent.clone().with("id_token_hint", &tokens.id);
    let claims = json!({ "id_token": { "sub": { "value": sub } } });
    let by_claim = silent.with("claims", &claims.to_string());
    let (mut ada, mut ben) = (world.signed_in("ada").await, world.signed_in("ben").await);
    for request in [by_hint, by_claim] {
        ada.open(&request).await.answer().code();
        assert_eq!(ben.open(&request).await.answer().error(), "login_required");
    }
}

#[tokio::test]
async fn the_person_s_own_name_is_not_taken_from_a_client_that_has_another() {
    let world = World::new().await;
    let client = pairwise(&world, "one", json!({})).await;
    let own = world.person("ada").await.sub;
    let claims = json!({ "id_token": { "sub": { "value": own } } });
    let request = client
        .authorize("openid")
        .with("prompt", "none")
        .with("claims", &claims.to_string());
    let mut ada = world.signed_in("ada").await;
    assert_eq!(ada.open(&request).await.answer().error(), "login_required");
}

#[tokio::test]
async fn an_app_links_to_a_member_by_the_name_that_it_knows() {
    let world = World::new().await;
    let client = pairwise(&world, "one", json!({})).await;
    let other = pairwise(&world, "two", json!({})).await;
    let ben = world.tokens(&client, "ben", "openid").await;
    let sub = client.verify(&ben.id).await.claims["sub"].clone();
    let sub = sub.as_str().expect("text");
    let mut ada = world.signed_in("ada").await;
    let link = |client_id: &str| format!("/company/members/{sub}/block?client_id={client_id}");
    let page = ada.arrive(&link(&client.id)).await.page();
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.text().contains("Ben Berger"), "{}", page.text());
    for stranger in [other.id.as_str(), "platform", "nobody"] {
        let page = ada.arrive(&link(stranger)).await.page();
        assert_eq!(page.status.as_u16(), 404, "{stranger}");
    }
}
