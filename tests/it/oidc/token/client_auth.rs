//! Client authentication (RFC 6749, 2.3 and 5.2).

use crate::harness::{Client, Reply, World, basic, seconds};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use voltkey_protocol::error::Rule;

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

/// Shows that the request is refused in that way.
async fn assert_refused(world: &World, reply: Reply, status: u16, error: &str, rule: Rule) {
    assert_eq!(reply.refusal(), (status, error.to_owned()), "{rule}");
    let challenge = if status == 401 {
        "Basic realm=\"voltkey\""
    } else {
        ""
    };
    assert_eq!(reply.header("www-authenticate"), challenge, "{rule}");
    assert_eq!(world.rule(&reply.reference()).await, rule);
}

async fn with_header(client: &Client, header: &str) -> Reply {
    client.post_as_is("/oauth2/token", Some(header), &[GRANT]).await
}

#[tokio::test]
async fn a_secret_may_come_form_urlencoded_in_the_header_or_in_the_body() {
    let world = World::new().await;
    let mut service = world.client("service");
    service.token(&[GRANT]).await.tokens();
    service.posts_secret = true;
    service.token(&[GRANT]).await.tokens();
    let header = basic("service", service.secret.as_deref().unwrap());
    with_header(&service, &header.replace("Basic", "bAsIc"))
        .await
        .tokens();
    let and_its_name = [GRANT, ("client_id", "service")];
    service
        .post_as_is("/oauth2/token", Some(&header), &and_its_name)
        .await
        .tokens();
}

#[tokio::test]
async fn a_client_that_chose_one_way_has_no_other() {
    let world = World::new().await;
    let mut client = world.client("post-client");
    let tokens = world.tokens(&client, "ada", "openid").await;
    client
        .post("/oauth2/introspect", &[("token", &tokens.access)])
        .await
        .ok();
    client.posts_secret = false;
    let reply = client
        .post("/oauth2/introspect", &[("token", &tokens.access)])
        .await;
    assert_refused(&world, reply, 401, "invalid_client", Rule::ClientAuthMethod).await;
}

#[tokio::test]
async fn nobody_at_all() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let nothing = anyone.post_as_is("/oauth2/token", None, &[GRANT]).await;
    assert_refused(&world, nothing, 401, "invalid_client", Rule::ClientAuthMissing).await;
    let empty = anyone
        .post_as_is("/oauth2/token", None, &[GRANT, ("client_id", "")])
        .await;
    assert_refused(&world, empty, 401, "invalid_client", Rule::ClientAuthMissing).await;
    let in_query = anyone
        .post_as_is("/oauth2/token?client_id=spa", None, &[GRANT])
        .await;
    assert_refused(&world, in_query, 401, "invalid_client", Rule::ClientAuthMissing).await;
    let nameless = anyone
        .post_as_is("/oauth2/token", None, &[GRANT, ("client_secret", "x")])
        .await;
    assert_refused(&world, nameless, 401, "invalid_client", Rule::ClientIdMissing).await;
}

#[tokio::test]
async fn an_unknown_client_and_a_wrong_secret_are_told_alike() {
    let world = World::new().await;
    let unknown = world.stranger("nobody", Some("x")).token(&[GRANT]).await;
    let wrong = world
        .client("service")
        .with_secret(Some("x"))
        .token(&[GRANT])
        .await;
    let description = |reply: &Reply| reply.json()["error_description"].clone();
    assert_eq!(description(&unknown), description(&wrong));
    assert_refused(&world, unknown, 401, "invalid_client", Rule::ClientUnknown).await;
    assert_refused(&world, wrong, 401, "invalid_client", Rule::ClientAuthFailed).await;
    let empty = with_header(&world.client("service"), &basic("service", "")).await;
    assert_refused(&world, empty, 401, "invalid_client", Rule::ClientAuthFailed).await;
}

