//! E-mail address and password: the first step of a login.

use super::acts::{enter, enter_password};
use super::cast::{self, WRONG};
use crate::harness::{PASSWORD, Page, World, email_of};

#[tokio::test]
async fn the_right_pair_leads_on_to_the_pin() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    assert_eq!(
        (login.status.as_u16(), login.title()),
        (200, "Sign in · Amperecloud".to_owned())
    );
    let pin = enter_password(&mut browser, &login, "ada").await;
    assert_eq!((pin.status.as_u16(), pin.url.path()), (200, "/login/pin"));
    assert!(
        pin.text().contains(email_of("ada")),
        "the person sees whose PIN is asked: {pin:?}"
    );
    let away = world.enter_pin(&mut browser, pin, "ada").await.away();
    assert_eq!(away.as_str(), "https://platform.example/login");
}

#[tokio::test]
async fn who_needs_no_second_factor_is_in_at_once() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let away = world.log_in(&mut browser, login, "carla").await.away();
    assert_eq!(away.as_str(), "https://platform.example/login");
}

#[tokio::test]
async fn nothing_tells_known_blocked_invited_and_unknown_addresses_apart() {
    let world = World::new().await;
    world.block("ben").await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let mut answers = Vec::new();
    for name in ["ada", "ben", "dora", "nobody"] {
        let email = format!("{name}@sonnenfeld.example");
        let refused = enter(&mut browser, &login, &email, WRONG).await;
        assert_eq!(refused.status, 422);
        answers.push(refused.html.replace(&email, "whoever"));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
}

#[tokio::test]
async fn a_block_is_told_after_the_right_password_only() {
    let world = World::new().await;
    world.block("ada").await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let guessed = enter(&mut browser, &login, email_of("ada"), WRONG).await;
    assert!(!guessed.text().contains("blocked"), "{guessed:?}");
    let own = enter_password(&mut browser, &login, "ada").await;
    assert_eq!((own.status.as_u16(), own.url.path()), (422, "/login"));
    assert!(own.text().contains("This account is blocked"), "{own:?}");
}

#[tokio::test]
async fn an_address_counts_in_any_case_and_with_space_around_it() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    for email in ["ADA@SONNENFELD.EXAMPLE", " Ada@Sonnenfeld.Example\t"] {
        let next = enter(&mut browser, &login, email, PASSWORD).await;
        assert_eq!(next.url.path(), "/login/pin", "{email}");
    }
}

#[tokio::test]
async fn letters_count_however_the_keyboard_composes_them() {
    let world = World::new().await;
    cast::add(&world, "j\u{f6}rg@sonnenfeld.example", "Gr\u{fc}ne-W\u{e4}lder-7").await;
    for (email, password) in [
        ("j\u{f6}rg@sonnenfeld.example", "Gr\u{fc}ne-W\u{e4}lder-7"),
        ("jo\u{308}rg@sonnenfeld.example", "Gru\u{308}ne-Wa\u{308}lder-7"),
    ] {
        let mut browser = world.browser();
        let login = browser.get("/login").await.page();
        let form = login.form().fill("email", email).fill("password", password);
        let away = form.submit(&mut browser).await.away();
        assert_eq!(away.as_str(), "https://platform.example/login");
    }
}

#[tokio::test]
async fn a_password_counts_letter_by_letter() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    for password in ["sonne-2026!", "Sonne-2026! ", " Sonne-2026!", "Sonne-2026"] {
        let next = enter(&mut browser, &login, email_of("ada"), password).await;
        assert_eq!(next.status, 422, "{password}");
    }
}

#[tokio::test]
async fn what_is_missing_is_pointed_out_at_its_field() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    for (email, password, wrong) in [
        ("", PASSWORD, vec!["email"]),
        ("   ", PASSWORD, vec!["email"]),
        ("ada", PASSWORD, vec!["email"]),
        ("ada@sonnenfeld.example", "", vec!["password"]),
        ("", "", vec!["email", "password"]),
    ] {
        let refused = enter(&mut browser, &login, email, password).await;
        assert_eq!(refused.status, 422);
        assert_eq!(marked_fields(&refused), wrong, "{email:?} {password:?}");
        assert!(refused.title().starts_with("Error: "), "{refused:?}");
    }
}

#[tokio::test]
async fn over_long_entries_are_wrong_ones() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let long = "x".repeat(5000);
    for (email, password) in [
        (format!("{long}@sonnenfeld.example"), PASSWORD.to_owned()),
        (email_of("ada").to_owned(), format!("{PASSWORD}{long}")),
        (email_of("ada").to_owned(), "\u{1f600}".repeat(1500)),
    ] {
        let refused = enter(&mut browser, &login, &email, &password).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("is not right"),
            "{}",
            refused.text_of("main").unwrap()
        );
    }
}

#[tokio::test]
async fn the_address_stays_in_the_form_and_the_password_never() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    // The last ones are throttled.
    for expected in [422, 422, 422, 422, 422, 429] {
        let refused = enter(&mut browser, &login, "Ada@Sonnenfeld.Example", WRONG).await;
        assert_eq!(refused.status, expected);
        assert_eq!(refused.form().value("email"), "Ada@Sonnenfeld.Example");
        assert_eq!(refused.form().value("password"), "");
        assert!(!refused.html.contains(WRONG), "{refused:?}");
    }
    let incomplete = enter(&mut browser, &login, "", WRONG).await;
    assert!(!incomplete.html.contains(WRONG), "{incomplete:?}");
}

#[tokio::test]
async fn password_managers_find_the_fields() {
    let world = World::new().await;
    let login = world.browser().get("/login").await.page();
    let token = |name: &str| login.attribute_of(&format!("input[name={name}]"), "autocomplete");
    assert_eq!(token("email").as_deref(), Some("username"));
    assert_eq!(token("password").as_deref(), Some("current-password"));
    for field in ["email", "password"] {
        assert!(login.has(&format!("label[for={field}]")), "{field} has a label");
    }
}

/// The fields that assistive technology announces as invalid.
fn marked_fields(page: &Page) -> Vec<&'static str> {
    let is_marked = |name: &&str| page.has(&format!("input[name={name}][aria-invalid=true]"));
    ["email", "password"].into_iter().filter(is_marked).collect()
}
