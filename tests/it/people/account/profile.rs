//! The profile: what a person tells of themselves, and can change at any time.

use super::*;
use crate::harness::OTP_SECRET;

/// The form of the personal details.
async fn details(browser: &mut Browser) -> FilledForm {
    shown(browser, ACCOUNT).await.form_to(ACCOUNT)
}

#[tokio::test]
async fn it_shows_what_is_known_and_no_secret() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let page = shown(&mut browser, ACCOUNT).await;
    let form = page.form_to(ACCOUNT);
    for (name, purpose, value) in [
        ("given_name", "given-name", "Ben"),
        ("family_name", "family-name", "Berger"),
        ("tel", "tel", ""),
        ("language", "language", "de"),
    ] {
        let found = page.attribute_of(&format!("[name={name}]"), "autocomplete");
        assert_eq!(found.as_deref(), Some(purpose));
        assert_eq!(form.value(name), value);
    }
    assert!(page.html.contains(email_of("ben")) && page.html.contains("Sonnenfeld GmbH"));
    let hash = world.person("ben").await.password_hash.expect("a password");
    for secret in [OTP_SECRET, PASSWORD, hash.as_str()] {
        assert!(!page.html.contains(secret));
    }
}

#[tokio::test]
async fn what_is_changed_is_kept_shown_and_told_to_apps() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid profile phone").await;
    let mut browser = world.signed_in("carla").await;
    let form = details(&mut browser).await;
    let form = form
        .fill("given_name", " Zoe\u{308} ")
        .fill("family_name", "O’Brien-王");
    let form = form.fill("tel", "+49 (30) 123-4567").fill("language", "de");
    let page = form.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    assert!(page.has(".notice--success[role=status]"), "{page:?}");
    assert_eq!(page.attribute_of("html", "lang").as_deref(), Some("de"));
    assert!(page.text().contains("Zoë O’Brien-王"), "{page:?}");

    let form = details(&mut browser).await;
    for (name, value) in [
        ("given_name", "Zoë"),
        ("family_name", "O’Brien-王"),
        ("tel", "+49 (30) 123-4567"),
        ("language", "de"),
    ] {
        assert_eq!(form.value(name), value);
    }
    let claims = told(&world, &tokens.access).await;
    assert_eq!(claims["given_name"], "Zoë");
    assert_eq!(claims["family_name"], "O’Brien-王");
    assert_eq!(claims["name"], "Zoë O’Brien-王");
    assert_eq!(claims["locale"], "de");
    assert_eq!(claims["phone_number"], "+49 (30) 123-4567");
    assert_eq!(claims["updated_at"], world.now().as_seconds());
    let other = shown(&mut world.signed_in("ben").await, ACCOUNT).await;
    assert_eq!(other.form_to(ACCOUNT).value("given_name"), "Ben");
}

#[tokio::test]
async fn a_phone_number_can_be_taken_back() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid phone").await;
    let mut browser = world.signed_in("carla").await;
    for (number, claim) in [("030 1234567", Some("030 1234567")), ("  ", None)] {
        let form = details(&mut browser).await.fill("tel", number);
        assert_eq!(form.submit(&mut browser).await.page().status, 200);
        let claims = told(&world, &tokens.access).await;
        assert_eq!(claims["phone_number"].as_str(), claim);
    }
}

#[tokio::test]
async fn what_is_refused_is_shown_again_as_it_was_entered() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let before = world.person("ada").await;
    let long = "x".repeat(101);
    for (name, entered, words) in [
        ("given_name", "", "Enter your first name."),
        ("given_name", "  ", "Enter your first name."),
        ("family_name", "", "Enter your last name."),
        ("family_name", &*long, "A name can have up to 100 characters."),
        ("given_name", "Ada\u{202e}", "Write the name with letters."),
        ("given_name", "?!", "Write the name with letters."),
        ("tel", "call me", "Write the number in digits"),
        ("tel", "123", "Write the number in digits"),
    ] {
        let form = details(&mut browser).await;
        let form = form.fill("given_name", "Changed").fill("language", "es");
        let page = form.fill(name, entered).submit(&mut browser).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (422, ACCOUNT), "{name}");
        assert!(page.text().contains(words), "{entered}: {page:?}");
        assert!(
            page.has(&format!("[name={name}][aria-invalid=true]")),
            "{entered}"
        );
        let again = page.form_to(ACCOUNT);
        assert_eq!((again.value(name), again.value("language")), (entered, "es"));
        let after = world.person("ada").await;
        assert_eq!(
            (after.given_name, after.language, after.phone),
            (before.given_name.clone(), before.language.clone(), None)
        );
    }
}

#[tokio::test]
async fn what_is_refused_after_something_was_saved_is_not_called_saved() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let saved = details(&mut browser).await.submit(&mut browser).await.page();
    assert!(saved.has(".notice--success"), "{saved:?}");
    let form = saved.form_to(ACCOUNT).fill("given_name", "");
    let refused = form.submit(&mut browser).await.page();
    assert_eq!(refused.status, 422);
    assert!(!refused.has(".notice--success"), "{refused:?}");
}

#[tokio::test]
async fn a_language_that_nobody_speaks_here_is_none() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let form = details(&mut browser).await.fill("language", "<script>");
    form.submit(&mut browser).await.page();
    assert!(["en", "es", "de"].contains(&&*world.person("carla").await.language));
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    for hostile in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onfocus='alert(1)",
        "{{ 7 * 7 }} { $x }",
        "</option></select><b>x",
    ] {
        let form = details(&mut browser).await;
        let form = form.fill("given_name", hostile).fill("family_name", hostile);
        let page = form.submit(&mut browser).await.page();
        assert_eq!(page.status, 200, "{page:?}");
        assert_eq!(page.form_to(ACCOUNT).value("given_name"), hostile);
        let refused = details(&mut browser).await.fill("tel", hostile);
        let refused = refused.submit(&mut browser).await.page();
        assert_eq!(refused.form_to(ACCOUNT).value("tel"), hostile);
        for path in PAGES {
            let page = shown(&mut browser, path).await;
            assert!(page.text().contains(hostile), "the bar: {page:?}");
            for page in [&page, &refused] {
                assert!(
                    !page.has("img[src=x], main b, [onfocus], [onerror]"),
                    "{hostile}: {path}"
                );
                assert!(!page.html.contains("alert(1)</script>"), "{hostile}: {path}");
            }
        }
    }
}

#[tokio::test]
async fn fields_that_are_no_part_of_it_change_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let before = world.person("carla").await;
    let form = details(&mut browser).await;
    let mut fields = form.sent();
    for name in [
        "email",
        "new_email",
        "sub",
        "is_operator",
        "email_verified",
        "password",
    ] {
        fields.push((name.to_owned(), "true".to_owned()));
    }
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = http::Request::post(ACCOUNT).header("content-type", "application/x-www-form-urlencoded");
    let reply = browser.send(request.body(body.into()).unwrap()).await;
    assert_eq!(reply.status, 303);
    let after = world.person("carla").await;
    assert_eq!((after.email, after.sub), (before.email, before.sub));
    assert_eq!((after.is_operator, after.is_support), (false, false));
    assert_eq!(after.password_hash, before.password_hash);
}

#[tokio::test]
async fn a_form_of_somebody_else_s_making_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let form = details(&mut browser).await.fill("given_name", "Changed");
    is_guarded(&mut browser, ACCOUNT, &form).await;
    assert_eq!(world.person("carla").await.given_name, "Carla");
}
