//! What the page shows, and what it leads to.

use super::*;
use crate::harness::{PASSWORD, seconds};
use crate::people::acts::{SESSION_COOKIE, after_password};

#[tokio::test]
async fn the_page_asks_for_details_and_a_password_and_shows_the_rules() {
    let (_world, _, page) = invited_dora().await;
    assert!(page.text().contains("Sonnenfeld GmbH"), "who invites: {page:?}");
    for (field, autocomplete) in [
        ("email", "username"),
        ("given_name", "given-name"),
        ("family_name", "family-name"),
        ("tel", "tel"),
        ("password", "new-password"),
    ] {
        let input = format!("input[name={field}]");
        assert_eq!(
            page.attribute_of(&input, "autocomplete").as_deref(),
            Some(autocomplete)
        );
        assert!(page.has(&format!("label[for={field}]")), "{field} has a label");
    }
    assert!(page.has("select[name=language]"));
    assert!(page.has("input[name=email][readonly]"), "the address is settled");
    for rule in RULES {
        assert!(
            page.has(&format!("[data-rule={rule}][data-state=open]")),
            "{rule}"
        );
    }
    let form = page.form();
    assert_eq!((form.value("email"), form.value("given_name")), (DORA, "Dora"));
}

#[tokio::test]
async fn the_button_reads_create_in_three_languages() {
    let world = World::new().await;
    let mut browser = world.browser();
    let link = link_of(&world, &dora()).await;
    for (language, button) in [("en", "Create"), ("es", "Crear"), ("de", "Erstellen")] {
        let page = browser.get(&format!("{link}&ui_locales={language}")).await.page();
        assert_eq!(page.text_of("main form .button--full").as_deref(), Some(button));
    }
}

#[tokio::test]
async fn afterwards_one_logs_in_with_the_address_and_the_new_password() {
    let (world, mut browser, page) = invited_dora().await;
    let away = filled(&page).submit(&mut browser).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
    assert!(
        browser.cookie(SESSION_COOKIE).is_none(),
        "nobody is signed in by a link"
    );
    world.clock.advance(seconds(20));
    let away = log_in(&mut browser, DORA, CHOSEN).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
    assert!(world.mails().await.is_empty(), "the browser is known");
}

/// A company that demands a second factor has it set up at the first login, and no sooner.
#[tokio::test]
async fn the_second_factor_follows_at_the_first_login() {
    let world = World::new().await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", None).await;
    let mut browser = activated_dora(&world).await;
    let enroll = log_in(&mut browser, DORA, CHOSEN).await.page();
    assert_eq!(enroll.url.path(), "/login/enroll");
}

#[tokio::test]
async fn before_it_is_activated_there_is_nothing_to_log_in_to() {
    let world = World::new().await;
    link_of(&world, &dora()).await;
    let mut browser = world.browser();
    for password in ["", PASSWORD, CHOSEN] {
        assert_eq!(log_in(&mut browser, DORA, password).await.page().status, 422);
    }
    assert_eq!(after_password(&mut browser, "ada").await.url.path(), "/login/pin");
}
