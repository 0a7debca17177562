//! What a relying party's server is told when a session ends (OpenID Connect Back-Channel Logout 1.0).

use super::log_out;
use crate::harness::{Browser, Client, PASSWORD, Tokens, World, minutes, opened, read_part, seconds};
use serde_json::{Value, json};
use url::form_urlencoded;
use voltkey_crypto::jwe::DecryptionKey;
use voltkey_flows::outbound::{Answer, OutboundError};
use voltkey_protocol::jose::DecryptionAlg;
use voltkey_store::clients;
use voltkey_store::logout_calls::{self, Outcome, Troubled};

const URI: &str = "https://solar.example/back-channel";

/// A world in which Solar Reports wants to be told, and takes what it is told.
async fn world() -> World {
    let world = World::new().await;
    world
        .change_client("solar-reports", json!({ "backchannel_logout_uri": URI }))
        .await;
    world.servers().answer(URI, 200, "text/plain", "");
    world
}

/// Signs somebody in at Solar Reports.
async fn at_solar(world: &World, name: &str) -> (Browser, Tokens) {
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let request = solar.authorize("openid offline_access").with("prompt", "consent");
    let tokens = world.tokens_by(&solar, &mut browser, name, &request).await;
    (browser, tokens)
}

/// The logout tokens that Solar Reports has been sent so far.
fn sent(world: &World) -> Vec<String> {
    let calls = world.servers().calls_of(URI);
    let forms = calls.into_iter().map(|call| call.form.expect("it is posted"));
    forms
        .map(|form| {
            let fields: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
            assert_eq!((fields.len(), &*fields[0].0), (1, "logout_token"), "{form}");
            fields[0].1.clone()
        })
        .collect()
}

/// What became of the calls that did not reach Solar Reports.
async fn troubled(world: &World) -> Vec<Troubled> {
    let store = world.store().await;
    logout_calls::troubled(store, "solar-reports", 10)
        .await
        .expect("a read")
}

async fn end_at_once(browser: &mut Browser, tokens: &Tokens) {
    log_out(browser, &[("id_token_hint", &tokens.id)]).await.page();
}

/// The claims of the one token that was sent.
async fn only_token(world: &World, solar: &Client) -> Value {
    let sent = sent(world);
    assert_eq!(sent.len(), 1);
    solar.verify(&sent[0]).await.claims
}

#[tokio::test]
async fn discovery_announces_it() {
    let world = World::new().await;
    let document = world
        .client("platform")
        .get("/.well-known/openid-configuration")
        .await
        .ok();
    for name in [
        "backchannel_logout_supported",
        "backchannel_logout_session_supported",
    ] {
        assert_eq!(document[name], true, "{name}");
    }
}

#[tokio::test]
async fn it_is_sent_a_logout_token_by_post() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let id_token = read_part(&tokens.id, 1);
    end_at_once(&mut browser, &tokens).await;
    assert_eq!(sent(&world), Vec::<String>::new(), "nobody waits for the call");
    world.call_clients().await;

    let sent = sent(&world);
    let token = world.client("solar-reports").verify(&sent[0]).await;
    assert_eq!(
        (&token.header["typ"], &token.header["alg"]),
        (&json!("logout+jwt"), &json!("RS256"))
    );
    let claims = &token.claims;
    assert_eq!(
        (&claims["sub"], &claims["sid"]),
        (&id_token["sub"], &id_token["sid"])
    );
    assert_eq!(claims["aud"], "solar-reports");
    let event = "http://schemas.openid.net/event/backchannel-logout";
    assert_eq!(claims["events"], json!({ event: {} }));
    assert!(
        claims["jti"].is_string() && claims.get("nonce").is_none(),
        "{claims}"
    );
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 120);
    world.call_clients().await;
    assert_eq!(self::sent(&world).len(), 1, "it is told once");
}

#[tokio::test]
async fn the_token_is_signed_as_the_client_s_id_tokens_are() {
    let world = world().await;
    let metadata = json!({ "backchannel_logout_uri": URI, "id_token_signed_response_alg": "ES256" });
    world.change_client("solar-reports", metadata).await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    let token = world.client("solar-reports").verify(&sent(&world)[0]).await;
    assert_eq!(token.header["alg"], "ES256");
}

