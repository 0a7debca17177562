//! Client authentication by JWT: `private_key_jwt` and `client_secret_jwt` (OpenID Connect Core, 9; RFC 7523).

use crate::harness::{Client, ISSUER, Reply, Signer, World, basic, minutes, seconds};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use voltkey_protocol::error::Rule;
use voltkey_protocol::jose::ClientAlg;

const GRANT: (&str, &str) = ("grant_type", "client_credentials");
const TYPE: (&str, &str) = (
    "client_assertion_type",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
);

/// A machine that signs with this key.
async fn machine(world: &World, signer: &Signer) -> Client {
    let metadata = json!({
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt",
        "jwks": signer.jwks()
    });
    world.register("machine", metadata, false).await
}

/// A machine whose secret keys its assertions.
async fn keyed(world: &World) -> Client {
    let metadata =
        json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "client_secret_jwt" });
    world.register("keyed", metadata, true).await
}

fn secret_of(client: &Client) -> Signer {
    Signer::secret(client.secret.as_deref().expect("a secret"))
}

/// What a good assertion claims.
fn claims(world: &World, client: &Client) -> Value {
    static JTI: AtomicU32 = AtomicU32::new(0);
    let now = world.now().as_seconds();
    json!({
        "iss": client.id, "sub": client.id, "aud": ISSUER, "iat": now, "exp": now + 60,
        "jti": format!("jti-{}", JTI.fetch_add(1, Ordering::Relaxed))
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

async fn send(client: &Client, path: &str, jwt: &str, more: &[(&str, &str)]) -> Reply {
    let params = [&[TYPE, ("client_assertion", jwt)], more].concat();
    client.post_as_is(path, None, &params).await
}

async fn token(client: &Client, jwt: &str) -> Reply {
    send(client, "/oauth2/token", jwt, &[GRANT]).await
}

/// Shows that it is refused for that reason, which the app's view tells.
async fn assert_refused(world: &World, client: &Client, reply: Reply, rule: Rule, reason: &str) {
    assert_eq!(
        reply.refusal(),
        (401, "invalid_client".to_owned()),
        "{rule}: {reason}"
    );
    assert_eq!(world.rule(&reply.reference()).await, rule, "{reason}");
    let refusal = world.refusal(&reply.reference()).await;
    assert_eq!(
        refusal.client_id.as_deref(),
        Some(client.id.as_str()),
        "{rule}: {reason}"
    );
    assert!(refusal.details.contains(reason), "{reason}: {}", refusal.details);
}

#[tokio::test]
async fn a_key_of_each_kind_proves_its_client() {
    let world = World::new().await;
    for alg in [
        ClientAlg::RS256,
        ClientAlg::PS256,
        ClientAlg::ES256,
        ClientAlg::EdDSA,
    ] {
        let signer = Signer::new(alg);
        let machine = machine(&world, &signer).await;
        token(&machine, &signer.sign(&claims(&world, &machine)))
            .await
            .tokens();
        let without_kid = signer.sign_with(&json!({ "alg": alg }), &claims(&world, &machine));
        token(&machine, &without_kid).await.tokens();
    }
}

#[tokio::test]
async fn it_is_good_at_every_endpoint_and_for_each_of_our_names() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, &signer).await;
    let made = |aud: Value| signer.sign(&with(claims(&world, &machine), "aud", aud));
    let access = token(&machine, &made(json!(ISSUER))).await.tokens().access;
    token(&machine, &made(json!([format!("{ISSUER}/oauth2/token")])))
        .await
        .tokens();
    let named = [GRANT, ("client_id", "machine")];
    send(&machine, "/oauth2/token", &made(json!(ISSUER)), &named)
        .await
        .tokens();

    let about = [("token", access.as_str())];
    let aud = json!(format!("{ISSUER}/oauth2/introspect"));
    let told = send(&machine, "/oauth2/introspect", &made(aud), &about)
        .await
        .ok();
    assert_eq!(told["active"], true);
    let aud = json!(format!("{ISSUER}/oauth2/revoke"));
    assert_eq!(
        send(&machine, "/oauth2/revoke", &made(aud), &about).await.status,
        200
    );
    let told = send(&machine, "/oauth2/introspect", &made(json!(ISSUER)), &about)
        .await
        .ok();
    assert_eq!(told["active"], false);
}

#[tokio::test]
async fn each_claim_is_what_it_must_be() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, &signer).await;
    let now = world.now().as_seconds();
    for (claim, value) in [
        ("aud", json!("https://elsewhere.example")),
        ("aud", Value::Null),
        ("iss", json!("platform")),
        ("exp", json!(now - 30)),
        ("exp", json!(now + 2 * 3600)),
        ("exp", Value::Null),
        ("iat", json!(now + 31)),
        ("nbf", json!(now + 31)),
        ("jti", Value::Null),
        ("jti", json!("")),
    ] {
        let jwt = signer.sign(&with(claims(&world, &machine), claim, value));
        let reply = token(&machine, &jwt).await;
        let description = reply.json()["error_description"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(description.contains(claim), "{claim}: {description}");
        assert_refused(&world, &machine, reply, Rule::ClientAssertionClaims, claim).await;
    }
    let slow = with(claims(&world, &machine), "exp", json!(now - 29));
    token(&machine, &signer.sign(&slow)).await.tokens();
}

