//! A forgotten password (S16): who gets which mail, what its link does, and what it ends.

use super::*;
use crate::harness::{PASSWORD, Reply, email_of, minutes, seconds};
use crate::people::acts::{SESSION_COOKIE, after_password, ask_bare, enter_pin};
use http::Method;
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinSet;
use voltkey_store::{authenticators, jobs};

const LIFE: Duration = minutes(60);
const FORGOT: &str = "/forgot-password";
const NO_INVITATION: &str = "/help/no-invitation";
const NEW_LINK: &str = "/reset-password/new-link";

/// The link's page with a new password, sent.
async fn choose(browser: &mut Browser, link: &str, password: &str) -> Page {
    let page = browser.get(link).await.page();
    page.form()
        .fill("password", password)
        .submit(browser)
        .await
        .page()
}

/// Replaces somebody's password, in a browser of its own.
async fn replace(world: &World, email: &str) {
    let link = reset_link_for(world, email).await;
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    assert_eq!(done.status, 200, "{done:?}");
}

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
async fn the_new_password_logs_in_and_the_old_one_does_not() {
    let world = World::new().await;
    replace(&world, email_of("carla")).await;
    let refused = log_in(&mut world.browser(), email_of("carla"), PASSWORD)
        .await
        .page();
    assert_eq!(refused.status, 422);
    log_in(&mut world.browser(), email_of("carla"), CHOSEN)
        .await
        .away();
}

#[tokio::test]
async fn the_person_is_told_of_the_change() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let mut browser = world.browser().at("203.0.113.5");
    choose(&mut browser, &link, CHOSEN).await;
    match &world.mails().await[..] {
        [Task::PasswordChanged(notice)] => {
            assert_eq!(
                (notice.email.as_str(), notice.language.as_str()),
                (email_of("carla"), "es")
            );
            assert_eq!((notice.network.as_str(), notice.at), ("203.0.113.5", world.now()));
        }
        other => panic!("one mail: {other:?}"),
    }
}

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

#[tokio::test]
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
async fn it_ends_every_session_and_the_other_links() {
    let world = World::new().await;
    let mut at_the_desk = world.signed_in("carla").await;
    let mut on_the_phone = world.signed_in("carla").await;
    let mut of_ben = world.signed_in("ben").await;
    world.mails().await;
    let other_link = reset_link_for(&world, email_of("carla")).await;
    let link = reset_link_for(&world, email_of("carla")).await;
    choose(&mut at_the_desk, &link, CHOSEN).await;
    assert!(at_the_desk.cookie(SESSION_COOKIE).is_none());
    for browser in [&mut at_the_desk, &mut on_the_phone] {
        assert!(!is_signed_in(&world, browser).await);
    }
    assert!(is_signed_in(&world, &mut of_ben).await);
    let dead = on_the_phone.get(&other_link).await.page();
    assert_eq!(dead.status, 410);
}

#[tokio::test]
async fn it_ends_what_apps_were_given() {
    let world = World::new().await;
    let platform = world.client("platform");
    let of_carla = world.tokens(&platform, "carla", "openid offline_access").await;
    let of_ben = world.tokens(&platform, "ben", "openid offline_access").await;
    world.mails().await;
    assert_eq!(platform.introspect(&of_carla.access).await["active"], true);
    replace(&world, email_of("carla")).await;
    let refused = platform.refresh(&of_carla.refresh).await;
    assert_eq!(refused.refusal(), (400, "invalid_grant".to_owned()));
    for token in [&of_carla.access, &of_carla.refresh] {
        assert_eq!(platform.introspect(token).await["active"], false);
    }
    assert_eq!(platform.introspect(&of_ben.access).await["active"], true);
    platform.refresh(&of_ben.refresh).await.tokens();
}

