//! What somebody tries who means harm.

use super::{DORA, activation_link, invitation_mail, reset_link};
use crate::harness::{Browser, PASSWORD, Page, World, days, email_of, minutes};
use crate::people::acts::{
    WRONG_PIN, after_password, enter, enter_bad_pin, enter_pin, first_pin, post_with, request_id,
};
use crate::people::cast;
use serde_json::json;
use std::time::Duration;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::invite::{Invitee, invite};
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::jobs::Task;
use voltkey_store::memberships::{self, Role};
use voltkey_store::{invitations, people};

/// Somebody is invited to manage a company: the address of the link.
async fn invited(world: &World, email: &str, company: &str, roles: &[InstanceRole]) -> String {
    world.mails().await;
    let invitee = Invitee {
        email: email.to_owned(),
        given_name: "Dora".to_owned(),
        family_name: "Neu".to_owned(),
        language: Some("en".to_owned()),
        company: Some(company.to_owned()),
        role: Role::Admin,
        roles: roles.to_vec(),
        client_id: None,
    };
    invite(world.ctx(), &invitee).await.unwrap();
    activation_link(&invitation_mail(world).await)
}

/// The link for a new password, among whatever else is mailed.
async fn latest_reset_link(world: &World) -> String {
    let mails = world.mails().await;
    let mut links = mails.iter().filter_map(|mail| match mail {
        Task::PasswordReset(mail) => Some(reset_link(mail)),
        _ => None,
    });
    links.next_back().unwrap_or_else(|| panic!("no link: {mails:?}"))
}

#[tokio::test]
async fn roles_that_were_taken_back_since_the_page_was_sent_are_not_given() {
    let world = World::new().await;
    let address = invited(&world, DORA, "solluna", &[InstanceRole::Operator]).await;
    let mut browser = world.browser();
    let page = browser.get(&address).await.page();
    let store = world.store().await;
    let open = invitations::to_address(store, DORA).await.unwrap().remove(0);
    let mut tx = store.begin().await.unwrap();
    invitations::set_roles(&mut tx, &open.id, &open.email_key, Role::Member, false, false)
        .await
        .unwrap();

    // The room reads the invitation, hashes the password, and waits for the transaction that takes the roles back.
    let form = page.form().fill("password", "Windrad-9 Hamburg");
    let mut landed = Box::pin(form.submit(&mut browser));
    let waits = tokio::time::timeout(Duration::from_millis(300), &mut landed).await;
    assert!(waits.is_err(), "it does not wait: {waits:?}");
    tx.commit().await.unwrap();
    landed.await.away();
    let dora = people::by_email_key(store, DORA).await.unwrap().unwrap();
    let memberships = memberships::of_person(store, &dora.id).await.unwrap();
    assert_eq!((dora.is_operator, memberships[0].role), (false, Role::Member));
}

/// Whether a page lets somebody join at once.
fn can_confirm(page: &Page) -> bool {
    page.forms()
        .iter()
        .any(|form| ["/activate/confirm", "/activate/join"].contains(&form.action.path()))
}

#[tokio::test]
async fn a_session_of_the_pin_alone_joins_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let request = world.client("platform").authorize("openid");
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    world.enter_pin(&mut browser, page, "ben").await.answer().code();

    let address = invited(&world, email_of("ben"), "solluna", &[]).await;
    let page = browser.get(&address).await.page();
    assert!(!can_confirm(&page), "{page:?}");
    let login = page
        .form_to("/activate/sign-in")
        .submit(&mut browser)
        .await
        .page();
    let page = world.log_in(&mut browser, login, "ben").await.page();
    page.form_to("/activate/join").submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_session_that_lacks_a_second_factor_by_now_joins_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    let address = invited(&world, email_of("carla"), "sonnenfeld", &[]).await;
    let page = browser.get(&address).await.page();
    assert!(!can_confirm(&page), "{page:?}");
    let login = page
        .form_to("/activate/sign-in")
        .submit(&mut browser)
        .await
        .page();
    let page = enter(&mut browser, &login, email_of("carla"), PASSWORD).await;
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    let page = enter_pin(&mut browser, &page, &pin).await.page();
    page.form_to("/activate/join").submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_confirmation_that_was_shown_before_a_second_factor_was_due_counts_no_more() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let address = invited(&world, email_of("carla"), "sonnenfeld", &[]).await;
    let page = browser.get(&address).await.page();
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    let again = page
        .form_to("/activate/confirm")
        .submit(&mut browser)
        .await
        .page();
    assert!(!can_confirm(&again), "{again:?}");
}

