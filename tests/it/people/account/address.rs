//! Changing the e-mail address: asked for with the password, confirmed at the new address, told to both.

use super::*;
use crate::harness::{minutes, seconds};
use std::time::Duration;
use voltkey_flows::jobs::ConfirmEmailMail;
use voltkey_store::people;

const NEW: &str = "carla.luna@solluna.example";
const CONFIRM: &str = "/account/email/confirm";
const WITHDRAW: &str = "/account/email/withdraw";
const LIFE: Duration = minutes(24 * 60);

/// A browser in which Carla is signed in; no mail waits.
async fn carla(world: &World) -> Browser {
    let browser = world.signed_in("carla").await;
    world.mails().await;
    browser
}

/// The mail that waits, which brings the link and is the only one.
async fn confirm_mail(world: &World) -> ConfirmEmailMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::ConfirmEmail(mail)]) => mail,
        other => panic!("not one link to a new address: {other:?}"),
    }
}

/// Asks for that address, and gives the link that the mail brings.
async fn link_to(world: &World, browser: &mut Browser, email: &str) -> String {
    let page = ask_for_address(browser, email, PASSWORD).await;
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, ACCOUNT),
        "{page:?}"
    );
    let mail = confirm_mail(world).await;
    assert_eq!(mail.email, email);
    format!("{CONFIRM}?token={}", mail.token.as_str())
}

/// Opens a link and confirms.
async fn confirm(browser: &mut Browser, link: &str) -> Page {
    let page = browser.arrive(link).await.page();
    assert_eq!(page.status, 200, "{page:?}");
    page.form_to(CONFIRM).submit(browser).await.page()
}

/// Whether that address with her password leads in.
async fn leads_in(world: &World, email: &str) -> bool {
    let landed = log_in(&mut world.browser(), email, PASSWORD).await;
    matches!(landed, Landed::Away(_))
}

#[tokio::test]
async fn the_link_goes_to_the_new_address_only() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let page = ask_for_address(&mut browser, &format!(" {NEW} "), PASSWORD).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    assert!(page.text().contains(NEW), "it waits: {page:?}");
    let mail = confirm_mail(&world).await;
    assert_eq!((&*mail.email, &*mail.language), (NEW, "es"));
    assert_eq!(mail.old_email, "c•••@solluna.example");
    assert_eq!(mail.until, world.now() + LIFE);
    assert!(!page.html.contains(mail.token.as_str()));
}

#[tokio::test]
async fn until_the_link_is_used_everything_stays_and_opening_it_changes_nothing() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    for mut reader in [world.browser(), browser] {
        for _ in 0..2 {
            let page = reader.arrive(&link).await.page();
            assert_eq!(page.status, 200);
            assert!(page.text().contains(NEW), "{page:?}");
            let policy = page.header("referrer-policy");
            assert!(["strict-origin", "no-referrer"].contains(&policy), "{policy}");
        }
    }
    assert_eq!(world.person("carla").await.email, email_of("carla"));
    assert!(world.mails().await.is_empty());
    assert!(leads_in(&world, email_of("carla")).await);
    assert!(!leads_in(&world, NEW).await);
}

#[tokio::test]
async fn once_confirmed_it_is_the_account_s_and_both_are_told() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid email").await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    // Also in a browser that is signed in nowhere: the mail may be read on a phone.
    let mut phone = world.browser().at("203.0.113.5");
    let done = confirm(&mut phone, &link).await;
    assert_eq!(done.status, 200);
    assert!(done.text().contains(NEW), "{done:?}");
    assert!(!is_signed_in(&world, &mut phone).await);

    let mut told_to = Vec::new();
    for mail in world.mails().await {
        match mail {
            Task::EmailChanged(mail) => {
                assert_eq!(mail.new_email, "c•••@solluna.example");
                assert_eq!(
                    (&*mail.notice.network, mail.notice.at),
                    ("203.0.113.5", world.now())
                );
                told_to.push(mail.notice.email);
            }
            other => panic!("{other:?}"),
        }
    }
    told_to.sort();
    assert_eq!(told_to, [NEW, email_of("carla")]);
    let claims = told(&world, &tokens.access).await;
    assert_eq!(
        (claims["email"].as_str(), &claims["email_verified"]),
        (Some(NEW), &true.into())
    );
    assert!(leads_in(&world, NEW).await);
    assert!(!leads_in(&world, email_of("carla")).await);
    let page = shown(&mut browser, ACCOUNT).await;
    assert!(
        page.html.contains(NEW) && !page.has(&format!("form[action^='{WITHDRAW}']")),
        "{page:?}"
    );
}

