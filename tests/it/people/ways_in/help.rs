//! The pages of help (S5, S15, S17): what to try, and who resets a second factor.

use super::*;
use crate::harness::{days, email_of, minutes};
use crate::people::acts::{after_password, enter_password, request_id};
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_store::{companies, memberships};

const SIGN_IN: &str = "/help/sign-in";
const LOST_PHONE: &str = "/help/lost-phone";
/// What a member passes on to an admin (S14).
const PATH_TO_THE_KEY: &str = "Company menu (top right) → Company admin → Members → Actions → key symbol";
const ADMIN_RESETS: &str = "Your company’s admin resets it";
const SUPPORT_RESETS: &str = "Our support resets it";

async fn belongs_to(world: &World, name: &str, company: &str, role: Role) {
    let store = world.store().await;
    let company = companies::by_slug(store, company).await.unwrap().unwrap();
    let person = world.person(name).await;
    memberships::put(store, &person.id, &company.id, role, world.now())
        .await
        .unwrap();
}

/// The first admin that the page names, and of which company.
fn named(page: &Page) -> [String; 2] {
    [".list__title", ".list__note"].map(|part| page.text_of(part).unwrap_or_default())
}

fn assert_names_nobody(page: &Page) {
    assert_eq!(page.status, 200);
    for told in ["Ada", "Sommer", "Sonnenfeld", ADMIN_RESETS, SUPPORT_RESETS] {
        assert!(!page.html.contains(told), "{told}: {page:?}");
    }
}

#[tokio::test]
async fn each_page_is_there_in_three_languages_with_the_support() {
    let world = World::new().await;
    for (path, titles) in [
        (
            SIGN_IN,
            [
                "You can’t sign in?",
                "¿No puedes iniciar sesión?",
                "Sie können sich nicht anmelden?",
            ],
        ),
        (
            "/help/no-invitation",
            [
                "You got no invitation?",
                "¿No has recibido la invitación?",
                "Keine Einladung erhalten?",
            ],
        ),
        (
            LOST_PHONE,
            [
                "No access to your authenticator app?",
                "¿No puedes abrir tu aplicación de autenticación?",
                "Kein Zugriff auf die Authentifizierungs-App?",
            ],
        ),
        (
            "/support",
            [
                "Write to our support",
                "Escribe a nuestro equipo de soporte",
                "Schreiben Sie an unseren Support",
            ],
        ),
    ] {
        for (language, title) in ["en", "es", "de"].into_iter().zip(titles) {
            let mut browser = world.browser();
            browser.languages = language.to_owned();
            let by_browser = browser.get(path).await.page();
            let by_address = world
                .browser()
                .get(&format!("{path}?ui_locales={language}"))
                .await
                .page();
            for page in [by_browser, by_address] {
                assert_eq!((page.status.as_u16(), heading(&page).as_str()), (200, title));
                assert!(page.has(&format!("html[lang={language}]")));
                for way in ["mailto:support@ampere.example", "tel:+4930629377201", "/support"] {
                    assert!(page.has(&format!("footer a[href^='{way}']")), "{path}: {way}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_ways_out_of_a_login_that_fails_lead_somewhere_and_back() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let help = login
        .attribute_of(&format!("a[href^='{SIGN_IN}']"), "href")
        .expect("a link");
    let page = browser.follow(&help).await.page();
    for path in ["/forgot-password", LOST_PHONE, "/help/no-invitation"] {
        let way = page
            .attribute_of(&format!("main a[href^='{path}']"), "href")
            .expect("a way");
        let shown = browser.follow(&way).await.page();
        assert_eq!(shown.status, 200, "{way}");
        let back = shown
            .attribute_of("main a[href^='/login']", "href")
            .expect("the way back");
        let again = browser.follow(&back).await.page();
        assert_eq!(request_id(&again), request_id(&login), "the login goes on");
    }
    let form = page
        .attribute_of("main a[href^='/support']", "href")
        .expect("a form");
    assert!(browser.follow(&form).await.page().has("textarea[name=message]"));
    let clear = page
        .attribute_of("main a[href^='/auth/logout']", "href")
        .expect("a way");
    let cleared = browser.follow(&clear).await.page();
    assert!(
        cleared.header("clear-site-data").contains("cookies"),
        "{cleared:?}"
    );
}

#[tokio::test]
async fn a_configured_form_is_where_the_support_is_written_to() {
    let world = World::with("[support]\nform_url = \"https://help.example/new\"").await;
    for path in [SIGN_IN, LOST_PHONE] {
        let page = world.browser().get(path).await.page();
        assert!(page.has("main a[href='https://help.example/new']"), "{path}");
        assert!(page.has("footer a[href='https://help.example/new']"), "{path}");
        assert!(!page.has("a[href^='/support']"), "{path}");
    }
}

#[tokio::test]
async fn a_stranger_is_told_both_ways_and_no_name() {
    let world = World::new().await;
    let page = world.browser().get(LOST_PHONE).await.page();
    assert_names_nobody(&page);
    assert!(
        page.text().contains(PATH_TO_THE_KEY),
        "what an admin has to do: {page:?}"
    );
    assert!(page.has("main a[href^='/support?topic=lost_phone']"), "{page:?}");
}

#[tokio::test]
async fn after_the_right_password_the_admin_is_named() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ben").await;
    let link = pin
        .attribute_of(&format!("main a[href^='{LOST_PHONE}']"), "href")
        .expect("a link");
    let page = browser.follow(&link).await.page();
    assert!(page.text().contains(ADMIN_RESETS), "{page:?}");
    assert_eq!(named(&page), ["Ada Sommer", "Sonnenfeld GmbH"]);
    assert!(page.text().contains(PATH_TO_THE_KEY), "{page:?}");
    assert!(!page.html.contains(email_of("ada")), "a name will do: {page:?}");
}

#[tokio::test]
async fn before_it_and_in_another_browser_nobody_is() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    assert_names_nobody(&lost_phone(&mut browser, &login).await);
    let form = login
        .form()
        .fill("email", email_of("ben"))
        .fill("password", "Wrong-Password-1!");
    form.submit(&mut browser).await.page();
    assert_names_nobody(&lost_phone(&mut browser, &login).await);
    enter_password(&mut browser, &login, "ben").await;
    assert!(
        lost_phone(&mut browser, &login)
            .await
            .text()
            .contains("Ada Sommer")
    );

    let mut other = world.browser();
    other.get("/login").await;
    assert_names_nobody(&lost_phone(&mut other, &login).await);
    assert_names_nobody(&other.get(&format!("{LOST_PHONE}?request=gone")).await.page());
}

#[tokio::test]
async fn a_password_that_was_typed_a_while_ago_names_nobody_any_more() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ben").await;
    world.clock.advance(minutes(15));
    assert_names_nobody(&lost_phone(&mut browser, &pin).await);
}

/// Where a PIN alone is asked for, nobody has typed a password.
#[tokio::test]
async fn nor_does_a_browser_that_asks_for_the_pin_alone() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let pin = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert_names_nobody(&lost_phone(&mut browser, &pin).await);
}

#[tokio::test]
async fn the_only_admin_is_sent_to_the_support() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    let page = lost_phone(&mut browser, &pin).await;
    assert!(page.text().contains(SUPPORT_RESETS), "{page:?}");
    assert!(page.has("main a[href^='/support?topic=lost_phone']"), "{page:?}");
    assert!(!page.html.contains("Ada"), "{page:?}");

    belongs_to(&world, "carla", "sonnenfeld", Role::Admin).await;
    let page = lost_phone(&mut browser, &pin).await;
    assert_eq!(
        named(&page),
        ["Carla Luna", "Sonnenfeld GmbH"],
        "of two the other one"
    );
}