#[tokio::test]
async fn another_client_s_secret_is_as_wrong_as_any() {
    let world = World::new().await;
    let secret = world.client("platform").secret;
    let reply = world
        .client("service")
        .with_secret(secret.as_deref())
        .token(&[GRANT])
        .await;
    assert_refused(&world, reply, 401, "invalid_client", Rule::ClientAuthFailed).await;
}

#[tokio::test]
async fn a_name_is_no_proof_for_a_client_that_has_a_secret() {
    let world = World::new().await;
    let reply = world.client("service").with_secret(None).token(&[GRANT]).await;
    assert_refused(&world, reply, 401, "invalid_client", Rule::ClientAuthMethod).await;
}

#[tokio::test]
async fn a_public_client_has_no_secret_to_show() {
    let world = World::new().await;
    let reply = world.client("spa").with_secret(Some("x")).token(&[GRANT]).await;
    assert_refused(&world, reply, 401, "invalid_client", Rule::ClientAuthMethod).await;
}

#[tokio::test]
async fn two_ways_at_once() {
    let world = World::new().await;
    let service = world.client("service");
    let secret = service.secret.clone().unwrap();
    let header = basic("service", &secret);
    for more in [("client_secret", secret.as_str()), ("client_id", "platform")] {
        let reply = service
            .post_as_is("/oauth2/token", Some(&header), &[GRANT, more])
            .await;
        assert_refused(&world, reply, 400, "invalid_request", Rule::ClientAuthSeveral).await;
    }
}

#[tokio::test]
async fn a_header_that_is_no_basic_authentication() {
    let world = World::new().await;
    let encoded = |text: &[u8]| format!("Basic {}", STANDARD.encode(text));
    let headers = [
        "Basic".to_owned(),
        "Basic !!!".to_owned(),
        "Bearer abc".to_owned(),
        "x".to_owned(),
        encoded(b"no-colon"),
        encoded(b":secret"),
        encoded(b"service:\xff"),
        encoded(b"service:%"),
        encoded(b"ser%00vice:x"),
    ];
    for header in headers {
        let reply = with_header(&world.client("service"), &header).await;
        assert_refused(&world, reply, 401, "invalid_client", Rule::ClientAuthMalformed).await;
    }
}

#[tokio::test]
async fn too_many_wrong_secrets_are_told_to_wait_and_the_right_one_is_not() {
    let world = World::new().await;
    let service = world.client("service");
    let guess = service.clone().with_secret(Some("guess"));
    for _ in 0..30 {
        assert_eq!(guess.token(&[GRANT]).await.status, 401);
    }
    let slowed = guess.token(&[GRANT]).await;
    assert_eq!(slowed.refusal(), (429, "temporarily_unavailable".into()));
    assert!(slowed.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(world.rule(&slowed.reference()).await, Rule::ClientAuthThrottled);
    service.token(&[GRANT]).await.tokens();
    world.clock.advance(seconds(15 * 60));
    assert_eq!(guess.token(&[GRANT]).await.status, 401, "the count begins anew");
}

#[tokio::test]
async fn no_secret_is_recorded_or_repeated() {
    let world = World::new().await;
    let reply = world
        .client("service")
        .with_secret(Some("s3cret-of-somebody"))
        .token(&[GRANT])
        .await;
    assert!(!reply.body.contains("s3cret"), "{}", reply.body);
    let refusal = world.refusal(&reply.reference()).await;
    assert_eq!(refusal.client_id.as_deref(), Some("service"));
    assert!(!refusal.details.contains("s3cret"), "{refusal:?}");
}

#[tokio::test]
async fn a_changed_secret_counts_at_once() {
    let world = World::new().await;
    let metadata = json!({ "grant_types": ["client_credentials"] });
    let before = world.register("rotating", metadata.clone(), true).await;
    before.token(&[GRANT]).await.tokens();
    world
        .change_secret("rotating", metadata, "another-secret-0123456789abcdef0123")
        .await;
    assert_eq!(before.token(&[GRANT]).await.status, 401);
    before
        .with_secret(Some("another-secret-0123456789abcdef0123"))
        .token(&[GRANT])
        .await
        .tokens();
}