#[tokio::test]
async fn an_address_that_was_not_verified_is_so_afterwards() {
    let world = World::new().await;
    let person = world.person("carla").await;
    let old = email_of("carla");
    people::set_email(world.store().await, &person.id, old, old, false, world.now())
        .await
        .unwrap();
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid email").await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    assert_eq!(told(&world, &tokens.access).await["email_verified"], false);
    confirm(&mut browser, &link).await;
    assert_eq!(told(&world, &tokens.access).await["email_verified"], true);
}

#[tokio::test]
async fn the_link_works_for_a_day_to_the_second() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    let mut reader = world.browser();
    world.clock.advance(LIFE - seconds(1));
    let opened_in_time = reader.get(&link).await.page();
    assert_eq!(opened_in_time.status, 200);
    world.clock.advance(seconds(1));
    assert_eq!(reader.get(&link).await.page().status, 410);
    let form = opened_in_time.form_to(CONFIRM);
    assert_eq!(form.submit(&mut reader).await.page().status, 410);
    assert_eq!(world.person("carla").await.email, email_of("carla"));

    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    world.clock.advance(LIFE - seconds(1));
    assert_eq!(confirm(&mut browser, &link).await.status, 200);
    assert!(leads_in(&world, NEW).await);
}

#[tokio::test]
async fn it_works_once() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    let open = browser.get(&link).await.page();
    confirm(&mut browser, &link).await;
    world.mails().await;
    assert_eq!(
        open.form_to(CONFIRM).submit(&mut browser).await.page().status,
        410
    );
    assert_eq!(browser.get(&link).await.page().status, 410);
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn a_later_one_replaces_it() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let first = link_to(&world, &mut browser, "first@solluna.example").await;
    let second = link_to(&world, &mut browser, NEW).await;
    assert_eq!(world.browser().get(&first).await.page().status, 410);
    confirm(&mut browser, &second).await;
    assert!(leads_in(&world, NEW).await);
}

#[tokio::test]
async fn links_that_are_none_are_dead() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    let short = &link[..link.len() - 1];
    for dead in [
        CONFIRM,
        "/account/email/confirm?token=",
        "/account/email/confirm?token=%00",
        short,
    ] {
        let page = world.browser().get(dead).await.page();
        assert!([400, 410].contains(&page.status.as_u16()), "{dead}");
        assert!(!page.html.contains(NEW) && !page.html.contains(email_of("carla")));
    }
}

#[tokio::test]
async fn a_taken_address_is_answered_alike_and_no_mail_goes_out() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let mut pages = Vec::new();
    for email in ["nobody@elsewhere.example", "BEN@Sonnenfeld.example"] {
        let page = ask_for_address(&mut browser, email, PASSWORD).await;
        pages.push((page.status, page.url.clone(), page.text().replace(email, "")));
    }
    assert_eq!(pages[0], pages[1]);
    match &world.mails().await[..] {
        [Task::ConfirmEmail(mail)] => assert_eq!(mail.email, "nobody@elsewhere.example"),
        other => panic!("one mail: {other:?}"),
    }
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_stays_the_other_s() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    cast::add(&world, NEW, PASSWORD).await;
    let page = confirm(&mut browser, &link).await;
    assert_eq!(page.status, 410);
    assert_eq!(world.person("carla").await.email, email_of("carla"));
    assert!(world.mails().await.is_empty());
    assert!(leads_in(&world, email_of("carla")).await);
}