/// Where a PIN alone began the next session, the password is asked again.
#[tokio::test]
async fn it_ends_what_a_pin_alone_would_open() {
    let world = World::new().await;
    let request = world.client("platform").authorize("openid");
    let mut browser = world.signed_in("ben").await;
    world.mails().await;
    world.clock.advance(minutes(8 * 60));
    assert_eq!(browser.open(&request).await.page().url.path(), "/login/pin");
    replace(&world, email_of("ben")).await;
    assert_eq!(browser.open(&request).await.page().url.path(), "/login");
}

#[tokio::test]
async fn a_login_that_had_the_old_password_gets_no_further() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    world.clock.advance(seconds(1));
    replace(&world, email_of("ada")).await;
    let landed = enter_pin(&mut browser, &pin, &world.fresh_pin("ada"))
        .await
        .page();
    assert_eq!(landed.url.path(), "/login");
    assert!(!is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn the_authenticator_stays_as_it_is() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let store = world.store().await;
    let before = authenticators::of_person(store, &ada.id).await.unwrap();
    replace(&world, email_of("ada")).await;
    let after = authenticators::of_person(store, &ada.id).await.unwrap();
    assert_eq!((after.len(), &after[0].id), (1, &before[0].id));
    let mut browser = world.browser();
    let pin = log_in(&mut browser, email_of("ada"), CHOSEN).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    world.enter_pin(&mut browser, pin, "ada").await.away();
}

#[tokio::test]
async fn a_blocked_account_stays_blocked() {
    let world = World::new().await;
    world.block("carla").await;
    replace(&world, email_of("carla")).await;
    let refused = log_in(&mut world.browser(), email_of("carla"), CHOSEN)
        .await
        .page();
    assert!(refused.text().contains("This account is blocked"), "{refused:?}");
}

#[tokio::test]
async fn the_address_is_verified_by_it() {
    let world = World::new().await;
    let carla = world.person("carla").await;
    let (store, email) = (world.store().await, email_of("carla"));
    people::set_email(store, &carla.id, email, email, false, world.now())
        .await
        .unwrap();
    replace(&world, email).await;
    assert!(world.person("carla").await.email_verified);
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
    let replaced = browser.get(&old).await.page();
    assert_eq!(heading(&replaced), "There is a newer invitation");
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
    assert_eq!(world.mails().await.len(), 5);
    ask_for_mail(&mut world.browser(), FORGOT, email_of("ben")).await;
    reset_mail(&world).await;
    world.clock.advance(minutes(60));
    ask_for_mail(&mut world.browser(), FORGOT, email_of("ada")).await;
    reset_mail(&world).await;
}

#[tokio::test]
async fn it_ends_at_the_app_whose_login_was_under_way() {
    let world = World::new().await;
    let login_uri = json!({ "initiate_login_uri": "https://solar.example/login" });
    world.change_client("solar-reports", login_uri).await;
    world.worker_tick().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("solar-reports").authorize("openid"))
        .await
        .page();
    let forgot = login
        .attribute_of("a[href^='/forgot-password']", "href")
        .expect("a link");
    let page = browser.follow(&forgot).await.page();
    let back = page
        .attribute_of("main a[href^='/login']", "href")
        .expect("the way back");
    assert_eq!(browser.follow(&back).await.page().url, login.url);
    let form = page.form().fill("email", email_of("carla"));
    form.submit(&mut browser).await.page();
    let link = reset_link(&reset_mail(&world).await);
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    let way_on = done.attribute_of("main a.button", "href").expect("a way on");
    assert!(
        way_on.starts_with("https://solar.example/login?iss=https%3A%2F%2Fid.example"),
        "{way_on}"
    );
    assert!(way_on.contains("login_hint=carla%40solluna.example"), "{way_on}");
}

#[tokio::test]
async fn else_at_the_platform_s_login() {
    let world = World::new().await;
    let link = reset_link_for(&world, email_of("carla")).await;
    let done = choose(&mut world.browser(), &link, CHOSEN).await;
    assert_eq!(
        done.attribute_of("main a.button", "href").as_deref(),
        Some(PLATFORM_LOGIN)
    );
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