#[tokio::test]
async fn an_admin_who_cannot_log_in_is_none() {
    let world = World::new().await;
    world.block("ada").await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ben").await;
    let page = lost_phone(&mut browser, &pin).await;
    assert!(
        page.text().contains(SUPPORT_RESETS) && !page.html.contains("Sommer"),
        "{page:?}"
    );
}

/// An admin may act on an account only if they administer each company that it belongs to.
#[tokio::test]
async fn whoever_belongs_to_two_companies_needs_an_admin_of_both() {
    let world = World::new().await;
    belongs_to(&world, "ben", "solluna", Role::Member).await;
    belongs_to(&world, "carla", "solluna", Role::Admin).await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ben").await;
    let page = lost_phone(&mut browser, &pin).await;
    assert!(page.text().contains(SUPPORT_RESETS), "{page:?}");
    assert!(
        !page.html.contains("Sommer") && !page.html.contains("Luna"),
        "{page:?}"
    );

    belongs_to(&world, "ada", "solluna", Role::Admin).await;
    let page = lost_phone(&mut browser, &pin).await;
    assert!(page.text().contains("Ada Sommer"), "{page:?}");
    assert!(
        !page.html.contains("Carla"),
        "she administers one of them: {page:?}"
    );
}

#[tokio::test]
async fn support_and_operators_and_whoever_has_no_company_are_sent_to_the_support() {
    let world = World::new().await;
    belongs_to(&world, "olga", "sonnenfeld", Role::Member).await;
    cast::add(&world, "nora@elsewhere.example", "Kraftwerk-8 Bremen").await;
    let nora = people::by_email_key(world.store().await, "nora@elsewhere.example")
        .await
        .unwrap()
        .unwrap();
    people::set_must_enroll(world.store().await, &nora.id, true)
        .await
        .unwrap();
    for name in ["sam", "olga", "nora"] {
        let mut browser = world.browser();
        let enroll = match name {
            "nora" => log_in(&mut browser, &nora.email, "Kraftwerk-8 Bremen")
                .await
                .page(),
            name => after_password(&mut browser, name).await,
        };
        let page = lost_phone(&mut browser, &enroll).await;
        assert!(page.text().contains(SUPPORT_RESETS), "{name}: {page:?}");
        assert!(!page.html.contains("Sommer"), "{name}: {page:?}");
    }
}

/// Who did not set it up in time comes here by the login itself.
#[tokio::test]
async fn whoever_missed_the_time_to_set_it_up_again_is_told() {
    let world = World::new().await;
    reset_otp(world.ctx(), email_of("ben")).await.unwrap();
    let mut browser = world.browser();
    let enroll = after_password(&mut browser, "ben").await;
    assert_eq!(enroll.url.path(), "/login/enroll");
    world.clock.advance(days(7));
    let page = after_password(&mut browser, "ben").await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, LOST_PHONE));
    assert!(
        page.text().contains("The time to set it up again has passed"),
        "{page:?}"
    );
    assert!(page.text().contains("Ada Sommer"), "{page:?}");
    assert!(!is_signed_in(&world, &mut browser).await);
}