#[tokio::test]
async fn it_counts_once_on_every_replica_and_until_its_end() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::EdDSA);
    let machine = machine(&world, &signer).await;
    let jwt = signer.sign(&claims(&world, &machine));
    token(&machine, &jwt).await.tokens();
    assert_refused(
        &world,
        &machine,
        token(&machine, &jwt).await,
        Rule::ClientAssertionReplayed,
        "",
    )
    .await;
    let elsewhere = machine.clone().at(world.replica().await);
    assert_refused(
        &world,
        &machine,
        token(&elsewhere, &jwt).await,
        Rule::ClientAssertionReplayed,
        "",
    )
    .await;
    world.clock.advance(seconds(89));
    world.worker_tick().await;
    assert_refused(
        &world,
        &machine,
        token(&machine, &jwt).await,
        Rule::ClientAssertionReplayed,
        "",
    )
    .await;
    world.clock.advance(seconds(2));
    world.worker_tick().await;
    assert_refused(
        &world,
        &machine,
        token(&machine, &jwt).await,
        Rule::ClientAssertionClaims,
        "exp",
    )
    .await;
}

#[tokio::test]
async fn a_stranger_s_signature_proves_nothing() {
    let world = World::new().await;
    let (signer, stranger) = (Signer::new(ClientAlg::RS256), Signer::new(ClientAlg::RS256));
    let machine = machine(&world, &signer).await;
    let claims = || claims(&world, &machine);
    // RFC 8725, 2.1: the public key as a secret, no signature, and a key that the token brings along.
    let public = signer.jwk()["n"].as_str().unwrap().to_owned();
    let none = format!(
        "{}.{}.",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    let unknown = "none of the client's known keys";
    let cases = [
        (Signer::secret(&public).sign(&claims()), "HS256"),
        (none, "another algorithm"),
        (Signer::new(ClientAlg::ES256).sign(&claims()), unknown),
        (stranger.sign(&claims()), unknown),
        (
            stranger.sign_with(&json!({"alg": "RS256", "jwk": stranger.jwk()}), &claims()),
            unknown,
        ),
        (
            stranger.sign_with(&signer.header(), &claims()),
            "its signature is not that",
        ),
        (
            signer.sign_with(&json!({"alg": "RS256", "crit": ["x"], "x": 1}), &claims()),
            "critical",
        ),
    ];
    for (jwt, reason) in cases {
        assert_refused(
            &world,
            &machine,
            token(&machine, &jwt).await,
            Rule::ClientAssertionSignature,
            reason,
        )
        .await;
    }
    let long = signer.sign(&with(claims(), "x", json!("x".repeat(17_000))));
    let reply = token(&machine, &long).await;
    assert!([400, 401, 413].contains(&reply.status.as_u16()), "{reply:?}");
    let other = signer.sign_with(&json!({"alg": "RS256", "typ": "at+jwt"}), &claims());
    assert_refused(
        &world,
        &machine,
        token(&machine, &other).await,
        Rule::ClientAssertionClaims,
        "typ",
    )
    .await;
    // A wrong signature uses nothing up.
    let jwt = signer.sign(&claims());
    let forged = format!("{}AAAA", &jwt[..jwt.len() - 4]);
    token(&machine, &forged).await.refusal();
    token(&machine, &jwt).await.tokens();
}

#[tokio::test]
async fn a_secret_proves_its_client() {
    let world = World::new().await;
    let keyed = keyed(&world).await;
    token(&keyed, &secret_of(&keyed).sign(&claims(&world, &keyed)))
        .await
        .tokens();
    let stranger = Signer::secret("another-secret-0123456789abcdef0123").sign(&claims(&world, &keyed));
    let reply = token(&keyed, &stranger).await;
    assert_refused(
        &world,
        &keyed,
        reply,
        Rule::ClientAssertionSignature,
        "not that of the client",
    )
    .await;
}

#[tokio::test]
async fn a_secret_that_keys_nothing_is_told_to_the_app_s_owner() {
    let world = World::new().await;
    let metadata =
        json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "client_secret_jwt" });
    let short = "only-31-characters-of-a-secret-";
    let client = world.register("keyed", metadata.clone(), true).await;
    world.change_secret("keyed", metadata, short).await;
    let jwt = Signer::secret(short).sign(&claims(&world, &client));
    assert_refused(
        &world,
        &client,
        token(&client, &jwt).await,
        Rule::ClientAssertionSignature,
        "shorter than 32 octets",
    )
    .await;
    let algs = Signer::new(ClientAlg::ES256).sign(&claims(&world, &client));
    let refused = token(&client, &algs).await;
    assert_refused(&world, &client, refused, Rule::ClientAssertionSignature, "HS256").await;
}

