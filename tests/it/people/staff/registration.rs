//! The tokens with which apps register themselves, made and revoked by operators.

use super::*;
use crate::people::account::is_guarded;
use serde_json::json;

const PATH: &str = "/operator/apps/registration";
const REVOKE: &str = "/operator/apps/registration/revoke";

/// The status of a registration with that token.
async fn registered_with(world: &World, token: &str) -> u16 {
    let metadata = json!({ "client_name": "Newcomer", "redirect_uris": ["https://new.example/cb"] });
    let client = world.stranger("nobody", None);
    let authorization = format!("Bearer {token}");
    let json = "application/json";
    let reply = client
        .post_body(
            "/oauth2/register",
            Some(&authorization),
            json,
            metadata.to_string(),
        )
        .await;
    reply.status.as_u16()
}

#[tokio::test]
async fn a_token_is_shown_once_used_and_revoked() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, "/operator/apps").await;
    assert!(links(&page, PATH), "{page:?}");
    let page = shown(&mut browser, PATH).await;
    let form = page
        .form_to(PATH)
        .fill("label", "Partners")
        .fill("uses", "2")
        .fill("days", "7");
    is_guarded(&mut browser, PATH, &form).await;
    let made = form.submit(&mut browser).await.page();
    assert_eq!(made.status, 200, "{made:?}");
    let token = made.text_of("[data-secret]").expect("a token");
    assert_eq!(registered_with(&world, &token).await, 201);
    let page = shown(&mut browser, PATH).await;
    assert!(!page.html.contains(&token), "shown once");
    for told in [
        "Partners",
        "Valid",
        "by Olga Weiss",
        "for one more app",
        "Newcomer",
        "with the token",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    let revoked = page.form_to(REVOKE).submit(&mut browser).await.page();
    assert!(
        revoked.has(".notice--success") && revoked.text().contains("Revoked"),
        "{revoked:?}"
    );
    assert_eq!(registered_with(&world, &token).await, 401);
    let again = page.form_to(REVOKE).submit(&mut browser).await.page();
    assert_eq!(again.status, 404, "once");
    voltkey_flows::audit::append(world.ctx()).await.unwrap();
    let log = shown(&mut browser, "/operator/audit").await;
    for told in [
        "Registration token made",
        "App registered itself",
        "Registration token revoked",
    ] {
        assert!(log.text().contains(told), "{told}: {log:?}");
    }
}

#[tokio::test]
async fn what_is_no_number_is_told_at_its_field() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, PATH).await;
    for (field, value) in [
        ("label", " "),
        ("uses", "0"),
        ("uses", "many"),
        ("days", "-1"),
        ("days", "3651"),
    ] {
        let form = page.form_to(PATH).fill("label", "Partners").fill(field, value);
        let again = form.submit(&mut browser).await.page();
        assert_eq!(again.status, 422, "{field} {value}: {again:?}");
        assert!(
            again.has(&format!("#{field}[aria-invalid]")),
            "{field} {value}: {again:?}"
        );
    }
}

#[tokio::test]
async fn the_page_says_who_may_register() {
    for (mode, told) in [
        ("open", "Any app may"),
        ("closed", "No app can"),
        ("token", "needs one of"),
    ] {
        let world = World::with(&format!("[registration]\nmode = \"{mode}\"")).await;
        let mut browser = of_staff(&world, "olga").await;
        let page = shown(&mut browser, PATH).await;
        assert!(page.text().contains(told), "{mode}: {page:?}");
    }
}