#[tokio::test]
async fn the_token_is_encrypted_as_the_client_s_id_tokens_are() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let key = DecryptionKey::generate(DecryptionAlg::EcdhEs);
    let metadata = json!({
        "backchannel_logout_uri": URI,
        "jwks": { "keys": [key.public_jwk()] },
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
    });
    world.change_client("solar-reports", metadata).await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    let jwe = &sent(&world)[0];
    let header = read_part(jwe, 0);
    assert_eq!(
        (&header["alg"], &header["enc"]),
        (&json!("ECDH-ES"), &json!("A256GCM"))
    );
    let token = world.client("solar-reports").verify(&opened(jwe, &key)).await;
    assert_eq!(token.header["typ"], "logout+jwt");
    assert_eq!(token.claims["sid"], read_part(&tokens.id, 1)["sid"]);
}

#[tokio::test]
async fn nothing_is_told_in_clear_where_the_key_cannot_be_had() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let keys = "https://solar.example/jwks";
    let metadata = json!({
        "backchannel_logout_uri": URI,
        "jwks_uri": keys,
        "id_token_encrypted_response_alg": "ECDH-ES",
    });
    world.change_client("solar-reports", metadata).await;
    world.servers().fail(keys, OutboundError::Unreachable);
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    assert_eq!(sent(&world), Vec::<String>::new());
    let call = &troubled(&world).await[0];
    assert_eq!(call.outcome, None, "it is tried again");
    let reason = call.last_error.as_deref().expect("a reason");
    assert!(reason.contains("cannot be encrypted: jwks_uri"), "{reason}");

    let key = DecryptionKey::generate(DecryptionAlg::EcdhEs);
    world
        .servers()
        .serve_json(keys, &json!({ "keys": [key.public_jwk()] }));
    world.clock.advance(seconds(10));
    world.call_clients().await;
    let jwe = &sent(&world)[0];
    world.client("solar-reports").verify(&opened(jwe, &key)).await;
}

#[tokio::test]
async fn the_person_is_named_as_the_client_knows_them() {
    let world = world().await;
    let metadata = json!({ "backchannel_logout_uri": URI, "subject_type": "pairwise" });
    world.change_client("solar-reports", metadata).await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    let claims = only_token(&world, &world.client("solar-reports")).await;
    let id_token = read_part(&tokens.id, 1);
    assert_eq!(
        (&claims["sub"], &claims["sid"]),
        (&id_token["sub"], &id_token["sid"])
    );
    assert_ne!(claims["sub"], world.person("ada").await.sub);
}

#[tokio::test]
async fn what_has_become_of_the_client_changes_no_name_that_it_was_told() {
    let own = json!({ "backchannel_logout_uri": URI, "subject_type": "public" });
    let mut pairwise = own.clone();
    pairwise["subject_type"] = json!("pairwise");
    let mut of_group = pairwise.clone();
    of_group["sector_identifier_uri"] = json!("https://group.example/uris.json");
    for (before, after) in [(&pairwise, &of_group), (&own, &pairwise), (&pairwise, &own)] {
        let world = world().await;
        world.change_client("solar-reports", before.clone()).await;
        let (browser, tokens) = at_solar(&world, "ada").await;
        world.change_client("solar-reports", after.clone()).await;
        browser.clone().get("/auth/logout").await.page();
        world.call_clients().await;
        let claims = only_token(&world, &world.client("solar-reports")).await;
        let id_token = read_part(&tokens.id, 1);
        for name in ["sub", "sid"] {
            assert_eq!(claims[name], id_token[name], "{name}: {after}");
        }
    }
}

#[tokio::test]
async fn a_logout_token_is_no_hint_and_no_id_token() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    let page = log_out(&mut browser, &[("id_token_hint", &sent(&world)[0])])
        .await
        .page();
    assert_eq!(page.status, 400);
}

#[tokio::test]
async fn whoever_got_tokens_in_the_session_is_told_and_nobody_else() {
    let world = world().await;
    let platform = "https://platform.example/back-channel";
    world
        .change_client("platform", json!({ "backchannel_logout_uri": platform }))
        .await;
    world.servers().answer(platform, 204, "text/plain", "");
    // In this browser both apps are used, in another only one.
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let client = world.client("platform");
    world
        .tokens_by(&client, &mut browser, "ada", &client.authorize("openid"))
        .await;
    let other = world.tokens(&world.client("platform"), "ada", "openid").await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    assert_eq!(
        (sent(&world).len(), world.servers().calls_of(platform).len()),
        (1, 1)
    );
    let sid = only_token(&world, &world.client("solar-reports")).await["sid"].clone();
    assert_ne!(
        sid,
        read_part(&other.id, 1)["sid"],
        "the other browser is still signed in"
    );
}

