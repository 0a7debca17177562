//! Accepting an invitation with an account that is there.

use super::*;
use crate::harness::{ISSUER, email_of, minutes};
use crate::people::acts::{enter_password, post_bare};
use http::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_store::{authenticators, companies, memberships};

const CONFIRM: &str = "/activate/confirm";
const SIGN_IN: &str = "/activate/sign-in";
const JOIN: &str = "/activate/join";

async fn role_in(world: &World, name: &str, company: &str) -> Option<Role> {
    let person = world.person(name).await;
    let all = memberships::of_person(world.store().await, &person.id)
        .await
        .unwrap();
    all.into_iter()
        .find(|one| one.slug == company)
        .map(|one| one.role)
}

fn button(page: &Page) -> String {
    page.text_of("main form .button--full").expect("a button")
}

#[tokio::test]
async fn the_mail_says_that_there_is_an_account() {
    let world = World::new().await;
    invite(&world, &known("carla", "sonnenfeld")).await;
    let mail = invitation_mail(&world).await;
    assert!(mail.joins);
    assert_eq!(mail.email, email_of("carla"));
}

#[tokio::test]
async fn whoever_is_not_signed_in_logs_in_and_confirms() {
    for (name, company, steps) in [
        ("carla", "sonnenfeld", vec!["/login", JOIN]),
        ("ada", "solluna", vec!["/login", "/login/pin", JOIN]),
    ] {
        let world = World::new().await;
        let link = link_of(&world, &known(name, company)).await;
        let mut browser = world.browser();
        let page = browser.get(&link).await.page();
        assert_eq!(
            (page.status, button(&page)),
            (StatusCode::OK, "Sign in".to_owned())
        );
        assert!(
            !page.has("input[name=password]"),
            "no password is chosen: {page:?}"
        );

        let login = page.form_to(SIGN_IN).submit(&mut browser).await.page();
        assert_eq!(
            login.form().value("email"),
            email_of(name),
            "the address need not be typed"
        );
        let mut passed = vec![login.url.path().to_owned()];
        let mut page = enter_password(&mut browser, &login, name).await;
        passed.push(page.url.path().to_owned());
        if page.url.path() == "/login/pin" {
            page = world.enter_pin(&mut browser, page, name).await.page();
            passed.push(page.url.path().to_owned());
        }
        assert_eq!(passed, steps);
        assert_eq!(button(&page), "Confirm");
        assert_eq!(
            role_in(&world, name, company).await,
            None,
            "a look changes nothing"
        );
        let away = page.form_to(JOIN).submit(&mut browser).await.away();
        assert_eq!(away.as_str(), PLATFORM_LOGIN);
        assert_eq!(role_in(&world, name, company).await, Some(Role::Member));
        assert!(is_signed_in(&world, &mut browser).await);
    }
}

#[tokio::test]
async fn whoever_is_signed_in_confirms_at_once() {
    let world = World::new().await;
    let link = link_of(&world, &known("ada", "solluna")).await;
    world.mails().await;
    let mut browser = world.signed_in("ada").await;
    let page = browser.get(&link).await.page();
    assert_eq!(
        (heading(&page), button(&page)),
        ("Join Sol y Luna SL".to_owned(), "Confirm".to_owned())
    );
    let away = page.form_to(CONFIRM).submit(&mut browser).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
    assert_eq!(role_in(&world, "ada", "solluna").await, Some(Role::Member));
    assert_eq!(role_in(&world, "ada", "sonnenfeld").await, Some(Role::Admin));
}

#[tokio::test]
async fn whoever_is_signed_in_as_somebody_else_switches() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.signed_in("ben").await;
    let mut old_cookies = browser.clone();
    let page = browser.get(&link).await.page();
    assert!(
        page.text().contains(email_of("ben")),
        "who is signed in: {page:?}"
    );
    assert!(
        page.text().contains(email_of("carla")),
        "who is invited: {page:?}"
    );
    assert_eq!(button(&page), "Switch account");
    assert!(
        is_signed_in(&world, &mut browser).await,
        "a look signs nobody out"
    );

    let login = page.form_to(SIGN_IN).submit(&mut browser).await.page();
    assert!(
        !is_signed_in(&world, &mut old_cookies).await,
        "the other session has ended"
    );
    let confirm = world.log_in(&mut browser, login, "carla").await.page();
    confirm.form_to(JOIN).submit(&mut browser).await.away();
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, Some(Role::Member));
    assert_eq!(
        role_in(&world, "ben", "sonnenfeld").await,
        Some(Role::Member),
        "as before"
    );
}

