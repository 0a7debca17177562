//! A login at an app for a test: real tokens, which nobody gets.

use super::*;
use crate::harness::Signer;
use crate::people::account::is_guarded;
use crate::people::acts::post_bare;
use serde_json::json;
use voltkey_flows::audit::{self, Action, Chain, Filter};
use voltkey_protocol::jose::ClientAlg;

const PAGE: &str = "/operator/apps/app/test-login";

async fn tested(browser: &mut Browser, app: &str, scope: &str) -> Page {
    let page = shown(browser, &format!("{PAGE}?app={app}")).await;
    let form = page.form_to(PAGE).fill("scope", scope);
    form.submit(browser).await.page()
}

#[tokio::test]
async fn the_app_s_id_token_is_read_and_every_check_holds() {
    let world = World::new().await;
    for (id, alg) in [("rs", "RS256"), ("es", "ES256"), ("ed", "EdDSA")] {
        let metadata = json!({ "id_token_signed_response_alg": alg });
        world.register(id, metadata, true).await;
        let mut browser = of_staff(&world, "olga").await;
        let page = tested(&mut browser, id, "openid email").await;
        assert_eq!(page.status, 200, "{page:?}");
        assert_eq!(page.texts_of(".chip--ok").len(), 10, "{page:?}");
        assert!(!page.has(".chip--danger"), "{page:?}");
        let text = page.text();
        assert!(
            text.contains(alg) && text.contains("https://id.example"),
            "{page:?}"
        );
        assert!(
            text.contains("olga@voltkey.example"),
            "what userinfo answers: {page:?}"
        );
        assert!(text.contains(&world.person("olga").await.sub), "{page:?}");
        cast::forget_authenticator(&world, "olga").await;
    }
}

#[tokio::test]
async fn what_is_encrypted_to_the_app_is_no_alarm() {
    let world = World::new().await;
    let mut key = Signer::new(ClientAlg::ES256).jwk();
    key["use"] = json!("enc");
    key["alg"] = json!("ECDH-ES");
    let metadata = json!({
        "jwks": { "keys": [key] }, "userinfo_encrypted_response_alg": "ECDH-ES",
        "userinfo_encrypted_response_enc": "A256GCM"
    });
    world.register("sealed", metadata, true).await;
    let mut browser = of_staff(&world, "olga").await;
    let page = tested(&mut browser, "sealed", "openid").await;
    assert!(page.text().contains("The app would sign you in"), "{page:?}");
    assert!(!page.has(".chip--danger"), "{page:?}");
    assert!(page.text().contains("the app alone can read it"), "{page:?}");
}

#[tokio::test]
async fn the_app_s_own_response_type_is_tried() {
    let world = World::new().await;
    for (id, response_type, told) in [
        ("direct", "id_token", "brings no access token"),
        ("page", "id_token token", "olga@voltkey.example"),
        ("hybrid", "code id_token", "olga@voltkey.example"),
    ] {
        let metadata = json!({
            "response_types": [response_type], "grant_types": ["implicit", "authorization_code"]
        });
        world.register(id, metadata, true).await;
        let mut browser = of_staff(&world, "olga").await;
        let page = tested(&mut browser, id, "openid email").await;
        let checks = page.texts_of(".chip--ok").len();
        assert!(checks >= 8 && !page.has(".chip--danger"), "{id}: {page:?}");
        for told in [told, response_type] {
            assert!(page.text().contains(told), "{told}: {page:?}");
        }
        cast::forget_authenticator(&world, "olga").await;
    }
}

#[tokio::test]
async fn nobody_gets_a_token_or_a_grant_that_is_in_force() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = tested(&mut browser, "solar-reports", "openid offline_access").await;
    assert!(
        page.text().contains("refresh_token"),
        "as the app would: {page:?}"
    );
    // A JWT begins with the encoded `{"`, three times over with dots between.
    assert!(!page.html.contains("eyJ"), "{}", page.html);
    let access = browser.get("/account/apps?ui_locales=en").await.page();
    assert!(!access.text().contains("Solar Reports"), "{access:?}");
    audit::append(world.ctx()).await.unwrap();
    let tests = Filter {
        action: Some(Action::ClientTested),
        ..Filter::default()
    };
    let events = audit::list(world.ctx(), &Chain::Instance, &tests, None, 9).await;
    assert_eq!(events.unwrap().entries.len(), 1);
}

#[tokio::test]
async fn what_would_be_refused_is_told_with_its_remedy() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let machine = tested(&mut browser, "service", "openid").await;
    assert!(machine.text().contains("The app would be refused"), "{machine:?}");
    let quoted = tested(&mut browser, "solar-reports", "openid \"email\"").await;
    assert!(
        quoted.text().contains("Separate its values by one space each"),
        "{quoted:?}"
    );
    let markup = tested(&mut browser, "solar-reports", "openid <script>").await;
    assert!(!markup.html.contains("<script>"), "{}", markup.html);
    let plain = tested(&mut browser, "solar-reports", "email").await;
    assert!(
        plain.text().contains("userinfo needs the scope openid"),
        "{plain:?}"
    );
}

#[tokio::test]
async fn it_is_the_operators_alone() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let address = format!("{PAGE}?app=platform");
    let form = shown(&mut browser, &address).await.form_to(PAGE);
    is_guarded(&mut browser, &address, &form).await;
    cast::give_role(&world, "olga", &[]).await;
    assert_eq!(post_bare(&mut browser, &form).await.status, 404);
}
