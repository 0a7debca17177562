//! The edges of time: the last moment at which something counts, and the first at which it doesn't.

use super::{assertion, machine, proved_by};
use crate::harness::{OTP_SECRET, PASSWORD, Signer, World, days, email_of, pin_at, seconds};
use serde_json::{Value, json};
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::time::Timestamp;

/// 2027-03-28, 01:00:00 UTC: the clocks of Berlin go from two to three.
const SUMMER: Timestamp = Timestamp::from_seconds(1_806_195_600);

#[tokio::test]
async fn a_client_s_clock_may_be_half_a_minute_off_and_no_more() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, "machine", &signer).await;
    let app = json!({ "trusted": true, "jwks": signer.jwks() });
    let app = world.register("app", app, true).await;
    let now = world.now().as_seconds();
    for (claim, moment, counts) in [
        ("exp", now, true),
        ("exp", now - 29, true),
        ("exp", now - 30, false),
        ("nbf", now + 30, true),
        ("nbf", now + 31, false),
        ("exp", i64::MAX, false),
        ("nbf", i64::MIN, true),
        ("exp", i64::MIN, false),
        ("nbf", i64::MAX, false),
    ] {
        let mut claims = assertion(&world, "machine");
        claims[claim] = json!(moment);
        let reply = machine
            .post_as_is("/oauth2/token", None, &proved_by(&signer.sign(&claims)))
            .await;
        assert_eq!(reply.status == 200, counts, "{claim} {moment}: {}", reply.body);
        if (claim, moment) == ("exp", i64::MAX) {
            // A request object may be good for ever, an assertion for an hour.
            continue;
        }
        let request = app.authorize("openid").with("prompt", "none");
        let object = signer.sign(&json!({ claim: moment }));
        let answer = world
            .browser()
            .open(&request.with("request", &object))
            .await
            .answer();
        let expected = if counts {
            "login_required"
        } else {
            "invalid_request_object"
        };
        assert_eq!(answer.error(), expected, "{claim} {moment}");
    }
}

#[tokio::test]
async fn an_assertion_from_the_future_is_none() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, "machine", &signer).await;
    let now = world.now().as_seconds();
    for (iat, counts) in [
        (json!(now + 30), true),
        (json!(now + 31), false),
        (json!(1e300), false),
    ] {
        let mut claims = assertion(&world, "machine");
        claims["iat"] = iat.clone();
        let reply = machine
            .post_as_is("/oauth2/token", None, &proved_by(&signer.sign(&claims)))
            .await;
        assert_eq!(reply.status == 200, counts, "{iat}: {}", reply.body);
    }
}

#[tokio::test]
async fn of_one_assertion_at_once_on_two_replicas_one_counts() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let here = machine(&world, "machine", &signer).await;
    let there = here.clone().at(world.replica().await);
    for _ in 0..3 {
        let jwt = signer.sign(&assertion(&world, "machine"));
        let params = proved_by(&jwt);
        let send = |client: &crate::harness::Client| {
            let client = client.clone();
            async move { client.post_as_is("/oauth2/token", None, &params).await.status }
        };
        let (a, b, c, d) = tokio::join!(send(&here), send(&there), send(&here), send(&there));
        let won = [a, b, c, d].iter().filter(|status| **status == 200).count();
        assert_eq!(won, 1, "{a} {b} {c} {d}");
    }
}

/// Signs Ada in with password and PIN, and shows that a code lives for its minute and a PIN for its half.
async fn a_login_goes_as_ever(world: &World) {
    let platform = world.client("platform");
    let mut browser = world.browser();
    let request = platform.authorize("openid").with("max_age", "60");
    let login = browser.open(&request).await.page();
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", PASSWORD);
    let page = form.submit(&mut browser).await.page();
    let pin = pin_at(OTP_SECRET, world.now());
    let answer = page.form().fill("pin", &pin).submit(&mut browser).await.answer();
    world.clock.advance(seconds(59));
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    let claims = platform.verify(&tokens.id).await.claims;
    let elapsed = claims["iat"].as_i64().unwrap() - claims["auth_time"].as_i64().unwrap();
    assert_eq!(elapsed, 59);
    // Sixty seconds old: young enough for the last time.
    world.clock.advance(seconds(1));
    let again = browser.open(&request).await.answer();
    world.clock.advance(seconds(60));
    assert_eq!(
        platform.exchange(&request, again.code()).await.refusal().1,
        "invalid_grant"
    );
    assert_eq!(browser.open(&request).await.page().url.path(), "/login");
}

#[tokio::test]
async fn summer_time_and_the_turn_of_a_year_last_no_longer_than_they_do() {
    let world = World::new().await;
    let until = |moment: Timestamp| moment.saturating_since(world.now());
    world.clock.advance(until(SUMMER) - seconds(30));
    a_login_goes_as_ever(&world).await;
    // 2028 is a leap year: the minute before 29 February, UTC.
    let leap = Timestamp::from_seconds(1_835_395_200);
    world.clock.advance(until(leap) - seconds(30));
    world.worker_tick().await;
    a_login_goes_as_ever(&world).await;
    // The end of a June, where leap seconds have stood: there are none in Unix time.
    world
        .clock
        .advance(until(Timestamp::from_seconds(1_846_022_400)) - seconds(30));
    world.worker_tick().await;
    a_login_goes_as_ever(&world).await;
    world.clock.advance(days(1));
}

#[tokio::test]
async fn a_moment_that_is_no_number_is_none() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, "machine", &signer).await;
    for odd in [
        json!("9999999999"),
        json!([]),
        json!({}),
        json!(true),
        Value::Null,
    ] {
        let mut claims = assertion(&world, "machine");
        claims["exp"] = odd.clone();
        let reply = machine
            .post_as_is("/oauth2/token", None, &proved_by(&signer.sign(&claims)))
            .await;
        assert_eq!(reply.status, 401, "{odd}");
    }
}