#[tokio::test]
async fn the_button_reads_confirm_in_three_languages() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.signed_in("carla").await;
    for (language, text) in [("en", "Confirm"), ("es", "Confirmar"), ("de", "Bestätigen")] {
        let page = browser.get(&format!("{link}&ui_locales={language}")).await.page();
        assert_eq!(button(&page), text);
    }
}

#[tokio::test]
async fn neither_password_nor_name_nor_second_factor_changes() {
    let world = World::new().await;
    let before = world.person("ada").await;
    let store = world.store().await;
    let authenticator = authenticators::of_person(store, &before.id)
        .await
        .unwrap()
        .remove(0)
        .id;
    let invitee = Invitee {
        family_name: "Else".to_owned(),
        language: Some("es".to_owned()),
        ..known("ada", "solluna")
    };
    let link = link_of(&world, &invitee).await;
    let mut browser = world.browser();
    let page = signed_in_by_link(&world, &mut browser, &link, "ada").await;
    page.form_to(JOIN).submit(&mut browser).await.away();

    let after = world.person("ada").await;
    assert_eq!((&after.sub, &after.email), (&before.sub, &before.email));
    assert_eq!(after.password_hash, before.password_hash);
    assert_eq!(after.password_changed_at, before.password_changed_at);
    assert_eq!(
        (
            after.given_name.as_str(),
            after.family_name.as_str(),
            after.language.as_str()
        ),
        ("Ada", "Sommer", "en")
    );
    assert!(!after.must_enroll && !after.second_factor_wanted);
    let factors = authenticators::of_person(store, &before.id).await.unwrap();
    assert_eq!((factors.len(), &factors[0].id), (1, &authenticator));
}

/// As the page that makes an account would be sent by somebody who holds the link of a joining one.
#[tokio::test]
async fn the_form_of_a_new_account_sets_no_password_of_one_that_is_there() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.browser();
    let other = link_of(&world, &dora()).await;
    let mut forged = filled(&browser.get(&other).await.page());
    forged.action = world.provider().address(&link);
    let page = forged.submit(&mut browser).await.page();
    assert_eq!(heading(&page), "Join Sonnenfeld GmbH");
    assert_eq!(
        log_in(&mut world.browser(), email_of("carla"), CHOSEN)
            .await
            .page()
            .status,
        422
    );
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, None);
}

#[tokio::test]
async fn an_address_that_was_not_verified_is_so_afterwards() {
    let world = World::new().await;
    let carla = world.person("carla").await;
    let (store, email) = (world.store().await, email_of("carla"));
    people::set_email(store, &carla.id, email, email, false, world.now())
        .await
        .unwrap();
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.signed_in("carla").await;
    assert!(!world.person("carla").await.email_verified);
    let page = browser.get(&link).await.page();
    page.form_to(CONFIRM).submit(&mut browser).await.away();
    assert!(world.person("carla").await.email_verified);
}

#[tokio::test]
async fn an_invitation_takes_nothing_away_and_may_give_more() {
    let world = World::new().await;
    let store = world.store().await;
    let link = link_of(&world, &known("ben", "solluna")).await;
    let company = companies::by_slug(store, "solluna").await.unwrap().unwrap();
    let ben = world.person("ben").await;
    memberships::put(store, &ben.id, &company.id, Role::Admin, world.now())
        .await
        .unwrap();
    let mut browser = world.signed_in("ben").await;
    let page = browser.get(&link).await.page();
    page.form_to(CONFIRM).submit(&mut browser).await.away();
    assert_eq!(
        role_in(&world, "ben", "solluna").await,
        Some(Role::Admin),
        "an admin stays one"
    );

    let promotion = Invitee {
        role: Role::Admin,
        roles: vec![InstanceRole::Operator],
        ..known("ben", "sonnenfeld")
    };
    world.mails().await;
    let link = link_of(&world, &promotion).await;
    let page = browser.get(&link).await.page();
    page.form_to(CONFIRM).submit(&mut browser).await.away();
    assert_eq!(role_in(&world, "ben", "sonnenfeld").await, Some(Role::Admin));
    let ben = world.person("ben").await;
    assert!(ben.is_operator && !ben.is_support);
}

