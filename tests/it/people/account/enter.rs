//! Who comes to a page of their own, and what they show first.

use super::*;
use crate::harness::{days, minutes, seconds};
use crate::people::acts::enter_pin as type_pin;

const TEN_MINUTES: std::time::Duration = minutes(10);

/// A browser in which Ben has shown the PIN alone, in the place of a session that had expired.
async fn by_pin_alone(world: &World) -> Browser {
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let page = browser.get(ACCOUNT).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    let page = world.enter_pin(&mut browser, page, "ben").await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    browser
}

#[tokio::test]
async fn who_is_not_signed_in_logs_in_and_comes_to_the_page_that_was_asked_for() {
    let world = World::new().await;
    for path in PAGES {
        for query in [
            "",
            "?client_id=platform&return_to=https%3A%2F%2Fplatform.example%2F&state=a%20b%26c",
        ] {
            let mut browser = world.browser();
            let asked = format!("{path}{query}");
            let login = browser.arrive(&asked).await.page();
            assert_eq!(login.url.path(), "/login", "{asked}");
            let page = world.log_in(&mut browser, login, "ada").await.page();
            assert_eq!((page.status.as_u16(), address_of(&page)), (200, &*asked));
            assert!(page.text().contains("Ada Sommer"), "whose it is: {page:?}");
        }
    }
}

#[tokio::test]
async fn the_login_knows_the_address_and_speaks_the_language_that_the_app_gave() {
    let world = World::new().await;
    let mut browser = world.browser();
    let asked = "/account?login_hint=carla%40solluna.example&ui_locales=de";
    let login = browser.arrive(asked).await.page();
    assert_eq!(login.form().value("email"), email_of("carla"));
    assert_eq!(login.attribute_of("html", "lang").as_deref(), Some("de"));
}

#[tokio::test]
async fn the_language_is_the_person_s_own_unless_the_app_asks_for_another() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    for path in PAGES {
        let page = shown(&mut browser, path).await;
        assert_eq!(page.attribute_of("html", "lang").as_deref(), Some("es"), "{path}");
        let page = shown(&mut browser, &format!("{path}?ui_locales=de")).await;
        assert_eq!(page.attribute_of("html", "lang").as_deref(), Some("de"), "{path}");
    }
}

#[tokio::test]
async fn one_factor_is_not_enough_where_two_are_due() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    shown(&mut browser, ACCOUNT).await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    for path in PAGES {
        assert_eq!(leads_to(&mut browser, path).await, "/login", "{path}");
    }
    let login = browser.get("/account?state=x").await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    let page = type_pin(&mut browser, &page, &pin).await.page();
    assert_eq!(
        (page.status.as_u16(), address_of(&page)),
        (200, "/account?state=x")
    );
}

#[tokio::test]
async fn the_pin_alone_may_look_at_the_profile_but_not_change_password_or_address() {
    let world = World::new().await;
    let mut browser = by_pin_alone(&world).await;
    world.mails().await;
    let page = shown(&mut browser, ACCOUNT).await;
    shown(&mut browser, SECOND_FACTOR).await;

    let login = ask_for_address(&mut browser, "new@sonnenfeld.example", PASSWORD).await;
    assert_eq!(login.url.path(), "/login", "the password too");
    assert!(world.mails().await.is_empty());
    // A form that had been got hold of is not taken either.
    let mut form = page.form_to(EMAIL);
    form.action.set_path(PASSWORD_PAGE);
    assert_eq!(post_bare(&mut browser, &form).await.status, 403);
    let off = shown(&mut browser, SECOND_FACTOR)
        .await
        .form_to("/account/second-factor/off");
    let login = off.submit(&mut browser).await.page();
    assert_eq!(login.url.path(), "/login");
    assert!(has_authenticator(&world, "ben").await);

    let login = browser.get(PASSWORD_PAGE).await.page();
    assert_eq!(login.url.path(), "/login");
    let page = world.log_in(&mut browser, login, "ben").await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, PASSWORD_PAGE));
}

#[tokio::test]
async fn after_ten_minutes_the_pin_is_asked_again() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let asked = "/account/password?state=x";
    world.clock.advance(TEN_MINUTES - seconds(1));
    shown(&mut browser, asked).await;
    world.clock.advance(seconds(1));
    let pin = browser.get(asked).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(!pin.has("input[name=password]"), "{pin:?}");
    for path in [ACCOUNT, SECOND_FACTOR, DEVICES, APPS] {
        shown(&mut browser, path).await;
    }
    let page = world.enter_pin(&mut browser, pin, "ben").await.page();
    assert_eq!((page.status.as_u16(), address_of(&page)), (200, asked));
    world.clock.advance(TEN_MINUTES - seconds(1));
    shown(&mut browser, asked).await;
}

