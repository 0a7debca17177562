//! What each deed with a member does, and what it leaves alone.

use super::*;
use crate::harness::{Client, PASSWORD, Reply, Tokens, days, minutes};
use crate::people::acts::{after_password, enter_pin, first_pin};
use voltkey_flows::jobs::{OtpResetMail, Task};
use voltkey_store::people::BlockReason;
use voltkey_store::{authenticators, email_changes, people, recovery_codes};

/// The mail that waits, which brings a code after a reset and is the only one.
async fn code_mail(world: &World) -> OtpResetMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::OtpReset(mail)]) => mail,
        other => panic!("not one code: {other:?}"),
    }
}

async fn refresh(client: &Client, tokens: &Tokens) -> Reply {
    client.refresh(&tokens.refresh).await
}

fn invalid_grant() -> (u16, String) {
    (400, "invalid_grant".to_owned())
}

#[tokio::test]
async fn a_reset_takes_every_second_factor_and_all_that_it_had_opened() {
    let world = world().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ben", "openid offline_access").await;
    let mut of_ben = world.signed_in("ben").await;
    let (store, ben) = (world.store().await, world.person("ben").await);
    let mut tx = store.begin().await.unwrap();
    recovery_codes::replace(&mut tx, &ben.id, &[[1; 32], [2; 32]], world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let account = of_ben.get("/account").await.page();
    account
        .form_to("/account/email")
        .fill("new_email", "thief@elsewhere.example")
        .fill("current_password", PASSWORD)
        .submit(&mut of_ben)
        .await
        .page();
    world.mails().await;

    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let page = asked(&world, &mut ada, "ben", "reset-otp").await;
    for told in [
        "Reset the OTP of Ben Berger?",
        "Make sure that it is Ben Berger who asks",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(page.has("a[href^='/company/members?']"), "{page:?}");
    done(&world, &mut ada, "ben", "reset-otp").await;

    let mail = code_mail(&world).await;
    assert_eq!(mail.email, email_of("ben"));
    assert_eq!(mail.by.as_deref(), Some("Ada Sommer"));
    assert_eq!(mail.until, world.now() + days(7));
    let left = authenticators::of_person(store, &ben.id).await.unwrap();
    assert!(left.is_empty());
    assert_eq!(recovery_codes::standing(store, &ben.id).await.unwrap().unused, 0);
    assert!(email_changes::of_person(store, &ben.id).await.unwrap().is_none());
    assert!(!is_signed_in(&mut of_ben).await);
    assert_eq!(
        of_ben.get("/account").await.page().url.path(),
        "/login",
        "nor by PIN"
    );
    assert_eq!(refresh(&platform, &tokens).await.refusal(), invalid_grant());
    assert!(is_signed_in(&mut ada).await, "nobody else is signed out");

    // Then as after every reset: the password, the code, and a new authenticator.
    let mut browser = world.browser();
    let page = after_password(&mut browser, "ben").await;
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    let form = page.form().fill("code", mail.code.as_str()).fill("pin", &pin);
    form.submit(&mut browser).await.away();
}

/// Through the company's page nobody goes around the checklist (S15).
#[tokio::test]
async fn the_staff_reset_only_after_making_sure_who_asks() {
    let world = world().await;
    let mia = world.person("mia").await;
    let checklist = format!("/support/console/people/{}/reset-otp", mia.sub);
    for name in ["sue", "otto"] {
        let mut browser = world.signed_in(name).await;
        world.mails().await;
        let address = page_of(&world, "mia", "reset-otp").await;
        let page = browser.get(&address).await.page();
        assert_eq!(page.url.path(), checklist, "{page:?}");
        let form = forged(&world, &mut browser, name, &address).await;
        let page = form.submit(&mut browser).await.page();
        assert_eq!(page.url.path(), checklist, "{page:?}");
        assert!(world.mails().await.is_empty());
        assert!(!world.person("mia").await.must_enroll);
    }
}

#[tokio::test]
async fn no_admin_lets_somebody_in_whom_the_platform_has_blocked() {
    let world = world().await;
    let mut sue = world.signed_in("sue").await;
    done(&world, &mut sue, "ben", "block").await;
    let mut ada = world.signed_in("ada").await;
    let address = page_of(&world, "ben", "unblock").await;
    let page = ada.get(&address).await.page();
    assert!(page.text().contains("Our support has to do this"), "{page:?}");
    let form = forged(&world, &mut ada, "ada", &address).await;
    assert_eq!(form.submit(&mut ada).await.page().status, 422);
    assert!(world.person("ben").await.blocked_at.is_some());
    done(&world, &mut sue, "ben", "unblock").await;
    assert_eq!(world.person("ben").await.blocked_at, None);
}

#[tokio::test]
async fn pressed_twice_it_mails_one_code_and_later_another() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let form = asked(&world, &mut ada, "ben", "reset-otp").await.form();
    for _ in 0..2 {
        let page = form.submit(&mut ada).await.page();
        assert_eq!(page.url.path(), MEMBERS);
    }
    let first = code_mail(&world).await;
    world.clock.advance(minutes(1));
    let members = ada.get(MEMBERS).await.page();
    let sub = world.person("ben").await.sub;
    let again = format!("a[href^='{MEMBERS}/{sub}/reset-otp']");
    assert!(members.has(&again), "{members:?}");
    form.submit(&mut ada).await.page();
    assert_ne!(code_mail(&world).await.code.as_str(), first.code.as_str());
}

#[tokio::test]
async fn who_is_blocked_is_out_and_in_again_when_unblocked() {
    let world = world().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ben", "openid offline_access").await;
    let mut of_ben = world.signed_in("ben").await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    done(&world, &mut ada, "ben", "block").await;
    assert!(world.mails().await.is_empty());
    assert_eq!(of_ben.get("/account").await.page().url.path(), "/login");
    assert_eq!(refresh(&platform, &tokens).await.refusal(), invalid_grant());
    let page = after_password(&mut world.browser(), "ben").await;
    assert_eq!((page.status.as_u16(), page.url.path()), (422, "/login"));
    assert_eq!(
        role(&world, "ben").await,
        Some(Role::Member),
        "and still a member"
    );

    let page = asked(&world, &mut ada, "ben", "unblock").await;
    assert!(!page.text().contains("This was not me"), "{page:?}");
    page.form().submit(&mut ada).await.page();
    assert!(!is_signed_in(&mut of_ben).await, "what has ended stays so");
    let pin = after_password(&mut of_ben, "ben").await;
    enter_pin(&mut of_ben, &pin, &world.fresh_pin("ben")).await.away();
}

#[tokio::test]
async fn a_frozen_account_is_told_from_a_blocked_one_and_thawed() {
    let world = world().await;
    let ben = world.person("ben").await;
    people::block(world.store().await, &ben.id, BlockReason::Frozen, world.now())
        .await
        .unwrap();
    let mut ada = world.signed_in("ada").await;
    let page = asked(&world, &mut ada, "ben", "unblock").await;
    let told = "Ben Berger has frozen this account with “This was not me”";
    assert!(page.text().contains(told), "{page:?}");
    done(&world, &mut ada, "ben", "unblock").await;
    let ben = world.person("ben").await;
    assert_eq!(ben.blocked_at, None);
    let reason = people::block_reason(world.store().await, &ben.id).await.unwrap();
    assert_eq!(reason, None);
}

#[tokio::test]
async fn a_role_is_given_and_taken_and_apps_ask_anew_only_when_it_is_taken() {
    let world = world().await;
    let platform = world.client("platform");
    let telling = world
        .tokens(&platform, "ben", "openid company offline_access")
        .await;
    let other = world.tokens(&platform, "ben", "openid offline_access").await;
    let mut of_ben = world.signed_in("ben").await;
    let mut ada = world.signed_in("ada").await;
    done(&world, &mut ada, "ben", "make-admin").await;
    assert_eq!(role(&world, "ben").await, Some(Role::Admin));
    let page = asked(&world, &mut of_ben, "eva", "make-member").await;
    assert_eq!(page.form().submit(&mut of_ben).await.page().url.path(), MEMBERS);
    assert_eq!(role(&world, "eva").await, Some(Role::Member));

    let telling = refresh(&platform, &telling).await.tokens();
    done(&world, &mut ada, "ben", "make-member").await;
    assert_eq!(role(&world, "ben").await, Some(Role::Member));
    assert_eq!(refresh(&platform, &telling).await.refusal(), invalid_grant());
    refresh(&platform, &other).await.tokens();
    assert!(is_signed_in(&mut of_ben).await);
    let address = page_of(&world, "eva", "block").await;
    assert_eq!(of_ben.get(&address).await.page().status, 404, "at once");
}

#[tokio::test]
async fn who_is_removed_keeps_the_account_and_what_it_is_elsewhere() {
    let world = world().await;
    let platform = world.client("platform");
    let telling = world
        .tokens(&platform, "mia", "openid company offline_access")
        .await;
    let by_claim = platform
        .authorize("openid offline_access")
        .with("claims", r#"{"userinfo":{"companies":null}}"#);
    let mut elsewhere = world.browser();
    let by_claim = world.tokens_by(&platform, &mut elsewhere, "mia", &by_claim).await;
    let other = world.tokens(&platform, "mia", "openid offline_access").await;
    let mut of_mia = world.signed_in("mia").await;
    let mut ada = world.signed_in("ada").await;
    done(&world, &mut ada, "mia", "remove").await;
    assert_eq!(role(&world, "mia").await, None);
    assert_eq!(role_in(&world, "mia", "solluna").await, Some(Role::Member));
    assert!(is_signed_in(&mut of_mia).await, "she belongs to the other still");
    for telling in [&telling, &by_claim] {
        assert_eq!(refresh(&platform, telling).await.refusal(), invalid_grant());
    }
    refresh(&platform, &other).await.tokens();
    let address = page_of(&world, "mia", "remove").await;
    assert_eq!(ada.get(&address).await.page().status, 404);
}

#[tokio::test]
async fn who_belongs_to_no_company_any_more_is_signed_out_and_may_come_back() {
    let world = world().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ben", "openid offline_access").await;
    let mut of_ben = world.signed_in("ben").await;
    let mut ada = world.signed_in("ada").await;
    done(&world, &mut ada, "ben", "remove").await;
    assert_eq!(of_ben.get("/account").await.page().url.path(), "/login");
    assert_eq!(refresh(&platform, &tokens).await.refusal(), invalid_grant());
    let ben = world.person("ben").await;
    assert!(ben.blocked_at.is_none() && ben.password_hash.is_some());
    let pin = after_password(&mut of_ben, "ben").await;
    enter_pin(&mut of_ben, &pin, &world.fresh_pin("ben")).await.away();
}

#[tokio::test]
async fn what_takes_or_gives_power_wants_a_fresh_proof_and_the_rest_does_not() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let mut forms = Vec::new();
    for (name, deed) in [
        ("ben", "reset-otp"),
        ("ben", "make-admin"),
        ("ben", "block"),
        ("ben", "remove"),
    ] {
        forms.push(asked(&world, &mut ada, name, deed).await.form());
    }
    let make_member = asked(&world, &mut ada, "eva", "make-member").await.form();
    world.clock.advance(minutes(10));
    for form in &forms {
        let pin = ada.get(form.action.as_str()).await.page();
        assert_eq!(pin.url.path(), "/login/pin", "{form:?}");
        let pin = form.submit(&mut ada).await.page();
        assert_eq!(pin.url.path(), "/login/pin", "{form:?}");
    }
    assert_eq!(role(&world, "ben").await, Some(Role::Member));
    let page = make_member.submit(&mut ada).await.page();
    assert_eq!(page.url.path(), MEMBERS);

    let pin = ada.get(forms[0].action.as_str()).await.page();
    let page = world.enter_pin(&mut ada, pin, "ada").await.page();
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, forms[0].action.path())
    );
}