#[tokio::test]
async fn a_link_that_was_used_says_so() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.signed_in("carla").await;
    let page = browser.get(&link).await.page();
    page.form_to(CONFIRM).submit(&mut browser).await.away();
    for again in [
        browser.get(&link).await,
        page.form_to(CONFIRM).submit(&mut browser).await,
    ] {
        let again = again.page();
        assert_eq!(again.status, 410, "{again:?}");
        assert!(!again.html.contains(email_of("carla")), "{again:?}");
    }
}

#[tokio::test]
async fn one_that_was_withdrawn_meanwhile_gives_nothing() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut at_the_desk = world.browser();
    let after_login = signed_in_by_link(&world, &mut at_the_desk, &link, "carla").await;
    let mut on_the_phone = world.signed_in("carla").await;
    let at_once = on_the_phone.get(&link).await.page();
    let store = world.store().await;
    let company = companies::by_slug(store, "sonnenfeld").await.unwrap().unwrap();
    invitations::withdraw(store, email_of("carla"), Some(&company.id), world.now())
        .await
        .unwrap();
    for landed in [
        at_the_desk.get(after_login.url.as_str()).await,
        after_login.form_to(JOIN).submit(&mut at_the_desk).await,
        on_the_phone.get(&link).await,
        at_once.form_to(CONFIRM).submit(&mut on_the_phone).await,
    ] {
        let page = landed.page();
        assert_eq!(
            (page.status.as_u16(), heading(&page).as_str()),
            (410, "This link does not work")
        );
    }
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, None);
}

/// The forms carry the tokens of their pages, and are sent in the browser that got them, but as somebody else.
#[tokio::test]
async fn nobody_else_can_confirm_whatever_is_sent() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.browser();
    let after_login = signed_in_by_link(&world, &mut browser, &link, "carla").await;
    let at_once = browser.get(&link).await.page();
    let switched = after_login.form_to(JOIN);
    let sign_out = browser.arrive("/auth/logout").await.page();
    let cookies = browser.clone();
    sign_out.form().submit(&mut browser).await.page();
    // The browser stays the same one, though it was told to forget everything.
    let mut browser = cookies;
    for signed_in_as in [None, Some("ben")] {
        if let Some(name) = signed_in_as {
            let login = browser.get("/login").await.page();
            world.log_in(&mut browser, login, name).await.away();
        }
        let page = at_once.form_to(CONFIRM).submit(&mut browser).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, "/activate"));
        let page = switched.submit(&mut browser).await.page();
        assert_eq!(page.status, 200);
        assert_ne!(button(&page), "Confirm", "{page:?}");
        for name in ["ben", "carla"] {
            let expected = (name == "ben").then_some(Role::Member);
            assert_eq!(role_in(&world, name, "sonnenfeld").await, expected);
        }
    }
    assert_eq!(invitations_to(&world, email_of("carla")).await[0].person_id, None);
}

#[tokio::test]
async fn after_a_login_as_somebody_else_the_page_offers_to_switch() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.browser();
    let page = signed_in_by_link(&world, &mut browser, &link, "ben").await;
    assert_eq!(
        (page.url.path(), button(&page).as_str()),
        (JOIN, "Switch account")
    );
    let login = page.form().submit(&mut browser).await.page();
    assert_eq!(login.form().value("email"), email_of("carla"));
    let confirm = world.log_in(&mut browser, login, "carla").await.page();
    confirm.form_to(JOIN).submit(&mut browser).await.away();
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, Some(Role::Member));
}

