//! Apps: registered and changed by operators, and their secrets changed without a pause.

use super::*;
use crate::harness::{FilledForm, ISSUER, Signer, minutes};
use crate::people::account::is_guarded;
use crate::people::acts::post_bare;
use serde_json::json;
use voltkey_flows::admin::operate::app_fields::FIELDS;

const NEW: &str = "/operator/apps/new";
const SERVICE: &str = "/operator/apps/app?app=nightly";
const APP: &str = "/operator/apps/app";
const ADD: &str = "/operator/apps/app/secret";
const RETIRE: &str = "/operator/apps/app/secret/retire";

async fn world() -> World {
    let world = World::new().await;
    let machine = json!({ "name": "Nightly", "grant_types": ["client_credentials"], "audience": "https://api.example" });
    world.register("nightly", machine, true).await;
    world
}

/// Whether the app gets a token with that secret; the time to wait is over.
async fn is_valid(world: &World, id: &str, secret: &str) -> bool {
    let client = world.stranger(id, Some(secret));
    let reply = client.token(&[("grant_type", "client_credentials")]).await;
    reply.status == 200
}

fn filled(page: &Page, id: &str) -> FilledForm {
    page.form().fill("id", id).fill("name", "Heliograph").fill(
        "redirect_uris",
        "https://helio.example/cb\r\nhttps://helio.example/cb2",
    )
}

#[tokio::test]
async fn each_field_is_explained_and_an_app_is_registered() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, NEW).await;
    for field in FIELDS {
        let hint = page.text_of(&format!("#{}-hint, #{}-note", field.name, field.name));
        assert!(hint.is_some_and(|hint| hint.len() > 20), "{}", field.name);
    }
    let done = filled(&page, "heliograph").submit(&mut browser).await.page();
    assert_eq!(done.status, 200, "{done:?}");
    let secret = done.text_of("[data-secret]").expect("a secret");
    let page = shown(&mut browser, "/operator/apps/app?app=heliograph").await;
    assert!(!page.html.contains(&secret), "shown once");
    let client = world.stranger("heliograph", Some(&secret));
    let refused = client.token(&[("grant_type", "client_credentials")]).await;
    assert_eq!(
        refused.status, 400,
        "it is known, and may not do this: {}",
        refused.body
    );
    assert!(
        shown(&mut browser, "/operator/apps")
            .await
            .text()
            .contains("Heliograph")
    );
    let taken = shown(&mut browser, NEW).await;
    let taken = filled(&taken, "heliograph").submit(&mut browser).await.page();
    assert_eq!(taken.status, 422);
    assert!(taken.has("#id[aria-invalid]"), "{taken:?}");
}

#[tokio::test]
async fn what_can_t_be_registered_is_told_at_its_field() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, NEW).await;
    for (field, value) in [
        ("id", ""),
        ("redirect_uris", "/relative"),
        ("redirect_uris", ""),
        ("grant_types", "password"),
        ("default_max_age", "soon"),
        ("tos_uri", "javascript:alert(1)"),
    ] {
        let again = filled(&page, "helio")
            .fill(field, value)
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(again.status, 422, "{field} {value}: {again:?}");
        assert!(
            !again.text().contains("missing field"),
            "a parser's words: {again:?}"
        );
        assert!(
            again.has(&format!("#{field}[aria-invalid]")),
            "{field} {value}: {again:?}"
        );
        assert_eq!(again.form().value("name"), "Heliograph", "what was entered stays");
    }
    let gone = browser.get("/operator/apps/app?app=helio").await.page();
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn a_change_is_in_force_and_secrets_stay() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    let secret = "nightly-secret-0123456789abcdef0123456789";
    assert!(is_valid(&world, "nightly", secret).await);
    let page = shown(&mut browser, SERVICE).await;
    let form = page.form_to("/operator/apps/app");
    let done = form
        .clone()
        .fill("name", "Nightly reports")
        .submit(&mut browser)
        .await
        .page();
    assert!(done.has(".notice--success"), "{done:?}");
    assert_eq!(
        done.form_to("/operator/apps/app").value("name"),
        "Nightly reports"
    );
    world.worker_tick().await;
    assert!(is_valid(&world, "nightly", secret).await);
    is_guarded(&mut browser, SERVICE, &form).await;
    cast::give_role(&world, "olga", &[]).await;
    assert_eq!(post_bare(&mut browser, &form).await.status, 404);
}

