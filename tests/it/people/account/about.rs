//! What people tell of themselves beside names, address, telephone number and language.

use super::*;

const ABOUT: &str = "/account/about";

async fn about(browser: &mut Browser) -> FilledForm {
    shown(browser, ACCOUNT).await.form_to(ABOUT)
}

#[tokio::test]
async fn what_is_told_is_kept_shown_and_told_to_apps() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid profile address").await;
    let mut browser = world.signed_in("carla").await;
    let form = about(&mut browser).await;
    let form = form
        .fill("nickname", " Zoe\u{308} ")
        .fill("preferred_username", "Carla.C")
        .fill("locality", "Cádiz");
    let page = form.submit(&mut browser).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (200, ACCOUNT));
    assert!(page.has(".notice--success[role=status]"), "{page:?}");
    let form = page.form_to(ABOUT);
    assert_eq!((form.value("nickname"), form.value("gender")), ("Zoë", ""));
    let claims = told(&world, &tokens.access).await;
    assert_eq!(claims["nickname"], "Zoë");
    assert_eq!(claims["preferred_username"], "carla.c");
    assert_eq!(claims["address"], serde_json::json!({ "locality": "Cádiz" }));
    assert_eq!(claims["updated_at"], world.now().as_seconds());
    assert!(claims["gender"].is_null(), "{claims}");

    let form = form.fill("nickname", "").fill("locality", "");
    form.submit(&mut browser).await.page();
    let claims = told(&world, &tokens.access).await;
    assert!(claims["nickname"].is_null() && claims["address"].is_null());
    let other = shown(&mut world.signed_in("ben").await, ACCOUNT).await;
    assert_eq!(other.form_to(ABOUT).value("preferred_username"), "");
}

#[tokio::test]
async fn what_is_refused_is_shown_again_as_it_was_entered() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for (name, entered, words) in [
        ("nickname", "Adi\u{202e}", "Write it with letters or digits."),
        (
            "preferred_username",
            "Ada Sommer",
            "Use 3 to 40 lowercase letters",
        ),
        ("preferred_username", "root", "That name is not free."),
        ("birthdate", "2100-01-01", "Enter a date in the past"),
        ("zoneinfo", "Berlin", "Write the time zone"),
        ("picture", "javascript:alert(1)", "beginning with https://"),
        ("website", "https:ada.example", "beginning with https://"),
        ("region", &*"x".repeat(101), "There is room for 100 characters."),
    ] {
        let form = about(&mut browser)
            .await
            .fill("gender", "new")
            .fill(name, entered);
        let page = form.submit(&mut browser).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (422, ABOUT), "{name}");
        assert!(page.text().contains(words), "{entered}: {page:?}");
        assert!(page.has(&format!("[name={name}][aria-invalid=true][autofocus]")));
        let again = page.form_to(ABOUT);
        assert_eq!((again.value(name), again.value("gender")), (entered, "new"));
        assert_eq!(about(&mut browser).await.value("gender"), "", "nothing was saved");
    }
}

#[tokio::test]
async fn apps_get_addresses_that_are_safe_in_a_page() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "carla", "openid profile").await;
    let mut browser = world.signed_in("carla").await;
    let form = about(&mut browser)
        .await
        .fill("picture", "https://carla.example/\"><img/src=x>")
        .fill("zoneinfo", "europe/madrid");
    assert_eq!(form.submit(&mut browser).await.page().status, 200);
    let claims = told(&world, &tokens.access).await;
    assert_eq!(claims["picture"], "https://carla.example/%22%3E%3Cimg/src=x%3E");
    assert_eq!(claims["zoneinfo"], "Europe/Madrid");
}

#[tokio::test]
async fn no_two_people_have_one_name_at_apps() {
    let world = World::new().await;
    let mut carla = world.signed_in("carla").await;
    let form = about(&mut carla).await.fill("preferred_username", "sunny");
    assert_eq!(form.submit(&mut carla).await.page().status, 200);
    let mut ben = world.signed_in("ben").await;
    let form = about(&mut ben).await.fill("preferred_username", "Sunny");
    let refused = form.submit(&mut ben).await.page();
    assert_eq!(refused.status, 422);
    assert!(refused.has("[name=preferred_username][aria-invalid=true]"));
    // Apps may know an account by it: who gives it up leaves it to nobody, and may come back to it.
    for name in ["", "carla.c", "sunny"] {
        let form = about(&mut carla).await.fill("preferred_username", name);
        assert_eq!(form.submit(&mut carla).await.page().status, 200, "{name}");
        let form = about(&mut ben).await.fill("preferred_username", "sunny");
        assert_eq!(form.submit(&mut ben).await.page().status, 422, "{name}");
    }
}

#[tokio::test]
async fn nobody_takes_all_names_away() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    for (name, status) in [
        ("ada.a", 200),
        ("ada.b", 200),
        ("ada.c", 200),
        ("ada.d", 200),
        ("ada.e", 200),
        ("ada.f", 422),
        ("ada.a", 200),
        ("", 200),
        ("ada.f", 422),
    ] {
        let form = about(&mut ada).await.fill("preferred_username", name);
        let page = form.submit(&mut ada).await.page();
        assert_eq!(page.status, status, "{name}: {page:?}");
        let is_told = page.text().contains("You have had five names already.");
        assert_eq!(is_told, status == 422, "{name}");
    }
    let mut ben = world.signed_in("ben").await;
    let form = about(&mut ben).await.fill("preferred_username", "ada.f");
    assert_eq!(form.submit(&mut ben).await.page().status, 200);
}

#[tokio::test]
async fn a_claim_can_be_asked_for_by_name_alone() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("carla").await;
    let form = about(&mut browser).await;
    let form = form.fill("nickname", "Caro").fill("country", "España");
    form.submit(&mut browser).await.page();
    let wish = r#"{"userinfo":{"nickname":null,"address":{"essential":true},"locality":null}}"#;
    let request = platform.authorize("openid").with("claims", wish);
    let tokens = world.tokens_by(&platform, &mut browser, "carla", &request).await;
    let claims = told(&world, &tokens.access).await;
    let sub = claims["sub"].clone();
    let expected = serde_json::json!({ "sub": sub, "nickname": "Caro", "address": { "country": "España" } });
    assert_eq!(claims, expected);
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    for hostile in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} { $x }",
    ] {
        let form = about(&mut browser)
            .await
            .fill("nickname", hostile)
            .fill("country", hostile);
        let page = form.submit(&mut browser).await.page();
        assert_eq!(page.form_to(ABOUT).value("nickname"), hostile);
        assert!(
            !page.has("img[src=x]") && !page.html.contains("alert(1)</script>"),
            "{hostile}"
        );
    }
}

#[tokio::test]
async fn a_form_of_somebody_else_s_making_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let form = about(&mut browser).await.fill("nickname", "Changed");
    is_guarded(&mut browser, ACCOUNT, &form).await;
    assert_eq!(about(&mut browser).await.value("nickname"), "");
}