#[tokio::test]
async fn a_session_that_is_much_older_than_its_tokens_is_still_known() {
    let world = World::with("[session]\nidle = \"30d\"\n").await;
    world
        .change_client("solar-reports", json!({ "backchannel_logout_uri": URI }))
        .await;
    world.servers().answer(URI, 200, "text/plain", "");
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let tokens = world
        .tokens_by(&solar, &mut browser, "ada", &solar.authorize("openid"))
        .await;
    world.clock.advance(minutes(20 * 24 * 60));
    world.worker_tick().await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    assert_eq!(sent(&world).len(), 1);
}

#[tokio::test]
async fn a_client_that_is_down_is_called_again_with_a_fresh_token() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let answer = |status| {
        Ok(Answer {
            fresh_for: None,
            status,
            content_type: None,
            body: Vec::new(),
        })
    };
    let outcomes = [
        Err(OutboundError::Unreachable),
        answer(503),
        answer(302),
        Err(OutboundError::TimedOut),
    ];
    world
        .servers()
        .outcomes(URI, outcomes.into_iter().chain([answer(200)]));
    end_at_once(&mut browser, &tokens).await;
    for (number, wait) in [(1, 10), (2, 60), (3, 300), (4, 900)] {
        world.call_clients().await;
        assert_eq!(sent(&world).len(), number);
        assert_eq!(troubled(&world).await[0].outcome, None, "it is tried again");
        world.clock.advance(seconds(wait - 1));
        world.call_clients().await;
        assert_eq!(sent(&world).len(), number, "not before its time");
        world.clock.advance(seconds(1));
    }
    world.call_clients().await;
    let sent = sent(&world);
    assert_eq!(sent.len(), 5);
    let solar = world.client("solar-reports");
    let last = solar.verify(&sent[4]).await.claims;
    assert!(
        solar.try_verify(&sent[0]).await.is_none(),
        "the first has expired"
    );
    assert_ne!(last["jti"], read_part(&sent[0], 1)["jti"]);
    assert_eq!(troubled(&world).await, [], "in the end it was told");
}

#[tokio::test]
async fn a_refusal_is_kept_with_its_reason_and_not_repeated() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    let reason = r#"{"error": "invalid_request", "error_description": "no such session"}"#;
    world.servers().answer(URI, 400, "application/json", reason);
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    let [call] = &*troubled(&world).await else {
        panic!("one call")
    };
    assert_eq!(call.outcome, Some(Outcome::Refused));
    assert_eq!(
        call.last_error.as_deref(),
        Some("invalid_request: no such session")
    );
    world.clock.advance(minutes(24 * 60));
    world.call_clients().await;
    assert_eq!(sent(&world).len(), 1);
}

#[tokio::test]
async fn a_client_that_stays_down_is_given_up_after_hours() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    world.servers().fail(URI, OutboundError::Unreachable);
    end_at_once(&mut browser, &tokens).await;
    for _ in 0..24 {
        world.call_clients().await;
        world.clock.advance(minutes(15));
    }
    assert_eq!(sent(&world).len(), 8);
    let [call] = &*troubled(&world).await else {
        panic!("one call")
    };
    assert_eq!((call.outcome, call.attempts), (Some(Outcome::GivenUp), 8));
}

#[tokio::test]
async fn an_address_that_may_not_be_called_is_given_up_at_once() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    world.servers().fail(URI, OutboundError::NotHttps);
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    assert_eq!(troubled(&world).await[0].outcome, Some(Outcome::GivenUp));
}

#[tokio::test]
async fn a_call_whose_worker_died_is_made_by_another() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    let lost = voltkey_flows::oidc::tell_client::claim(world.ctx(), 1)
        .await
        .expect("a claim");
    assert!(lost.is_some());
    drop(lost);
    world.call_clients().await;
    assert_eq!(sent(&world).len(), 0, "somebody is at it");
    world.clock.advance(minutes(1));
    world.call_clients().await;
    assert_eq!(sent(&world).len(), 1);
}