#[tokio::test]
async fn both_secrets_are_valid_until_the_old_one_is_retired() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    let old = "nightly-secret-0123456789abcdef0123456789";
    let page = shown(&mut browser, SERVICE).await;
    assert!(page.text().contains("not used yet"), "{page:?}");
    is_guarded(&mut browser, SERVICE, &page.form_to(ADD)).await;
    let added = page.form_to(ADD).submit(&mut browser).await.page();
    let new = added.text_of("[data-secret]").expect("a secret");
    world.worker_tick().await;
    assert!(is_valid(&world, "nightly", old).await, "the old one");
    assert!(is_valid(&world, "nightly", &new).await, "the new one");
    world.worker_tick().await;
    let page = shown(&mut browser, SERVICE).await;
    assert!(!page.html.contains(&new), "shown once");
    assert_eq!(page.text().matches("last used on").count(), 2, "{page:?}");
    assert!(
        page.forms().iter().all(|form| form.action.path() != ADD),
        "two at most"
    );

    is_guarded(&mut browser, SERVICE, &page.form_to(RETIRE)).await;
    let retire = page.form_to(RETIRE);
    let retired = retire.submit(&mut browser).await.page();
    assert!(retired.has(".notice--success"), "{retired:?}");
    world.clock.advance(minutes(1));
    world.worker_tick().await;
    assert!(!is_valid(&world, "nightly", old).await, "the old one is refused");
    assert!(is_valid(&world, "nightly", &new).await);
    // Once more, from a page that was left open: the only secret stays.
    retire.submit(&mut browser).await.page();
    world.worker_tick().await;
    assert!(is_valid(&world, "nightly", &new).await);
}

/// What a form of the page that can't be saved says, above its fields.
fn told_above(page: &Page) -> String {
    assert_eq!(page.status, 422, "{page:?}");
    page.text_of("#registration-notice").unwrap_or_default()
}

#[tokio::test]
async fn what_somebody_else_has_changed_meanwhile_is_told_and_nothing_typed_is_lost() {
    let world = world().await;
    let mut olga = of_staff(&world, "olga").await;
    let opened = shown(&mut olga, SERVICE).await.form_to(APP);
    let first = opened
        .clone()
        .fill("audience", "https://other.example")
        .tick("require_pkce");
    first.submit(&mut olga).await.page();
    let again = opened
        .fill("name", "Renamed")
        .fill("contacts", "ops@helio.example")
        .submit(&mut olga)
        .await
        .page();
    let told = told_above(&again);
    for registered in [
        "Somebody else was quicker",
        "https://other.example",
        "require_pkce",
        "Nightly",
    ] {
        assert!(told.contains(registered), "{registered}: {told}");
    }
    assert!(again.has("#registration-notice[autofocus]"), "{again:?}");
    // Nothing is registered for these.
    assert!(told.contains("contacts —"), "{told}");
    let form = again.form_to(APP);
    assert_eq!(
        (form.value("name"), form.value("contacts")),
        ("Renamed", "ops@helio.example")
    );
    let kept = shown(&mut olga, SERVICE).await;
    assert_eq!(kept.form_to(APP).value("audience"), "https://other.example");
    assert!(kept.has("#require_pkce[checked]"), "{kept:?}");
    let saved = form
        .fill("audience", "https://other.example")
        .tick("require_pkce")
        .submit(&mut olga)
        .await
        .page();
    assert!(saved.has(".notice--success"), "{saved:?}");
    assert_eq!(saved.form_to(APP).value("name"), "Renamed");
}

#[tokio::test]
async fn what_is_wrong_with_a_field_that_is_not_shown_is_told_too() {
    let world = World::new().await;
    let metadata =
        json!({ "jwks_uri": "https://keyed.example/jwks", "id_token_encrypted_response_alg": "ECDH-ES" });
    world.register("keyed", metadata, true).await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, "/operator/apps/app?app=keyed").await;
    let form = page.form_to(APP).fill("jwks_uri", "");
    let told = told_above(&form.submit(&mut browser).await.page());
    assert!(
        told.contains("id_token_encrypted_response_alg") && told.contains("needs jwks or jwks_uri"),
        "{told}"
    );
}