#[tokio::test]
async fn a_new_password_does_not_lead_to_an_app_that_somebody_else_has_chosen() {
    let world = World::new().await;
    for (app, expected) in [
        ("solar-reports", "https://platform.example/login"),
        ("platform", "https://platform.example/start"),
    ] {
        let start = world.client(app).redirect_uri.replace("callback", "start");
        world
            .change_client(app, json!({ "initiate_login_uri": start }))
            .await;
        world.worker_tick().await;
        let mut mallory = world.browser().at("198.51.100.66");
        let login = mallory.open(&world.client(app).authorize("openid")).await.page();
        let help = format!("/forgot-password?request={}", request_id(&login));
        let forgot = mallory.get(&help).await.page();
        forgot
            .form()
            .fill("email", email_of("ben"))
            .submit(&mut mallory)
            .await
            .page();
        let mut ben = world.browser();
        let page = ben.get(&latest_reset_link(&world).await).await.page();
        let password = format!("Windrad-9 {app}");
        let done = page
            .form()
            .fill("password", &password)
            .submit(&mut ben)
            .await
            .page();
        let way_on = done.attribute_of("main a", "href").expect("a way on");
        assert!(way_on.starts_with(expected), "{app}: {way_on}");
    }
}

#[tokio::test]
async fn no_answer_to_an_address_with_a_token_tells_it_to_the_next_page() {
    let world = World::new().await;
    cast::invite(&world, DORA, None).await;
    let address = activation_link(&invitation_mail(&world).await);
    let mut browser = world.browser();
    let page = browser.get(&address).await.page();
    let refused = page
        .form()
        .fill("password", "x")
        .submit(&mut browser)
        .await
        .page();
    let forged = post_with(&mut browser, &page.form(), &[("origin", "https://evil.example")]).await;
    world.clock.advance(days(8));
    let over = browser.get(&address).await.page();
    let again = over.form_to("/activate/new-link");
    let sent = again.submit(&mut browser).await.page();
    for (what, policy) in [
        ("the page", page.header("referrer-policy")),
        ("refused", refused.header("referrer-policy")),
        ("forged", forged.header("referrer-policy")),
        ("over", over.header("referrer-policy")),
        ("sent", sent.header("referrer-policy")),
    ] {
        assert_eq!(policy, "strict-origin", "{what}");
    }
}

#[tokio::test]
async fn whoever_guesses_at_the_code_that_was_mailed_is_told_of() {
    let world = World::new().await;
    reset_otp(world.ctx(), email_of("ben")).await.unwrap();
    world.mails().await;
    let mut mallory = world.browser().at("198.51.100.66");
    let page = after_password(&mut mallory, "ben").await;
    let pin = first_pin(&world, &page);
    for guess in 0..6 {
        let form = page
            .form()
            .fill("code", &format!("AAAA-AAA{guess}"))
            .fill("pin", &pin);
        form.submit(&mut mallory).await.page();
    }
    let mails = world.mails().await;
    assert!(matches!(mails.as_slice(), [Task::WrongPins(_)]), "{mails:?}");
}

#[tokio::test]
async fn patience_gives_no_more_guesses_at_the_pin_alone() {
    let world = World::new().await;
    let mut stolen = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    world.mails().await;
    let request = world.client("platform").authorize("openid");
    let mut guesses = 0;
    loop {
        let page = stolen.open(&request).await.page();
        if page.url.path() == "/login" {
            break;
        }
        enter_bad_pin(&mut stolen, &page, WRONG_PIN).await;
        guesses += 1;
        world.clock.advance(minutes(16));
    }
    assert_eq!(guesses, 5);
    let mails = world.mails().await;
    assert!(matches!(mails.as_slice(), [Task::WrongPins(_)]), "{mails:?}");
}

#[tokio::test]
async fn nobody_is_kept_from_a_new_password_by_whoever_asks_in_their_name() {
    let world = World::new().await;
    let ask = async |from: &str| {
        let mut browser = world.browser().at(from);
        let page = browser.get("/forgot-password").await.page();
        page.form()
            .fill("email", email_of("ben"))
            .submit(&mut browser)
            .await
            .page();
        world.mails().await
    };
    for _ in 0..12 {
        for _ in 0..4 {
            ask("198.51.100.66").await;
        }
        world.clock.advance(minutes(60));
    }
    let mails = ask("192.0.2.1").await;
    assert!(matches!(mails.as_slice(), [Task::PasswordReset(_)]), "{mails:?}");
}

#[tokio::test]
async fn the_longest_message_of_any_script_reaches_the_support() {
    let world = World::new().await;
    let mut browser = world.browser();
    for one in ["x", "ñ", "電", "😀"] {
        let page = browser.get("/support").await.page();
        let longest = page.attribute_of("textarea", "maxlength").expect("a limit");
        let message = one.repeat(longest.parse().unwrap());
        let form = page.form().fill("name", "Zoë").fill("email", "zoe@example.org");
        let sent = form.fill("message", &message).submit(&mut browser).await.page();
        assert_eq!(sent.status, 200, "{one}");
    }
}

#[tokio::test]
async fn strangers_do_not_keep_a_known_browser_from_the_support() {
    let world = World::new().await;
    let mut ben = world.signed_in("ben").await;
    let mut mallory = world.browser();
    let write = async |browser: &mut Browser| {
        let page = browser.get("/support").await.page();
        let form = page.form().fill("name", "Zoë").fill("email", "zoe@example.org");
        form.fill("message", "Hello").submit(browser).await.page().status
    };
    for _ in 0..10 {
        assert_eq!(write(&mut mallory).await, 200);
    }
    assert_eq!(write(&mut mallory).await, 429);
    for expected in [200, 200, 200, 200, 200, 429] {
        assert_eq!(write(&mut ben).await, expected);
    }
}
