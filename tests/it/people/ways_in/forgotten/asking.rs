//! Who gets which mail, and that nobody else learns of it.

use super::*;
use crate::harness::{email_of, seconds};
use voltkey_store::jobs;

async fn waiting_jobs(world: &World) -> i64 {
    jobs::due_count(world.store().await, world.now()).await.unwrap()
}

/// What of an answer could tell one address from another of the same length.
fn traits(page: &Page, email: &str) -> (u16, Vec<String>, String) {
    let headers = page.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let mut headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    (page.status.as_u16(), headers, page.html.replace(email, "whoever"))
}

#[tokio::test]
async fn nothing_tells_known_blocked_invited_and_unknown_addresses_apart() {
    let world = World::new().await;
    world.block("ben").await;
    let dan = Invitee {
        email: "dan@sonnenfeld.example".to_owned(),
        ..dora()
    };
    link_of(&world, &dan).await;
    let mut browser = world.browser();
    for path in [FORGOT, NO_INVITATION] {
        let mut answers = Vec::new();
        for (name, mails) in [
            ("ada", vec!["password_reset"]),
            ("ben", vec!["password_reset"]),
            ("dan", vec!["invitation"]),
            ("eve", vec![]),
        ] {
            let email = format!("{name}@sonnenfeld.example");
            let page = ask_for_mail(&mut browser, path, &email).await;
            assert_eq!(page.status, 200);
            answers.push(traits(&page, &email));
            assert_eq!(
                waiting_jobs(&world).await,
                1,
                "the answer writes one job for {name}"
            );
            let sent: Vec<_> = world.mails().await.iter().map(Task::kind).collect();
            assert_eq!(sent, mails, "{name}");
        }
        assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    }
}

#[tokio::test]
async fn what_is_no_address_is_told_and_costs_no_mail() {
    let world = World::new().await;
    let mut browser = world.browser();
    for path in [FORGOT, NO_INVITATION] {
        for (entered, said) in [
            ("", "Enter your"),
            ("  ", "Enter your"),
            ("ada", "@"),
            ("ada@", "@"),
            ("a b@sonnenfeld.example", "@"),
            ("ada@sonnenfeld.example\r\nBcc: eve@elsewhere.example", "@"),
            ("ada@sonnenfeld.example, eve@elsewhere.example", "@"),
        ] {
            let page = ask_for_mail(&mut browser, path, entered).await;
            assert_eq!(page.status, 422, "{path} {entered:?}");
            let error = page.text_of("#email-error").expect("an error");
            assert!(error.contains(said), "{entered:?}: {error}");
        }
    }
    assert_eq!(waiting_jobs(&world).await, 0);
}

#[tokio::test]
async fn an_address_counts_however_it_is_written() {
    let world = World::new().await;
    for entered in ["ADA@Sonnenfeld.Example", " ada@sonnenfeld.example\t"] {
        ask_for_mail(&mut world.browser(), FORGOT, entered).await;
        assert_eq!(reset_mail(&world).await.notice.email, email_of("ada"));
    }
}

#[tokio::test]
async fn the_mail_tells_whose_request_it_was_and_until_when_the_link_works() {
    let world = World::new().await;
    let mut browser = world.browser().at("203.0.113.5");
    ask_for_mail(&mut browser, FORGOT, email_of("carla")).await;
    let asked_at = world.now();
    world.clock.advance(seconds(30));
    let mail = reset_mail(&world).await;
    let notice = &mail.notice;
    assert_eq!(
        (notice.email.as_str(), notice.language.as_str()),
        (email_of("carla"), "es")
    );
    assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", asked_at));
    assert_eq!(notice.user_agent, browser.user_agent);
    assert_eq!(mail.until, world.now() + LIFE);
    let page = browser.get(&reset_link(&mail)).await.page();
    assert!(page.has("html[lang=es]"), "her language: {page:?}");
}

#[tokio::test]
async fn an_invited_address_gets_its_invitations_again() {
    let world = World::new().await;
    let old = link_of(&world, &dora()).await;
    let to_solluna = Invitee {
        company: Some("solluna".to_owned()),
        ..dora()
    };
    link_of(&world, &to_solluna).await;
    let mut browser = world.browser();
    ask_for_mail(&mut browser, FORGOT, DORA).await;
    let mails = world.mails().await;
    let links: Vec<_> = mails
        .iter()
        .map(|mail| match mail {
            Task::Invitation(mail) => activation_link(mail),
            other => panic!("an invitation: {other:?}"),
        })
        .collect();
    assert_eq!(links.len(), 2, "one of each company");
    let before = browser.get(&old).await.page();
    assert_eq!(
        heading(&before),
        "Activate your account",
        "nobody spoils it by asking"
    );
    activate(&mut browser, &links[0]).await.away();
    ask_for_mail(&mut browser, FORGOT, DORA).await;
    reset_mail(&world).await;
}

#[tokio::test]
async fn an_account_gets_so_many_mails_and_nobody_is_told() {
    let world = World::new().await;
    let mut answers = Vec::new();
    for number in 0..7 {
        let mut browser = world.browser().at(&format!("192.0.2.{number}"));
        let page = ask_for_mail(&mut browser, FORGOT, email_of("ada")).await;
        answers.push(traits(&page, email_of("ada")));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    assert_eq!(world.mails().await.len(), 3);
    ask_for_mail(&mut world.browser(), FORGOT, email_of("ben")).await;
    reset_mail(&world).await;
    world.clock.advance(minutes(60));
    ask_for_mail(&mut world.browser(), FORGOT, email_of("ada")).await;
    reset_mail(&world).await;

    let mut others = 0;
    for _ in 0..10 {
        world.clock.advance(minutes(60));
        ask_for_mail(&mut world.browser(), FORGOT, email_of("ada")).await;
        others += world.mails().await.len();
    }
    assert_eq!(others, 10, "in each hour there is one that works");
}

/// Whoever comes from a login that is over, or of another browser, is helped all the same.
#[tokio::test]
async fn a_login_that_is_none_takes_nothing_from_the_help() {
    let world = World::new().await;
    let foreign = world.browser().get("/login").await.page();
    let request = foreign.url.query().unwrap().to_owned();
    for query in [request.as_str(), "request=gone", "request="] {
        let page = ask_for_mail(
            &mut world.browser(),
            &format!("{FORGOT}?{query}"),
            email_of("carla"),
        )
        .await;
        assert_eq!(page.status, 200, "{query}");
        reset_mail(&world).await;
    }
}

#[tokio::test]
async fn the_address_that_an_app_knows_need_not_be_typed() {
    let world = World::new().await;
    let path = format!("{FORGOT}?login_hint={}", email_of("ada"));
    let page = world.browser().get(&path).await.page();
    assert_eq!(page.form().value("email"), email_of("ada"));
}