#[tokio::test]
async fn who_has_no_authenticator_is_asked_for_the_password() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    world.clock.advance(TEN_MINUTES - seconds(1));
    shown(&mut browser, PASSWORD_PAGE).await;
    world.clock.advance(seconds(1));
    let login = browser.get(PASSWORD_PAGE).await.page();
    assert_eq!(login.url.path(), "/login");
    assert_eq!(login.form().value("email"), email_of("carla"));
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, PASSWORD_PAGE));
}

#[tokio::test]
async fn what_is_sent_after_ten_minutes_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.mails().await;
    let profile = shown(&mut browser, ACCOUNT).await;
    let password = shown(&mut browser, PASSWORD_PAGE).await;
    let factor = shown(&mut browser, SECOND_FACTOR).await;
    let before = world.person("ben").await;
    world.clock.advance(TEN_MINUTES);
    let form = profile.form_to(EMAIL).fill("current_password", PASSWORD);
    let forms = [
        (form.fill("new_email", "new@sonnenfeld.example"), ACCOUNT),
        (new_password(&password, PASSWORD, CHOSEN), PASSWORD_PAGE),
        (factor.form_to("/account/second-factor/off"), SECOND_FACTOR),
    ];
    for (form, leads_to) in forms {
        let page = form.submit(&mut browser).await.page();
        assert_eq!(page.url.path(), "/login/pin", "{leads_to}");
        let page = world.enter_pin(&mut browser, page, "ben").await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, leads_to));
        world.clock.advance(TEN_MINUTES);
    }
    let after = world.person("ben").await;
    assert!(has_authenticator(&world, "ben").await);
    assert_eq!(before.password_hash, after.password_hash);
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn a_session_that_has_ended_meanwhile_changes_nothing() {
    let world = World::new().await;
    for (name, end) in [("carla", minutes(8 * 60)), ("ada", days(30))] {
        let mut browser = world.signed_in(name).await;
        let page = shown(&mut browser, ACCOUNT).await;
        world.clock.advance(end);
        let form = page.form().fill("given_name", "Changed");
        let login = form.submit(&mut browser).await.page();
        assert_eq!(login.url.path(), "/login");
        assert_ne!(world.person(name).await.given_name, "Changed");
    }
    let mut browser = world.signed_in("carla").await;
    let page = shown(&mut browser, ACCOUNT).await;
    world.block("carla").await;
    let form = page.form().fill("given_name", "Changed");
    assert_eq!(form.submit(&mut browser).await.page().url.path(), "/login");
    assert_ne!(world.person("carla").await.given_name, "Changed");
}

#[tokio::test]
async fn nothing_in_the_query_leads_elsewhere() {
    let world = World::new().await;
    for query in [
        "to=https://elsewhere.example/",
        "next=//elsewhere.example/",
        "return_to=https://elsewhere.example/",
        "return_to=https://elsewhere.example/&client_id=platform",
        "//elsewhere.example/",
        "/../../elsewhere.example",
        "%5C%5Celsewhere.example",
        "request=gone&to=//elsewhere.example",
    ] {
        let mut browser = world.browser();
        let login = browser.arrive(&format!("/account?{query}")).await.page();
        let page = world.log_in(&mut browser, login, "carla").await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT), "{query}");
        assert!(
            !page.has("a[href*='//elsewhere.example']:not([href^='/'])"),
            "{query}"
        );
        let page = page.form().submit(&mut browser).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT), "{query}");
    }
}

#[tokio::test]
async fn who_logs_in_as_somebody_else_comes_to_their_own_page() {
    let world = World::new().await;
    let mut browser = world.browser();
    let asked = format!("/account?login_hint={}", email_of("ben"));
    let login = browser.arrive(&asked).await.page();
    let page = world.log_in(&mut browser, login, "carla").await.page();
    assert_eq!(page.url.path(), ACCOUNT);
    assert!(page.text().contains("Carla Luna"), "{page:?}");
    assert!(!page.text().contains("Berger"), "{page:?}");
}

#[tokio::test]
async fn a_form_that_somebody_else_left_open_changes_nobody_else() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let left_open = shown(&mut browser, ACCOUNT).await;
    browser.get("/auth/logout").await.page();
    log_in(&mut browser, email_of("carla"), PASSWORD).await.away();
    left_open.form_to(ACCOUNT).submit(&mut browser).await.page();
    let carla = world.person("carla").await;
    assert_eq!((&*carla.given_name, &*carla.family_name), ("Carla", "Luna"));
    // Nor in a browser that was never signed out.
    let mut browser = world.signed_in("ben").await;
    let left_open = shown(&mut browser, ACCOUNT).await;
    let switch = browser
        .open(
            &world
                .client("platform")
                .authorize("openid")
                .with("prompt", "login"),
        )
        .await
        .page();
    world.log_in(&mut browser, switch, "carla").await.answer().code();
    left_open.form_to(ACCOUNT).submit(&mut browser).await.page();
    assert_eq!(world.person("carla").await.given_name, "Carla");
}