/// What is registered can't be read any more: a fault of this provider, which does not pass by itself.
#[tokio::test]
async fn a_fault_of_the_provider_s_own_counts_as_an_attempt() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    let store = world.store().await;
    let before = clients::find(store, "solar-reports").await.unwrap().unwrap();
    let row = clients::Client {
        metadata: "{".to_owned(),
        ..before.clone()
    };
    let mut tx = store.begin().await.expect("a transaction");
    let replaced = clients::replace(&mut tx, &before, &row).await;
    assert!(replaced.expect("a write"));
    tx.commit().await.expect("a commit");

    world.worker_tick().await;
    world.call_clients().await;
    let [call] = &*troubled(&world).await else {
        panic!("one call")
    };
    assert_eq!((call.outcome, call.attempts), (None, 1));
    assert_eq!(call.run_at, world.now() + seconds(10), "it is not tried at once");
    for _ in 0..24 {
        world.clock.advance(minutes(15));
        world.call_clients().await;
    }
    let call = &troubled(&world).await[0];
    assert_eq!((call.outcome, call.attempts), (Some(Outcome::GivenUp), 8));
    assert_eq!(
        call.last_error.as_deref(),
        Some("a fault of this provider, which its log names")
    );
}

#[tokio::test]
async fn tokens_for_the_time_without_a_person_live_on() {
    let world = world().await;
    let (mut browser, tokens) = at_solar(&world, "ada").await;
    end_at_once(&mut browser, &tokens).await;
    world.call_clients().await;
    world
        .client("solar-reports")
        .refresh(&tokens.refresh)
        .await
        .tokens();
}

/// Each way in which a session ends tells the client.
mod every_end {
    use super::*;

    async fn is_told(world: &World, tokens: &Tokens) {
        world.call_clients().await;
        let claims = only_token(world, &world.client("solar-reports")).await;
        assert_eq!(claims["sid"], read_part(&tokens.id, 1)["sid"]);
    }

    #[tokio::test]
    async fn the_address_that_clears_everything() {
        let world = world().await;
        let (mut browser, tokens) = at_solar(&world, "ada").await;
        browser.get("/auth/logout").await.page();
        is_told(&world, &tokens).await;
    }

    #[tokio::test]
    async fn a_confirmed_log_out() {
        let world = world().await;
        let (mut browser, tokens) = at_solar(&world, "ada").await;
        let page = log_out(&mut browser, &[]).await.page();
        world.call_clients().await;
        assert_eq!(sent(&world).len(), 0, "not before it is confirmed");
        page.form().submit(&mut browser).await.page();
        is_told(&world, &tokens).await;
    }

    #[tokio::test]
    async fn another_device_signs_it_out() {
        let world = world().await;
        let (_, tokens) = at_solar(&world, "ada").await;
        let mut own = world.signed_in("ada").await;
        let devices = own.get("/account/devices").await.page();
        devices
            .form_to("/account/devices/sign-out-others")
            .submit(&mut own)
            .await
            .page();
        is_told(&world, &tokens).await;
    }

    #[tokio::test]
    async fn the_password_is_changed_elsewhere() {
        let world = world().await;
        let (_, tokens) = at_solar(&world, "ada").await;
        let mut own = world.signed_in("ada").await;
        let page = own.get("/account/password").await.page();
        let form = page
            .form_to("/account/password")
            .fill("current_password", PASSWORD)
            .fill("password", "Kraftwerk-7 Berlin");
        form.submit(&mut own).await.page();
        is_told(&world, &tokens).await;
        let refresh = world.client("solar-reports").refresh(&tokens.refresh).await;
        assert_eq!(refresh.refusal().1, "invalid_grant", "these die with it");
    }

    #[tokio::test]
    async fn an_admin_blocks_its_person() {
        let world = world().await;
        let (_, tokens) = at_solar(&world, "ben").await;
        let mut admin = world.signed_in("ada").await;
        let sub = read_part(&tokens.id, 1)["sub"].as_str().unwrap().to_owned();
        let path = format!("/company/members/{sub}/block");
        let page = admin.get(&path).await.page();
        page.form_to(&path).submit(&mut admin).await.page();
        is_told(&world, &tokens).await;
    }

    #[tokio::test]
    async fn somebody_else_signs_in_in_its_browser() {
        let world = world().await;
        let (mut browser, tokens) = at_solar(&world, "ada").await;
        let platform = world.client("platform");
        let request = platform.authorize("openid").with("prompt", "login");
        world.tokens_by(&platform, &mut browser, "ben", &request).await;
        is_told(&world, &tokens).await;
    }

    #[tokio::test]
    async fn but_not_a_second_login_of_the_same_person() {
        let world = world().await;
        let (mut browser, _) = at_solar(&world, "ada").await;
        let platform = world.client("platform");
        let request = platform.authorize("openid").with("prompt", "login");
        world.tokens_by(&platform, &mut browser, "ada", &request).await;
        world.call_clients().await;
        assert_eq!(sent(&world).len(), 0);
    }
}
