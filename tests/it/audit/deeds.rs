//! Each deed notes what it was, who did it to whom, and in which request.

use super::{append, append_soon, chain, details, events, last, skip, words_after};
use crate::harness::{PASSWORD, Page, World, email_of, minutes, seconds};
use crate::people::acts::{WRONG_PIN, after_password, enter, enter_bad_pin, first_pin};
use crate::people::cast::{self, WRONG};
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::audit::Chain;
use voltkey_flows::jobs::Task;
use voltkey_flows::keys::{self, Rotated};
use voltkey_store::quotas;

const DORA: &str = "dora@sonnenfeld.example";

#[tokio::test]
async fn a_login_tells_who_how_where_and_in_which_request() {
    let world = World::new().await;
    skip(&world).await;
    world.signed_in("ben").await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let event = last(&world, &sonnenfeld).await;
    let ben = world.person("ben").await;
    assert_eq!(event.action, "login.succeeded");
    assert_eq!(
        (event.actor.as_str(), event.subject.as_deref()),
        (ben.id.as_str(), Some(ben.id.as_str()))
    );
    assert_eq!(event.at, world.now());
    assert_eq!(event.request_id.map(|id| id.len()), Some(16));
    assert_eq!(event.object, None, "no client had asked for it");
    let event = last(&world, &sonnenfeld).await;
    let told = details(&event);
    assert_eq!(told["subject"]["name"], "Ben Berger");
    assert_eq!(told["subject"]["email"], email_of("ben"));
    assert_eq!(
        (&told["network"], &told["by"]),
        (&"192.0.2.1".into(), &"password_and_pin".into())
    );
    assert!(
        told["user_agent"]
            .as_str()
            .is_some_and(|agent| agent.contains("Firefox"))
    );
    assert!(told["actor"].is_null(), "told once: {told}");

    let solar = world.client("solar-reports");
    world
        .sign_in(&mut world.browser(), "carla", &solar.authorize("openid email"))
        .await
        .answer();
    let solluna = chain(&world, "solluna").await;
    append(&world).await;
    let mut told: Vec<_> = events(&world, &solluna)
        .await
        .into_iter()
        .take(2)
        .map(|event| (event.action, event.object))
        .collect();
    // In one moment, in whatever order.
    told.sort();
    let at_solar = |action: &str| (action.to_owned(), Some("solar-reports".to_owned()));
    assert_eq!(told, [at_solar("consent.given"), at_solar("login.succeeded")]);
    assert!(
        events(&world, &sonnenfeld)
            .await
            .iter()
            .all(|event| event.object.is_none()),
        "no other company's"
    );
}

#[tokio::test]
async fn who_has_no_company_or_a_role_on_the_instance_is_told_of_there() {
    let world = World::new().await;
    skip(&world).await;
    let before = events(&world, &Chain::Instance).await.len();
    cast::add(&world, "nora@nowhere.example", PASSWORD).await;
    cast::give_role(
        &world,
        "carla",
        &[voltkey_flows::admin::apply::InstanceRole::Support],
    )
    .await;
    cast::must_enroll(&world, "carla", true).await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    page.form_to("/login/enroll")
        .fill("pin", &first_pin(&world, &page))
        .submit(&mut browser)
        .await
        .away();
    // In one moment, in whatever order.
    let mut words = words_after(&world, &Chain::Instance, before).await;
    words.sort();
    assert_eq!(words, ["login.succeeded", "otp.enrolled", "person.created"]);
    let solluna = chain(&world, "solluna").await;
    let in_company = events(&world, &solluna).await;
    let at_instance = events(&world, &Chain::Instance).await;
    let find = |events: &[voltkey_flows::audit::Entry]| {
        events
            .iter()
            .find(|event| event.action == "otp.enrolled")
            .map(|event| event.id.clone())
    };
    assert_eq!(find(&in_company), find(&at_instance), "one event in both chains");
    assert!(find(&in_company).is_some());
}

