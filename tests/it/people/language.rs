//! Every page speaks the person's language, from the first to the last.

use super::acts::{WRONG_PIN, after_password, enter, enter_password, request_id};
use super::ways_in::every;
use super::{all_pages, cast};
use crate::harness::{Browser, Page, World, email_of};
use scraper::{Html, Selector};

/// Words that no German page has, and nearly every English one.
const ENGLISH: [&str; 8] = [
    " the ",
    " your ",
    " you ",
    " is ",
    " with ",
    "Sign in",
    "Need help",
    "Back to",
];

fn assert_german(page: &Page) {
    assert!(page.has("html[lang=de]"), "{page:?}");
    let text = texts(page);
    for word in ENGLISH {
        assert!(!text.contains(word), "{word:?}: {page:?}");
    }
    assert!(page.text().contains("Brauchen Sie Hilfe?"), "{page:?}");
}

/// What the page itself says: not the parameters of a protocol message, which are not in its language.
fn texts(page: &Page) -> String {
    let selector = Selector::parse("main :is(h1, h2, h3, p, li, label, button)").unwrap();
    let document = Html::parse_document(&page.html);
    let words: Vec<_> = document
        .select(&selector)
        .flat_map(|element| element.text())
        .collect();
    let text = words.join(" ");
    assert!(text.len() > 40, "there is something to read: {page:?}");
    format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn german(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.languages = "de-AT, de;q=0.9, en;q=0.5".to_owned();
    browser
}

/// The address of the page in another language, as its switch has it.
fn switched_to(page: &Page, language: &str) -> String {
    let link = page.attribute_of(&format!("footer a[hreflang={language}]"), "href");
    page.url
        .join(&link.unwrap_or_else(|| panic!("no switch: {page:?}")))
        .unwrap()
        .into()
}

#[tokio::test]
async fn the_browser_s_language_is_spoken() {
    let world = World::new().await;
    for (languages, spoken, title) in [
        ("de", "de", "Anmelden"),
        ("es-MX, es;q=0.9", "es", "Iniciar sesión"),
        ("fr, es;q=0.2, de;q=0.7", "de", "Anmelden"),
        ("en-GB", "en", "Sign in"),
        ("fr", "en", "Sign in"),
        ("", "en", "Sign in"),
        ("*;q=0.5, ;;q=, de;q=0", "en", "Sign in"),
    ] {
        let mut browser = world.browser();
        browser.languages = languages.to_owned();
        let login = browser.get("/login").await.page();
        assert!(login.has(&format!("html[lang={spoken}]")), "{languages}");
        assert_eq!(login.title(), format!("{title} · Amperecloud"), "{languages}");
    }
}

#[tokio::test]
async fn the_app_s_wish_goes_before_the_browser_s() {
    let world = World::new().await;
    for (ui_locales, spoken) in [
        ("es", "es"),
        ("fr de-CH en", "de"),
        ("fr it", "en"),
        ("x-\"<>", "en"),
    ] {
        let request = world
            .client("platform")
            .authorize("openid")
            .with("ui_locales", ui_locales);
        let login = world.browser().open(&request).await.page();
        assert!(
            login.has(&format!("html[lang={spoken}]")),
            "{ui_locales}: {login:?}"
        );
    }
}

#[tokio::test]
async fn a_german_login_is_german_on_every_page() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    let request = solar.authorize("openid email").with("ui_locales", "de");
    let login = browser.open(&request).await.page();
    let refused = enter(&mut browser, &login, email_of("ben"), "falsch").await;
    let pin = enter_password(&mut browser, &refused, "ben").await;
    let wrong_pin = pin
        .form()
        .fill("pin", WRONG_PIN)
        .submit(&mut browser)
        .await
        .page();
    let consent = world.enter_pin(&mut browser, wrong_pin, "ben").await.page();
    assert_eq!(consent.url.path(), "/oauth2/consent");
    for page in [&login, &refused, &pin, &consent] {
        assert_german(page);
    }
    consent
        .form()
        .press("allow")
        .submit(&mut browser)
        .await
        .answer()
        .code();
    assert_german(&browser.follow(consent.url.as_str()).await.page());
}

#[tokio::test]
async fn also_one_that_came_by_post() {
    let world = World::new().await;
    let request = world
        .client("platform")
        .authorize("openid")
        .with("ui_locales", "de");
    let mut browser = world.browser();
    let login = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await
        .page();
    assert_german(&login);
    let url = login.url.clone();
    let pin = enter_password(&mut browser, &login, "ada").await;
    assert_german(&pin);
    let tampered = pin.form().without("csrf").submit(&mut browser).await.page();
    assert_german(&tampered);
    world.enter_pin(&mut browser, pin, "ada").await.answer().code();
    assert_german(&browser.follow(url.as_str()).await.page());
}