#[tokio::test]
async fn a_look_at_the_page_changes_nothing_and_no_other_site_sends_its_form() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    for (name, deed) in [
        ("ben", "reset-otp"),
        ("ben", "make-admin"),
        ("eva", "make-member"),
        ("ben", "block"),
        ("ben", "remove"),
    ] {
        let form = asked(&world, &mut ada, name, deed).await.form();
        let without = form.clone().without("csrf").submit(&mut ada).await.page();
        assert_eq!(without.status, 403, "{deed}");
        let foreign = ada
            .post_from_elsewhere(form.action.as_str(), &form.sent())
            .await
            .page();
        assert!(
            foreign.status == 403 || foreign.url.path() == "/login",
            "{deed}: {foreign:?}"
        );
        // The form of one deed is none of another.
        for other in DEEDS.into_iter().filter(|other| *other != deed) {
            let mut moved = form.clone();
            let path = moved.action.path().replace(deed, other);
            moved.action.set_path(&path);
            assert_eq!(
                moved.submit(&mut ada).await.page().status,
                403,
                "{deed} as {other}"
            );
        }
    }
    assert_eq!(role(&world, "ben").await, Some(Role::Member));
    assert_eq!(role(&world, "eva").await, Some(Role::Admin));
    let ben = world.person("ben").await;
    assert!(ben.blocked_at.is_none() && !ben.must_enroll);
}