#[tokio::test]
async fn the_page_after_the_login_is_its_browser_s() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.browser();
    let page = signed_in_by_link(&world, &mut browser, &link, "carla").await;
    let mut other = world.signed_in("carla").await;
    assert_eq!(other.get(page.url.as_str()).await.page().status, 400);
    assert_eq!(post_bare(&mut other, &page.form_to(JOIN)).await.status, 403);
    assert_eq!(
        post_bare(&mut browser, &page.form_to(JOIN).without("csrf"))
            .await
            .status,
        403
    );
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, None);
    page.form_to(JOIN).submit(&mut browser).await.away();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_tabs_one_confirms_and_the_other_is_told() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.browser();
    let after_login = signed_in_by_link(&world, &mut browser, &link, "carla").await;
    let at_once = browser.get(&link).await.page();
    let mut confirms = JoinSet::new();
    for form in [after_login.form_to(JOIN), at_once.form_to(CONFIRM)] {
        let mut tab = browser.clone();
        confirms.spawn(async move { form.submit(&mut tab).await });
    }
    let landed = confirms.join_all().await;
    let away = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Away(_)))
        .count();
    let told = landed
        .iter()
        .filter(|landed| matches!(landed, Landed::Page(page) if page.status == 410));
    assert_eq!((away, told.count()), (1, 1), "{landed:?}");
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, Some(Role::Member));
}

#[tokio::test]
async fn each_tab_has_a_login_of_its_own() {
    let world = World::new().await;
    let to_sonnenfeld = link_of(&world, &known("carla", "sonnenfeld")).await;
    let other = Invitee {
        roles: vec![InstanceRole::Support],
        company: None,
        ..known("carla", "sonnenfeld")
    };
    let to_support = link_of(&world, &other).await;
    let mut browser = world.browser();
    let one = browser
        .get(&to_sonnenfeld)
        .await
        .page()
        .form_to(SIGN_IN)
        .submit(&mut browser)
        .await
        .page();
    let two = browser
        .get(&to_support)
        .await
        .page()
        .form_to(SIGN_IN)
        .submit(&mut browser)
        .await
        .page();
    let first = world.log_in(&mut browser, one, "carla").await.page();
    assert_eq!(heading(&first), "Join Sonnenfeld GmbH");
    let second = world.log_in(&mut browser, two, "carla").await.page();
    assert_eq!(heading(&second), "Accept the invitation");
    first.form_to(JOIN).submit(&mut browser).await.away();
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, Some(Role::Member));
    assert!(
        !world.person("carla").await.is_support,
        "each was asked for itself"
    );
}

/// A PIN alone opens a session, but none that accepts for somebody whose password was not shown.
#[tokio::test]
async fn a_session_that_is_over_takes_the_password_again() {
    let world = World::new().await;
    let link = link_of(&world, &known("ada", "solluna")).await;
    let mut browser = world.signed_in("ada").await;
    let confirm = browser.get(&link).await.page();
    world.clock.advance(minutes(8 * 60));
    let page = confirm.form_to(CONFIRM).submit(&mut browser).await.page();
    assert_eq!(button(&page), "Sign in");
    let login = page.form_to(SIGN_IN).submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    let confirm = world.log_in(&mut browser, login, "ada").await.page();
    confirm.form_to(JOIN).submit(&mut browser).await.away();
    assert_eq!(role_in(&world, "ada", "solluna").await, Some(Role::Member));
}

#[tokio::test]
async fn a_blocked_account_joins_nothing() {
    let world = World::new().await;
    let link = link_of(&world, &known("carla", "sonnenfeld")).await;
    let mut browser = world.signed_in("carla").await;
    let confirm = browser.get(&link).await.page();
    world.block("carla").await;
    let page = confirm.form_to(CONFIRM).submit(&mut browser).await.page();
    assert_eq!(button(&page), "Sign in");
    assert_eq!(role_in(&world, "carla", "sonnenfeld").await, None);
}

#[tokio::test]
async fn it_ends_at_the_login_of_the_client_that_it_was_for() {
    let world = World::new().await;
    let metadata = json!({ "initiate_login_uri": "https://reports.example/login" });
    world.register("reports", metadata, true).await;
    let invitee = Invitee {
        client_id: Some("reports".to_owned()),
        ..known("carla", "sonnenfeld")
    };
    let link = link_of(&world, &invitee).await;
    let mut browser = world.signed_in("carla").await;
    let page = browser.get(&link).await.page();
    let away = page.form_to(CONFIRM).submit(&mut browser).await.away();
    assert!(
        away.as_str().starts_with("https://reports.example/login?"),
        "{away}"
    );
    let iss = away
        .query_pairs()
        .find(|(name, _)| name == "iss")
        .map(|(_, iss)| iss.into_owned());
    assert_eq!(iss.as_deref(), Some(ISSUER));
}