#[tokio::test]
async fn a_public_app_is_given_a_secret_and_can_be_made_public_again() {
    let world = World::new().await;
    world
        .register("helper", json!({ "token_endpoint_auth_method": "none" }), false)
        .await;
    let mut browser = of_staff(&world, "olga").await;
    let address = "/operator/apps/app?app=helper";
    let form = shown(&mut browser, address).await.form_to(APP);
    let confidential = form
        .fill("token_endpoint_auth_method", "client_secret_post")
        .fill("grant_types", "authorization_code\r\nclient_credentials")
        .fill("audience", "https://api.example");
    let done = confidential.submit(&mut browser).await.page();
    assert_eq!(done.status, 200, "{done:?}");
    let secret = done.text_of("[data-secret]").expect("a secret");
    world.worker_tick().await;
    let mut client = world.stranger("helper", Some(&secret));
    client.posts_secret = true;
    let request = [("grant_type", "client_credentials")];
    client.token(&request).await.ok();

    let page = shown(&mut browser, address).await;
    assert!(!page.html.contains(&secret), "shown once");
    let keyed = page
        .form_to(APP)
        .fill("token_endpoint_auth_method", "client_secret_jwt");
    let done = keyed.submit(&mut browser).await.page();
    let other = done
        .text_of("[data-secret]")
        .expect("one that is kept, to be keyed with");
    assert_ne!(other, secret);

    let form = shown(&mut browser, address).await.form_to(APP);
    let public = form
        .fill("token_endpoint_auth_method", "none")
        .fill("grant_types", "authorization_code");
    let done = public.submit(&mut browser).await.page();
    assert!(
        done.has(".notice--success") && done.text().contains("This app is public"),
        "{done:?}"
    );
}

/// Whether an assertion under that secret proves the app.
async fn keys(world: &World, secret: &str) -> bool {
    let now = world.now().as_seconds();
    let claims = json!({
        "iss": "keyed", "sub": "keyed", "aud": ISSUER, "exp": now + 60,
        "jti": world.ctx().new_token().as_str()
    });
    let assertion = Signer::secret(secret).sign(&claims);
    let request = [
        ("grant_type", "client_credentials"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ];
    let client = world.stranger("keyed", None);
    client.post_as_is("/oauth2/token", None, &request).await.status == 200
}

#[tokio::test]
async fn both_secrets_key_assertions_until_the_old_one_is_retired() {
    let world = World::new().await;
    let metadata =
        json!({ "grant_types": ["client_credentials"], "token_endpoint_auth_method": "client_secret_jwt" });
    let old = world
        .register("keyed", metadata, true)
        .await
        .secret
        .expect("a secret");
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, "/operator/apps/app?app=keyed").await;
    let added = page.form_to(ADD).submit(&mut browser).await.page();
    let new = added.text_of("[data-secret]").expect("a secret");
    world.worker_tick().await;
    assert!(keys(&world, &old).await && keys(&world, &new).await);
    world.worker_tick().await;
    let page = shown(&mut browser, "/operator/apps/app?app=keyed").await;
    assert_eq!(page.text().matches("last used on").count(), 2, "{page:?}");
    page.form_to(RETIRE).submit(&mut browser).await.page();
    world.worker_tick().await;
    assert!(!keys(&world, &old).await, "the old one is refused");
    assert!(keys(&world, &new).await);
}

#[tokio::test]
async fn settings_say_where_they_come_from_and_no_secret() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = shown(&mut browser, "/operator/settings").await;
    for told in [
        "server.public_url",
        "Built-in default",
        "session.idle",
        "Not shown",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(!page.text().contains("sqlite:"), "{page:?}");
}

#[tokio::test]
async fn the_audit_log_of_the_instance_is_told_and_narrowed_down() {
    let world = world().await;
    let mut browser = of_staff(&world, "olga").await;
    voltkey_flows::audit::append(world.ctx()).await.unwrap();
    let page = shown(&mut browser, "/operator/audit").await;
    for told in ["App registered: nightly", "Account made", "Signed in"] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    let page = shown(&mut browser, "/operator/audit?action=client.created").await;
    assert!(!page.has("main .list:empty") && page.text().contains("App registered: nightly"));
    assert!(
        page.text_of("main .list")
            .is_some_and(|list| !list.contains("Signed in")),
        "{page:?}"
    );
    shown(&mut browser, "/operator/audit?action=nonsense&before=nonsense").await;
}
