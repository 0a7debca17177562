//! Signing out where several are signed in: one of them, or all.

use super::{OTHERS, accounts, choose, key, page, select, sub, sub_of, thief_of, two};
use crate::harness::World;
use crate::people::acts::SESSION_COOKIE;
use voltkey_protocol::error::Rule;

#[tokio::test]
async fn the_log_out_ends_all() {
    let world = World::new().await;
    for path in ["/auth/logout", "/oauth2/logout"] {
        let mut browser = two(&world).await;
        let mut thief = thief_of(&world, &browser, &[SESSION_COOKIE, OTHERS]);
        let page = browser.get(path).await.page();
        if path == "/oauth2/logout" {
            assert!(
                page.text()
                    .contains("The other accounts in this browser are signed out, too.")
            );
            page.form().submit(&mut browser).await.page();
        }
        for name in [SESSION_COOKIE, OTHERS] {
            assert!(browser.cookie(name).is_none(), "{name} after {path}");
        }
        assert_eq!(sub(&world, &mut thief).await, None);
        let login = thief.open(&select(&world)).await.page();
        assert_eq!(login.url.path(), "/login", "nor is the other one left");
    }
}

#[tokio::test]
async fn one_can_be_signed_out_and_the_other_stays() {
    let world = World::new().await;
    for (gone, mask, stays) in [("ada@", "a•••@", "ben"), ("ben@", "b•••@", "ada")] {
        let mut browser = two(&world).await;
        let before = page(&world, &mut browser).await;
        let sign_out = before
            .form()
            .press_nothing()
            .with("sign_out", &key(&before, gone));
        let after = sign_out.submit(&mut browser).await.page();
        let rows = accounts(&after);
        assert!(
            rows.iter()
                .any(|row| row.contains(mask) && row.contains("Signed out")),
            "{rows:?}"
        );
        assert_eq!(rows.iter().filter(|row| row.contains("Signed in")).count(), 1);
        assert_eq!(sub(&world, &mut browser).await, sub_of(&world, stays).await);
    }
}

#[tokio::test]
async fn where_the_current_one_was_ended_elsewhere_the_other_is_not_taken_unasked() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let mut elsewhere = world.signed_in("ben").await;
    let devices = elsewhere.get("/account/devices").await.page();
    let form = devices.form_to("/account/devices/sign-out-others");
    form.submit(&mut elsewhere).await.page();
    let request = world.client("platform").authorize("openid");
    let silent = request.clone().with("prompt", "none");
    let answer = browser.open(&silent).await.answer();
    assert_eq!(answer.error(), "account_selection_required");
    assert_eq!(
        world.rule(&answer.reference()).await,
        Rule::AccountSelectionRequired
    );
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/account");
    choose(&mut browser, &page, "ada@").await.answer().code();
    assert_eq!(sub(&world, &mut browser).await, sub_of(&world, "ada").await);
}

#[tokio::test]
async fn the_page_leads_to_the_log_out_of_all() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let page = page(&world, &mut browser).await;
    assert!(page.has("a[href^='/auth/logout']"), "{page:?}");
    let mut alone = world.signed_in("ada").await;
    let page = super::page(&world, &mut alone).await;
    assert!(!page.has("a[href^='/auth/logout']"), "{page:?}");
}
