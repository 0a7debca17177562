//! Who may register: nobody, whoever has an initial access token, anyone.

use super::*;
use crate::harness::{days, minutes, seconds};

async fn announced(world: &World) -> Value {
    let client = world.stranger("nobody", None);
    let mut document = client.get("/.well-known/openid-configuration").await.ok();
    document["registration_endpoint"].take()
}

#[tokio::test]
async fn closed_there_is_no_such_endpoint() {
    let world = World::with("[registration]\nmode = \"closed\"").await;
    assert_eq!(announced(&world).await, Value::Null);
    assert_eq!(post(&world, None, &app(json!({}))).await.status, 404);
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let body = (method == Method::PUT).then(|| app(json!({})));
        let reply = send(
            &world,
            method,
            "/oauth2/register/platform",
            Some("x"),
            body.as_ref(),
        )
        .await;
        assert_eq!(reply.status, 404);
    }
}

#[tokio::test]
async fn without_a_token_there_is_a_challenge_and_nothing_else() {
    let world = World::new().await;
    assert_eq!(announced(&world).await, "https://id.example/oauth2/register");
    let reply = post(&world, None, &app(json!({}))).await;
    assert_eq!((reply.status.as_u16(), reply.body.as_str()), (401, ""));
    assert_eq!(reply.header("www-authenticate"), "Bearer realm=\"voltkey\"");
    assert_eq!(world.rules_on_record().await, [Rule::BearerMissing]);
}

#[tokio::test]
async fn a_token_lets_register_as_often_as_it_says() {
    let world = World::new().await;
    let wanted = Wanted {
        uses: Some(2),
        ..Wanted::default()
    };
    let token = token(&world, wanted).await;
    for _ in 0..2 {
        assert_eq!(post(&world, Some(&token), &app(json!({}))).await.status, 201);
    }
    let reply = post(&world, Some(&token), &app(json!({}))).await;
    assert_eq!(reply.refusal(), (401, "invalid_token".into()));
    assert!(
        reply
            .header("www-authenticate")
            .contains("error=\"invalid_token\"")
    );
    assert_eq!(world.rule(&reply.reference()).await, Rule::RegistrationToken);
    let lines = registration_tokens::list(world.ctx()).await.unwrap();
    assert_eq!(lines[0].state, registration_tokens::TokenState::UsedUp);
    assert_eq!(lines[0].used, Some(world.now()));
    let apps = registration_tokens::registered(world.ctx()).await.unwrap();
    assert_eq!(apps.len(), 2);
    assert_eq!(
        (apps[0].name.as_str(), apps[0].label.as_deref()),
        ("Newcomer", Some("Partners"))
    );
}

#[tokio::test]
async fn a_refused_registration_spends_no_use() {
    let world = World::new().await;
    let wanted = Wanted {
        uses: Some(1),
        ..Wanted::default()
    };
    let token = token(&world, wanted).await;
    let refused = post(&world, Some(&token), &json!({})).await;
    assert_eq!(refused.status, 400);
    assert_eq!(post(&world, Some(&token), &app(json!({}))).await.status, 201);
}

