//! Two browsers, two companies, and whoever is signed in already.

use super::*;
use crate::harness::email_of;
use crate::people::acts::{SESSION_COOKIE, post_bare};
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_browsers_at_the_same_instant_one_makes_the_account_and_the_other_is_told() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut forms = Vec::new();
    for (number, password) in [CHOSEN, "Windrad-9 Hamburg"].into_iter().enumerate() {
        let mut browser = world.browser().at(&format!("192.0.2.{number}"));
        let form = filled(&browser.get(&link).await.page()).fill("password", password);
        forms.push((browser, form));
    }
    let mut submits = JoinSet::new();
    for (mut browser, form) in forms {
        submits.spawn(async move {
            let landed = form.submit(&mut browser).await;
            (form.value("password").to_owned(), landed)
        });
    }
    let mut made = Vec::new();
    let mut told = Vec::new();
    for (password, landed) in submits.join_all().await {
        match landed {
            Landed::Away(_) => made.push(password),
            Landed::Page(page) => told.push((password, page)),
            Landed::Posted(posted) => panic!("{posted:?}"),
        }
    }
    assert_eq!((made.len(), told.len()), (1, 1), "{made:?} {told:?}");
    let (other_password, page) = &told[0];
    assert_eq!(page.status, 410);
    assert_eq!(heading(page), "This account is activated already");
    log_in(&mut world.browser(), DORA, &made[0]).await.away();
    assert_eq!(
        log_in(&mut world.browser(), DORA, other_password)
            .await
            .page()
            .status,
        422
    );
}

#[tokio::test]
async fn the_link_works_in_any_browser_and_each_page_in_its_own() {
    let (world, mut on_the_phone, page) = invited_dora().await;
    let link = page.url.clone();
    let mut at_the_desk = world.browser();
    at_the_desk.get("/login").await;
    let foreign = post_bare(&mut at_the_desk, &filled(&page)).await;
    assert_eq!(foreign.status, 403, "a form is its browser's");
    activate(&mut at_the_desk, link.as_str()).await.away();
    assert_eq!(on_the_phone.get(link.as_str()).await.page().status, 410);
}

#[tokio::test]
async fn whoever_is_signed_in_is_told_and_then_signed_out() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.signed_in("ada").await;
    let mut elsewhere = world.signed_in("ben").await;
    let page = browser.get(&link).await.page();
    let told = format!("You are signed in here as {}", email_of("ada"));
    assert!(page.text().contains(&told), "{page:?}");
    let mut thief = browser.clone();
    filled(&page)
        .fill("password", "weak")
        .submit(&mut browser)
        .await
        .page();
    assert!(
        is_signed_in(&world, &mut browser).await,
        "a refusal signs nobody out"
    );

    filled(&page).submit(&mut browser).await.away();
    assert!(browser.cookie(SESSION_COOKIE).is_none());
    for browser in [&mut browser, &mut thief] {
        assert!(!is_signed_in(&world, browser).await, "the session has ended");
        let login = browser.get("/login").await.page();
        assert_eq!(login.url.path(), "/login", "and the PIN alone opens none");
    }
    assert!(is_signed_in(&world, &mut elsewhere).await);
    log_in(&mut browser, DORA, CHOSEN).await.away();
}

#[tokio::test]
async fn two_companies_invite_the_same_address_and_it_is_one_account() {
    let world = World::new().await;
    let first = link_of(&world, &dora()).await;
    let elsewhere = Invitee {
        company: Some("solluna".to_owned()),
        role: Role::Admin,
        ..dora()
    };
    let second = link_of(&world, &elsewhere).await;
    let mut browser = world.browser();
    let page_of_second = browser.get(&second).await.page();
    activate(&mut browser, &first).await.away();

    let join = filled(&page_of_second)
        .fill("password", "Windrad-9 Hamburg")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(
        (join.status.as_u16(), heading(&join).as_str()),
        (200, "Join Sol y Luna SL")
    );
    log_in(&mut browser, DORA, CHOSEN).await.away();
    let confirm = browser.get(&second).await.page();
    assert_eq!(
        confirm.text_of("main form .button--full").as_deref(),
        Some("Confirm")
    );
    confirm
        .form_to("/activate/confirm")
        .submit(&mut browser)
        .await
        .away();
    assert_eq!(
        companies_of(&world, DORA).await,
        [
            ("solluna".to_owned(), Role::Admin),
            ("sonnenfeld".to_owned(), Role::Member)
        ]
    );
}

/// The second link was opened as one that makes an account, and is sent while the first makes it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn also_when_both_links_are_followed_at_the_same_instant() {
    let world = World::new().await;
    let elsewhere = Invitee {
        company: Some("solluna".to_owned()),
        ..dora()
    };
    let mut forms = Vec::new();
    for invitee in [dora(), elsewhere] {
        let link = link_of(&world, &invitee).await;
        let mut browser = world.browser();
        let form = filled(&browser.get(&link).await.page());
        forms.push((browser, form));
    }
    let mut submits = JoinSet::new();
    for (mut browser, form) in forms {
        submits.spawn(async move { form.submit(&mut browser).await });
    }
    let landed = submits.join_all().await;
    let away = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Away(_)))
        .count();
    let joins = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Page(page) if page.status == 200));
    assert_eq!((away, joins.count()), (1, 1), "{landed:?}");
    assert_eq!(
        companies_of(&world, DORA).await.len(),
        1,
        "the other waits to be confirmed"
    );
}