#[tokio::test]
async fn a_client_has_no_other_way_than_the_one_that_it_is_registered_for() {
    let world = World::new().await;
    let service = world.client("service");
    let jwt = secret_of(&service).sign(&claims(&world, &service));
    assert_refused(
        &world,
        &service,
        token(&service, &jwt).await,
        Rule::ClientAuthMethod,
        "client_assertion",
    )
    .await;
    let keyed = keyed(&world).await;
    let reply = keyed.token(&[GRANT]).await;
    assert_refused(
        &world,
        &keyed,
        reply,
        Rule::ClientAuthMethod,
        "client_secret_basic",
    )
    .await;
}

#[tokio::test]
async fn two_ways_at_once_and_half_a_way() {
    let world = World::new().await;
    let keyed = keyed(&world).await;
    let jwt = secret_of(&keyed).sign(&claims(&world, &keyed));
    let secret = keyed.secret.clone().unwrap();
    let header = basic("keyed", &secret);
    let whole = [GRANT, TYPE, ("client_assertion", jwt.as_str())];
    let mut replies = vec![keyed.post_as_is("/oauth2/token", Some(&header), &whole).await];
    for more in [("client_secret", secret.as_str()), ("client_id", "service")] {
        replies.push(send(&keyed, "/oauth2/token", &jwt, &[GRANT, more]).await);
    }
    for reply in replies {
        assert_eq!(reply.refusal(), (400, "invalid_request".to_owned()));
        assert_eq!(world.rule(&reply.reference()).await, Rule::ClientAuthSeveral);
    }
    let saml = (
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
    );
    for half in [
        &[GRANT, TYPE, ("client_id", "keyed")][..],
        &[GRANT, ("client_assertion", &jwt)],
        &[GRANT, saml, ("client_assertion", &jwt)],
        &[
            GRANT,
            TYPE,
            ("client_assertion", "nonsense"),
            ("client_id", "keyed"),
        ],
    ] {
        let reply = keyed.post_as_is("/oauth2/token", None, half).await;
        assert_refused(&world, &keyed, reply, Rule::ClientAssertionMalformed, "").await;
    }
    // None of these has used it up.
    token(&keyed, &jwt).await.tokens();
}

#[tokio::test]
async fn wrong_assertions_are_told_to_wait_and_the_right_one_is_not() {
    let world = World::new().await;
    let keyed = keyed(&world).await;
    let guess = Signer::secret("a-guess-that-is-long-enough-0123456789");
    for _ in 0..30 {
        assert_eq!(
            token(&keyed, &guess.sign(&claims(&world, &keyed))).await.status,
            401
        );
    }
    let slowed = token(&keyed, &guess.sign(&claims(&world, &keyed))).await;
    assert_eq!(slowed.refusal(), (429, "temporarily_unavailable".into()));
    token(&keyed, &secret_of(&keyed).sign(&claims(&world, &keyed)))
        .await
        .tokens();
    world.clock.advance(minutes(15));
    assert_eq!(
        token(&keyed, &guess.sign(&claims(&world, &keyed))).await.status,
        401
    );
}

#[tokio::test]
async fn a_key_that_was_published_since_is_fetched() {
    let world = World::new().await;
    let (old, new) = (Signer::new(ClientAlg::ES256), Signer::new(ClientAlg::ES256));
    let metadata = json!({
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": "https://machine.example/jwks"
    });
    let machine = world.register("machine", metadata, false).await;
    world
        .servers()
        .serve_json("https://machine.example/jwks", &old.jwks());
    token(&machine, &old.sign(&claims(&world, &machine)))
        .await
        .tokens();
    let reply = token(&machine, &new.sign(&claims(&world, &machine))).await;
    assert_refused(
        &world,
        &machine,
        reply,
        Rule::ClientAssertionSignature,
        "known keys",
    )
    .await;
    world
        .servers()
        .serve_json("https://machine.example/jwks", &new.jwks());
    world.clock.advance(minutes(2));
    token(&machine, &new.sign(&claims(&world, &machine)))
        .await
        .tokens();
}