#[tokio::test]
async fn of_several_at_once_one_gets_the_last_use() {
    let world = World::new().await;
    let wanted = Wanted {
        uses: Some(1),
        ..Wanted::default()
    };
    let token = token(&world, wanted).await;
    let metadata = app(json!({}));
    let once = || post(&world, Some(&token), &metadata);
    let replies = tokio::join!(once(), once(), once(), once());
    let mut statuses = [replies.0, replies.1, replies.2, replies.3].map(|reply| reply.status.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401, 401, 401]);
    assert_eq!(
        registration_tokens::registered(world.ctx()).await.unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_token_that_is_over_or_nobody_s_lets_nobody_register() {
    let world = World::new().await;
    let short = Wanted {
        lifetime: Some(days(1)),
        ..Wanted::default()
    };
    let short = token(&world, short).await;
    let wanted = Wanted {
        label: "Left".to_owned(),
        ..Wanted::default()
    };
    let made = registration_tokens::create(world.ctx(), &wanted).await.unwrap();
    let (id, revoked) = made
        .map(|made| (made.id, made.token.as_str().to_owned()))
        .unwrap();
    assert!(registration_tokens::revoke(world.ctx(), &id).await.unwrap());
    assert!(!registration_tokens::revoke(world.ctx(), &id).await.unwrap());
    world.clock.advance(days(1) - seconds(1));
    assert_eq!(post(&world, Some(&short), &app(json!({}))).await.status, 201);
    world.clock.advance(seconds(1));
    let forged = "A".repeat(43);
    for bad in [&short, &revoked, &forged, "x"] {
        let reply = post(&world, Some(bad), &app(json!({}))).await;
        assert_eq!(reply.refusal(), (401, "invalid_token".into()), "{bad}");
    }
}

#[tokio::test]
async fn an_access_token_is_no_initial_access_token() {
    let world = World::new().await;
    let tokens = world.tokens(&world.client("platform"), "ada", "openid").await;
    let reply = post(&world, Some(&tokens.access), &app(json!({}))).await;
    assert_eq!(reply.refusal(), (401, "invalid_token".into()));
}

#[tokio::test]
async fn open_to_anyone_within_quotas() {
    let world = World::with(&format!("{OPEN}\nper_network = 2\nin_all = 3")).await;
    registered(&world, app(json!({}))).await;
    // What is refused costs nothing.
    assert_eq!(post(&world, None, &json!({})).await.status, 400);
    registered(&world, app(json!({}))).await;
    let reply = post(&world, None, &app(json!({}))).await;
    assert_eq!(reply.refusal(), (429, "temporarily_unavailable".into()));
    assert_eq!(reply.header("retry-after"), "3600");
    assert_eq!(world.rule(&reply.reference()).await, Rule::Quota);
    // Whoever has a token is let in.
    let token = token(&world, Wanted::default()).await;
    assert_eq!(post(&world, Some(&token), &app(json!({}))).await.status, 201);
    assert_eq!(post(&world, Some("x"), &app(json!({}))).await.status, 401);
    world.clock.advance(minutes(60));
    registered(&world, app(json!({}))).await;
}

#[tokio::test]
async fn in_all_there_is_a_quota_too() {
    let world = World::with(&format!("{OPEN}\nper_network = 5\nin_all = 1")).await;
    registered(&world, app(json!({}))).await;
    assert_eq!(post(&world, None, &app(json!({}))).await.status, 429);
}

#[tokio::test]
async fn acting_for_itself_is_for_apps_whose_token_allows_it() {
    let world = World::with(OPEN).await;
    let machine = json!({ "grant_types": ["client_credentials"], "client_name": "Nightly" });
    let refused = post(&world, None, &machine).await;
    assert_eq!(refused.refusal(), (400, "invalid_client_metadata".into()));
    assert!(
        refused.json()["error_description"]
            .as_str()
            .unwrap()
            .starts_with("grant_types: ")
    );
    let wanted = Wanted {
        client_credentials: true,
        ..Wanted::default()
    };
    let token = token(&world, wanted).await;
    let reply = post(&world, Some(&token), &machine).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let answer = reply.json();
    assert_eq!(answer["response_types"], json!([]));
    let client = client_of(&world, &answer);
    let reply = client.token(&[("grant_type", "client_credentials")]).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn what_nobody_uses_is_deleted_where_the_operator_wants_that() {
    let world = World::with(&format!("{OPEN}\ndelete_unused = \"30d\"")).await;
    let idle = client_of(&world, &registered(&world, app(json!({}))).await);
    let used = client_of(&world, &registered(&world, app(json!({}))).await);
    world.tokens(&used, "ada", "openid").await;
    world.clock.advance(days(31));
    world.worker_tick().await;
    assert_eq!(refused_on_page(&world, &idle).await, Some(Rule::ClientUnknown));
    assert_eq!(refused_on_page(&world, &used).await, None);
}

#[tokio::test]
async fn what_was_of_use_once_is_kept_though_nothing_is_left_of_it() {
    let world = World::with(&format!("{OPEN}\ndelete_unused = \"30d\"")).await;
    let wanted = Wanted {
        client_credentials: true,
        ..Wanted::default()
    };
    let token = token(&world, wanted).await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = json!({
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt", "jwks": signer.jwks()
    });
    let machine = post(&world, Some(&token), &machine).await.json();
    let id = machine["client_id"].as_str().unwrap();
    let claims = json!({
        "iss": id, "sub": id, "aud": ISSUER, "exp": world.now().as_seconds() + 60, "jti": "once"
    });
    let assertion = signer.sign(&claims);
    let request = [
        ("grant_type", "client_credentials"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ];
    let client = client_of(&world, &machine);
    client.post_as_is("/oauth2/token", None, &request).await.ok();

    let public = app(json!({ "token_endpoint_auth_method": "none" }));
    let spa = client_of(&world, &registered(&world, public).await);
    world.tokens(&spa, "carla", "openid").await;
    let mut carla = world.signed_in("carla").await;
    let apps = carla.get("/account/apps").await.page();
    let withdrawal = apps.form_to("/account/apps/withdraw");
    withdrawal.submit(&mut carla).await.page();

    world.worker_tick().await;
    // The grants are cleaned away first.
    for _ in 0..3 {
        world.clock.advance(days(31));
        world.worker_tick().await;
    }
    assert_eq!(refused_on_page(&world, &spa).await, None);
    let (path, token) = managed(&machine);
    send(&world, Method::GET, &path, Some(&token), None).await.ok();
}