/// Eva's form is sent once Ada has signed in in the same browser.
#[tokio::test]
async fn a_form_of_somebody_else_s_is_not_taken() {
    let world = world().await;
    let mut browser = world.signed_in("eva").await;
    let form = asked(&world, &mut browser, "ben", "block").await.form();
    browser.get("/auth/logout").await.page();
    let form_before = form.clone();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ada").await.away();
    let page = browser.get(form.action.as_str()).await.page();
    let stale = page.form().fill("owner", form_before.value("owner"));
    let page = stale.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, form.action.path()));
    assert!(world.person("ben").await.blocked_at.is_none());
}

/// An app names no company: the page is about one that the admin manages and the member belongs to.
#[tokio::test]
async fn without_a_company_the_member_s_is_found() {
    let world = world().await;
    put(&world, "ada", "solluna", Role::Admin).await;
    let mut ada = world.signed_in("ada").await;
    let sub = world.person("ben").await.sub;
    let page = ada
        .get(&format!("{MEMBERS}/{sub}/remove?ui_locales=en"))
        .await
        .page();
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("Remove Ben Berger from Sonnenfeld GmbH?"),
        "{page:?}"
    );
    let page = page.form().submit(&mut ada).await.page();
    assert_done(&page, "remove", &[]);
    let mut otto = world.signed_in("otto").await;
    let sub = world.person("carla").await.sub;
    let page = otto
        .get(&format!("{MEMBERS}/{sub}/block?ui_locales=en"))
        .await
        .page();
    assert!(page.text().contains("Sol y Luna SL"), "{page:?}");
    let sub = world.person("sue").await.sub;
    assert_eq!(
        otto.get(&format!("{MEMBERS}/{sub}/block")).await.page().status,
        404,
        "of no company"
    );
}