#[tokio::test]
async fn a_failed_login_is_told_where_there_is_an_account_and_not_without_end() {
    let world = World::new().await;
    skip(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let before = events(&world, &sonnenfeld).await.len();
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    enter(&mut browser, &login, "stranger@nowhere.example", WRONG).await;
    enter(&mut browser, &login, email_of("ben"), WRONG).await;
    append_soon(&world).await;
    let event = last(&world, &sonnenfeld).await;
    assert_eq!(
        (event.action.as_str(), event.actor.as_str()),
        ("login.failed", "nobody")
    );
    assert_eq!(
        event.subject.as_deref(),
        Some(world.person("ben").await.id.as_str())
    );
    assert_eq!(details(&event)["why"], "password");

    let page = after_password(&mut browser, "ben").await;
    enter_bad_pin(&mut browser, &page, WRONG_PIN).await;
    append_soon(&world).await;
    let event = last(&world, &sonnenfeld).await;
    assert_eq!(details(&event)["why"], "pin");

    world.block("ben").await;
    let login = world.browser().get("/login").await.page();
    enter(&mut world.browser(), &login, email_of("ben"), PASSWORD).await;
    let words = words_after(&world, &sonnenfeld, before).await;
    assert!(words.iter().all(|word| word == "login.failed"), "{words:?}");
    assert!(
        events(&world, &Chain::Instance)
            .await
            .iter()
            .all(|event| event.action != "login.failed")
    );
}

#[tokio::test]
async fn twenty_failed_logins_an_hour_are_told_of_one_account() {
    let world = World::new().await;
    skip(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let before = events(&world, &sonnenfeld).await.len();
    let bucket = format!("audit-failed-login:{}", world.person("ben").await.id);
    for _ in 0..19 {
        let spent = quotas::spend(world.store().await, &bucket, world.now(), 20).await;
        assert!(spent.expect("a write"));
    }
    let fail = async || {
        let mut browser = world.browser();
        let login = browser.get("/login").await.page();
        assert_eq!(
            enter(&mut browser, &login, email_of("ben"), WRONG).await.status,
            422
        );
    };
    for _ in 0..3 {
        fail().await;
    }
    append_soon(&world).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(words_after(&world, &sonnenfeld, before).await, ["login.failed"]);
    world.clock.advance(minutes(60));
    fail().await;
    append_soon(&world).await;
    assert_eq!(words_after(&world, &sonnenfeld, before).await.len(), 2);
}

fn link(mails: &[Task]) -> String {
    let found = mails.iter().find_map(|mail| match mail {
        Task::Invitation(mail) => Some(format!("/activate?token={}", mail.token.as_str())),
        Task::PasswordReset(mail) => Some(format!("/reset-password?token={}", mail.token.as_str())),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no link: {mails:?}"))
}

fn filled(page: &Page, password: &str) -> crate::harness::FilledForm {
    page.form()
        .fill("given_name", "Dora")
        .fill("family_name", "Neu")
        .fill("language", "de")
        .fill("tel", "")
        .fill("password", password)
}

#[tokio::test]
async fn from_the_invitation_to_the_log_out_everything_is_told() {
    let world = World::new().await;
    skip(&world).await;
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let before = events(&world, &sonnenfeld).await.len();
    // A moment apart, so that their order is theirs.
    let wait = || world.clock.advance(seconds(20));
    cast::invite(&world, DORA, Some("sonnenfeld")).await;
    wait();
    cast::invite(&world, DORA, Some("sonnenfeld")).await;
    wait();
    let mut browser = world.browser();
    let newest: Vec<_> = world.mails().await.into_iter().rev().collect();
    let page = browser.get(&link(&newest)).await.page();
    filled(&page, "Kraftwerk-7 Berlin")
        .submit(&mut browser)
        .await
        .away();
    wait();
    let login = browser.get("/login").await.page();
    let form = login
        .form()
        .fill("email", DORA)
        .fill("password", "Kraftwerk-7 Berlin");
    form.submit(&mut browser).await.away();
    wait();
    browser.get("/auth/logout").await;
    wait();
    let forgot = browser.get("/forgot-password").await.page();
    forgot
        .form()
        .fill("email", DORA)
        .submit(&mut browser)
        .await
        .page();
    let page = browser.get(&link(&world.mails().await)).await.page();
    page.form()
        .fill("password", "Windrad-9 Hamburg")
        .submit(&mut browser)
        .await
        .page();
    wait();
    reset_otp(world.ctx(), DORA).await.expect("a reset");
    assert_eq!(
        words_after(&world, &sonnenfeld, before).await,
        [
            "person.invited",
            "invitation.sent_again",
            "person.activated",
            "login.succeeded",
            "session.ended",
            "password.reset",
            "otp.reset",
        ]
    );
    let told: Vec<_> = events(&world, &sonnenfeld).await.into_iter().take(7).collect();
    let (reset, activated, invited) = (&told[0], &told[4], &told[6]);
    assert_eq!(activated.object, invited.subject, "which invitation it was");
    assert_eq!(activated.subject, reset.subject);
    assert_eq!(
        (reset.actor.as_str(), invited.actor.as_str()),
        ("system", "system")
    );
    assert_eq!(details(invited)["subject"]["email"], DORA);
    assert_eq!(reset.request_id, None);
}

#[tokio::test]
async fn keys_clients_and_companies_are_told_of_with_whoever_did_it() {
    let world = World::new().await;
    append(&world).await;
    let seeded = events(&world, &Chain::Instance).await;
    let clients = seeded
        .iter()
        .filter(|event| event.action == "client.created")
        .count();
    assert_eq!(clients, 6);
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let first = events(&world, &sonnenfeld).await;
    let first: Vec<_> = first.iter().map(|event| event.action.as_str()).collect();
    assert!(
        first.contains(&"company.created") && first.contains(&"person.created"),
        "{first:?}"
    );

    let before = seeded.len();
    let rotated = keys::rotate(world.ctx(), None, true).await.expect("a rotation");
    let words = words_after(&world, &Chain::Instance, before).await;
    let count = |action: &str| words.iter().filter(|word| *word == action).count();
    assert_eq!(
        (count("key.rotated"), count("key.withdrawn"), words.len()),
        (5, 5, 10)
    );
    let told = events(&world, &Chain::Instance).await;
    let is_told = |key: &Rotated| told.iter().any(|event| event.subject.as_ref() == Some(&key.kid));
    assert!(rotated.iter().all(is_told));
    world.clock.advance(seconds(1));
    keys::export(world.ctx(), &rotated[0].kid).await.expect("a key");
    assert_eq!(last(&world, &Chain::Instance).await.action, "key.exported");
}

#[tokio::test]
async fn a_session_that_another_login_ends_is_told_of() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    skip(&world).await;
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "carla").await.away();
    let sonnenfeld = chain(&world, "sonnenfeld").await;
    let event = last(&world, &sonnenfeld).await;
    let ben = world.person("ben").await;
    assert_eq!(event.action, "session.ended");
    // Who has logged in is none of this company's knowledge.
    assert_eq!(
        (event.actor.as_str(), event.subject.as_deref()),
        (ben.id.as_str(), Some(ben.id.as_str()))
    );
    assert_eq!(details(&event)["by_login"], true);
}