#[tokio::test]
async fn what_is_no_new_address_or_not_the_password_is_told() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    for entered in [
        "",
        "  ",
        "carla",
        "a@b@c",
        "a b@c.example",
        email_of("carla"),
        "CARLA@solluna.example",
    ] {
        let page = ask_for_address(&mut browser, entered, PASSWORD).await;
        assert_eq!(page.status, 422, "{entered}");
        assert!(page.has("input[name=new_email][aria-invalid=true]"), "{entered}");
    }
    for _ in 0..5 {
        let page = ask_for_address(&mut browser, NEW, cast::WRONG).await;
        assert_eq!(page.status, 422);
        assert!(
            page.has("input[name=current_password][aria-invalid=true]"),
            "{page:?}"
        );
        assert_eq!(page.form_to(EMAIL).value("new_email"), NEW);
        assert!(!page.html.contains(cast::WRONG));
    }
    let page = ask_for_address(&mut browser, NEW, PASSWORD).await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "30"));
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn it_can_be_withdrawn() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    let page = shown(&mut browser, ACCOUNT).await;
    let page = page.form_to(WITHDRAW).submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    assert!(!page.text().contains(NEW), "{page:?}");
    assert_eq!(world.browser().get(&link).await.page().status, 410);
}

#[tokio::test]
async fn links_for_a_forgotten_password_that_went_to_the_old_one_die() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let reset = reset_link_for(&world, email_of("carla")).await;
    let link = link_to(&world, &mut browser, NEW).await;
    assert_eq!(world.browser().get(&reset).await.page().status, 200);
    confirm(&mut browser, &link).await;
    assert_eq!(world.browser().get(&reset).await.page().status, 410);
}

/// Whoever had the password may have asked for an address of their own.
#[tokio::test]
async fn a_new_password_withdraws_it() {
    let world = World::new().await;
    let mut thief = carla(&world).await;
    let link = link_to(&world, &mut thief, NEW).await;
    let mut browser = carla(&world).await;
    let page = shown(&mut browser, PASSWORD_PAGE).await;
    new_password(&page, PASSWORD, CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(world.browser().get(&link).await.page().status, 410);

    let world = World::new().await;
    let mut thief = carla(&world).await;
    let link = link_to(&world, &mut thief, NEW).await;
    let reset = reset_link_for(&world, email_of("carla")).await;
    let page = choose(&world, &reset, CHOSEN).await;
    assert_eq!(page.status, 200);
    assert_eq!(world.browser().get(&link).await.page().status, 410);
}

/// Chooses a password by the link of a mail.
async fn choose(world: &World, reset: &str, password: &str) -> Page {
    let mut browser = world.browser();
    let page = browser.get(reset).await.page();
    let form = page.form().fill("password", password);
    form.submit(&mut browser).await.page()
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_change_nothing() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let page = shown(&mut browser, ACCOUNT).await;
    let form = page.form_to(EMAIL).fill("new_email", NEW);
    let form = form.fill("current_password", PASSWORD);
    is_guarded(&mut browser, ACCOUNT, &form).await;
    assert!(world.mails().await.is_empty());

    let link = link_to(&world, &mut browser, NEW).await;
    let page = shown(&mut browser, ACCOUNT).await;
    is_guarded(&mut browser, ACCOUNT, &page.form_to(WITHDRAW)).await;
    let page = browser.get(&link).await.page();
    is_guarded(&mut browser, &link, &page.form_to(CONFIRM)).await;
    assert_eq!(world.person("carla").await.email, email_of("carla"));
    confirm(&mut browser, &link).await;
}

#[tokio::test]
async fn a_blocked_account_gets_no_other_address() {
    let world = World::new().await;
    let mut browser = carla(&world).await;
    let link = link_to(&world, &mut browser, NEW).await;
    let page = world.browser().get(&link).await.page();
    world.block("carla").await;
    assert_eq!(page.form().submit(&mut browser).await.page().status, 403);
    let confirmed = confirm(&mut browser, &link).await;
    assert_eq!(confirmed.status, 410, "{confirmed:?}");
    assert_eq!(world.person("carla").await.email, email_of("carla"));
}
