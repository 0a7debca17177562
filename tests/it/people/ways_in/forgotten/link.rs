//! The link: for how long, how often, for whom.

use super::*;
use crate::harness::{PASSWORD, Reply, email_of, seconds};
use crate::people::acts::ask_bare;
use http::Method;
use tokio::task::JoinSet;

const NEW_LINK: &str = "/reset-password/new-link";

#[tokio::test]
async fn the_link_works_for_an_hour_to_the_second() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut browser = world.browser();
    world.clock.advance(LIFE - seconds(1));
    let page = browser.get(&link).await.page();
    assert_eq!(page.status, 200);
    world.clock.advance(seconds(1));
    let late = page
        .form()
        .fill("password", CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    for dead in [browser.get(&link).await.page(), late] {
        assert_eq!(dead.status, 410);
        assert!(
            !dead.html.contains(email_of("carla")),
            "the address is masked: {dead:?}"
        );
    }
    log_in(&mut browser, email_of("carla"), PASSWORD).await.away();
    world.mails().await;

    let link = reset_link_for(&world, email_of("carla")).await;
    world.clock.advance(LIFE - seconds(1));
    assert_eq!(choose(&mut browser, &link, CHOSEN).await.status, 200);
}

#[tokio::test]
async fn looking_at_it_uses_nothing_up() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    for method in [Method::HEAD, Method::GET, Method::HEAD] {
        let url = world.provider().address(&link);
        let reply: Reply = ask_bare(&mut world.browser(), method, &url).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (200, ""));
    }
    assert_eq!(choose(&mut world.browser(), &link, CHOSEN).await.status, 200);
}

#[tokio::test]
async fn it_works_once() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    choose(&mut browser, &link, CHOSEN).await;
    let again = page
        .form()
        .fill("password", "Windrad-9 Hamburg")
        .submit(&mut browser)
        .await
        .page();
    for dead in [again, browser.get(&link).await.page()] {
        assert_eq!(dead.status, 410, "{dead:?}");
    }
    log_in(&mut browser, email_of("carla"), CHOSEN).await.away();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_the_same_instant_one_sets_the_password() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut forms = Vec::new();
    for password in [CHOSEN, "Windrad-9 Hamburg"] {
        let mut browser = world.browser();
        let form = browser.get(&link).await.page().form().fill("password", password);
        forms.push((browser, form));
    }
    let mut submits = JoinSet::new();
    for (mut browser, form) in forms {
        submits.spawn(async move {
            let page = form.submit(&mut browser).await.page();
            (page.status.as_u16(), form.value("password").to_owned())
        });
    }
    let mut ended = submits.join_all().await;
    ended.sort();
    let [(200, set), (410, refused)] = &ended[..] else {
        panic!("one of two: {ended:?}")
    };
    log_in(&mut world.browser(), email_of("carla"), set).await.away();
    assert_eq!(
        log_in(&mut world.browser(), email_of("carla"), refused)
            .await
            .page()
            .status,
        422
    );
}

#[tokio::test]
async fn a_link_to_an_address_that_is_not_the_account_s_any_more_is_dead() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    let carla = world.person("carla").await;
    let new = "carla.luna@solluna.example";
    people::set_email(world.store().await, &carla.id, new, new, true, world.now())
        .await
        .unwrap();
    let late = page
        .form()
        .fill("password", CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    for dead in [browser.get(&link).await.page(), late] {
        assert_eq!(
            (dead.status.as_u16(), heading(&dead).as_str()),
            (410, "This link does not work")
        );
        assert!(
            !dead.html.contains("c•••"),
            "nothing of the new one is told: {dead:?}"
        );
        assert!(
            dead.forms().iter().all(|form| form.action.path() != NEW_LINK),
            "{dead:?}"
        );
    }
    log_in(&mut browser, new, PASSWORD).await.away();
}

#[tokio::test]
async fn the_rules_of_passwords_hold_here_too() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("ada")).await;
    let mut browser = world.browser();
    for (password, said) in [
        ("", "5 rules are not met"),
        ("Zq7-kWx", "1 rule is not met"),
        ("Passw0rd!", "easily guessed"),
        ("Sommer-1!", "easily guessed"),
        ("Ada@sonnenfeld.example1", "easily guessed"),
    ] {
        let refused = choose(&mut browser, &link, password).await;
        assert_eq!(refused.status, 422, "{password}");
        let error = refused.text_of("#password-error").expect("an error");
        assert!(error.contains(said), "{password}: {error}");
        assert_eq!(refused.form().value("password"), "");
        assert!(
            password.is_empty() || !refused.html.contains(password),
            "{refused:?}"
        );
    }
    assert!(world.mails().await.is_empty());
    let done = choose(&mut browser, &link, CHOSEN).await;
    assert_eq!(done.status, 200, "a refusal uses nothing up");
    assert!(!done.html.contains(CHOSEN));
}

#[tokio::test]
async fn whoever_holds_a_dead_link_a_new_one_goes_to_the_account_s_address() {
    let world = World::new().await;
    let expired = reset_link_for(&world, email_of("carla")).await;
    world.clock.advance(LIFE);
    let used = reset_link_for(&world, email_of("carla")).await;
    choose(&mut world.browser(), &used, CHOSEN).await;
    world.mails().await;
    for link in [expired, used] {
        let mut stranger = world.browser();
        let dead = stranger.get(&link).await.page();
        let sent = dead.form_to(NEW_LINK).submit(&mut stranger).await.page();
        assert_eq!(sent.status, 200);
        for page in [&dead, &sent] {
            assert!(page.text().contains("c•••@solluna.example"), "{page:?}");
            assert!(!page.html.contains(email_of("carla")), "{page:?}");
        }
        let mail = reset_mail(&world).await;
        assert_eq!(mail.notice.email, email_of("carla"));
        assert!(!sent.html.contains(mail.token.as_str()));
        assert_eq!(stranger.get(&reset_link(&mail)).await.page().status, 200);
    }
}

#[tokio::test]
async fn a_broken_link_is_none() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let (path, token) = link.split_once('=').unwrap();
    for broken in [
        token[1..].to_owned(),
        format!("{token}{token}"),
        format!("{token}%20"),
        "x".repeat(8 * 1024),
        String::new(),
    ] {
        let page = world.browser().get(&format!("{path}={broken}")).await.page();
        assert_eq!(
            (page.status.as_u16(), heading(&page).as_str()),
            (410, "This link does not work")
        );
        assert!(page.has("main a[href^='/forgot-password']"), "{page:?}");
    }
    let invitation = link_of(&world, &dora()).await;
    let of_other_kind = invitation.replace("/activate", "/reset-password");
    assert_eq!(world.browser().get(&of_other_kind).await.page().status, 410);
    let of_other_kind = link.replace("/reset-password", "/activate");
    assert_eq!(world.browser().get(&of_other_kind).await.page().status, 410);
}