#[tokio::test]
async fn a_german_set_up_is_german() {
    let world = World::new().await;
    for (is_wanted, grace) in [
        (true, None),
        (false, None),
        (false, Some(jiff::civil::date(2027, 2, 6))),
    ] {
        match grace {
            Some(_) => {
                let carla = world.person("carla").await;
                voltkey_store::people::set_must_enroll(world.store().await, &carla.id, false)
                    .await
                    .unwrap();
                cast::company_requires(&world, "solluna", "Sol y Luna SL", grace).await;
            }
            None => cast::must_enroll(&world, "carla", is_wanted).await,
        }
        let mut browser = german(&world);
        let page = after_password(&mut browser, "carla").await;
        assert_eq!(page.url.path(), "/login/enroll");
        assert_german(&page);
        assert_german(
            &page
                .form()
                .fill("pin", WRONG_PIN)
                .submit(&mut browser)
                .await
                .page(),
        );
    }
}

#[tokio::test]
async fn a_german_browser_s_failures_are_german() {
    let world = World::new().await;
    for path in [
        "/nowhere",
        "/login?request=gone",
        "/oauth2/authorize?client_id=nobody",
        "/auth/logout",
    ] {
        let page = german(&world).get(path).await.page();
        assert_german(&page);
    }
    assert_german(&german(&world).without_cookies().get("/login").await.page());
    assert_german(&german(&world).arrive("/auth/logout").await.page());
}

#[tokio::test]
async fn the_pages_of_help_and_what_follows_them_are_german() {
    let world = World::new().await;
    let mut browser = german(&world);
    for (path, field, entry) in [
        ("/help/sign-in", None, ""),
        ("/help/lost-phone", None, ""),
        ("/forgot-password", Some("email"), email_of("ada")),
        ("/help/no-invitation", Some("email"), email_of("ada")),
        ("/support", Some("message"), "Hilfe"),
        ("/activate?token=none", None, ""),
        ("/reset-password?token=none", None, ""),
    ] {
        let page = browser.get(path).await.page();
        assert_german(&page);
        let Some(field) = field else { continue };
        assert_german(&page.form().submit(&mut browser).await.page());
        let form = page.form().fill(field, entry);
        assert_german(&form.submit(&mut browser).await.page());
    }
}

#[tokio::test]
async fn a_german_invitation_is_german_whatever_the_browser_speaks() {
    let world = World::new().await;
    let mut browser = world.browser();
    for page in every::of_a_german_invitation(&world, &mut browser).await {
        assert_german(&page);
    }
}

#[tokio::test]
async fn the_switch_keeps_the_request_and_what_comes_after_it() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform
        .authorize("openid")
        .with("ui_locales", "es")
        .with("login_hint", email_of("ada"));
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    assert!(
        login.has("html[lang=es] footer a[hreflang=es][aria-current=true]"),
        "{}",
        login.html
    );
    let in_german = browser.follow(&switched_to(&login, "de")).await.page();
    assert_german(&in_german);
    assert_eq!(request_id(&in_german), request_id(&login));
    assert_eq!(in_german.form().value("email"), email_of("ada"));
    let refused = enter(&mut browser, &in_german, email_of("ada"), "falsch").await;
    assert_german(&refused);
    let back_in_german = browser.follow(&switched_to(&refused, "de")).await.page();
    let pin = enter_password(&mut browser, &back_in_german, "ada").await;
    assert_german(&pin);
    let in_english = browser.follow(&switched_to(&pin, "en")).await.page();
    assert!(in_english.has("html[lang=en]") && request_id(&in_english) == request_id(&pin));
    let answer = world.enter_pin(&mut browser, in_english, "ada").await.answer();
    assert_eq!(answer.get("state"), Some(request.get("state")));
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn every_page_that_can_be_asked_for_again_has_the_switch() {
    let world = all_pages::world("").await;
    for shown in all_pages::all(&world).await {
        let is_final = [
            "form_post",
            "signed out",
            "new link sent",
            "mail sent",
            "password changed",
            "support, sent",
            "confirm address, done",
            "account, recovery codes made",
        ]
        .contains(&shown.name);
        let was_posted = ["form refused", "too large", "method not allowed"].contains(&shown.name);
        let switch = shown.page.has("footer a[hreflang=de]");
        assert_eq!(switch, !is_final && !was_posted, "{}", shown.name);
    }
}

#[tokio::test]
async fn a_form_that_was_refused_is_left_for_its_page_in_another_language() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for (page, form, field) in [
        ("/account", "/account/email", "new_email"),
        ("/account/second-factor", "/account/second-factor/rename", "name"),
    ] {
        let asked = browser.get(page).await.page();
        let form = asked.form_to(form).fill(field, " ");
        let refused = form.submit(&mut browser).await.page();
        assert_eq!(refused.status, 422, "{refused:?}");
        assert_leads_to(&mut browser, &refused, page).await;
    }
    let settings = browser.get("/company/settings").await.page();
    let logo = settings.form_to("/company/settings/logo");
    let refused = logo.upload(&mut browser, "logo", ("logo.png", b"no image")).await;
    assert_leads_to(&mut browser, &refused.page(), "/company/settings").await;
}

async fn assert_leads_to(browser: &mut Browser, refused: &Page, path: &str) {
    let page = browser.get(&switched_to(refused, "de")).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, path), "{page:?}");
    assert!(page.has("html[lang=de]"), "{page:?}");
}
