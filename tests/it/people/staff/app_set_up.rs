//! How an app is set up: the settings that its developer copies.

use super::*;
use serde_json::json;

const PAGE: &str = "/operator/apps/app/set-up";

async fn of(browser: &mut Browser, app: &str, library: &str) -> Page {
    shown(browser, &format!("{PAGE}?app={app}&library={library}")).await
}

fn snippet(page: &Page) -> String {
    page.text_of("[data-snippet]").expect("a snippet")
}

#[tokio::test]
async fn each_library_s_settings_are_filled_with_the_app_s_and_hold_no_secret() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let secret = world.client("platform").secret.expect("a secret");
    let first = shown(&mut browser, &format!("{PAGE}?app=platform")).await;
    let libraries = first.html.matches("&amp;library=").count();
    assert!(libraries >= 10, "{first:?}");
    let discovery = world
        .client("platform")
        .get("/.well-known/openid-configuration")
        .await
        .ok();
    for endpoint in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
    ] {
        let address = discovery[endpoint].as_str().expect("an address");
        assert!(first.text().contains(address), "{endpoint}: {first:?}");
    }
    for library in [
        "openid-client",
        "authlib",
        "spring-boot",
        "mod-auth-openidc",
        "go-oidc",
    ] {
        let page = of(&mut browser, "platform", library).await;
        let text = snippet(&page);
        assert!(
            text.contains("https://id.example") && text.contains("platform"),
            "{text}"
        );
        assert!(text.contains("https://platform.example/callback"), "{text}");
        assert!(!page.html.contains(&secret));
        assert_eq!(page.texts_of(".links [aria-current]").len(), 1, "{page:?}");
    }
    let unknown = of(&mut browser, "platform", "%3Cscript%3E").await;
    assert_eq!(snippet(&unknown), snippet(&first));
}

#[tokio::test]
async fn what_does_not_fit_the_app_is_said() {
    let world = World::new().await;
    world
        .register(
            "basic",
            json!({ "token_endpoint_auth_method": "client_secret_basic" }),
            true,
        )
        .await;
    let mut browser = of_staff(&world, "olga").await;
    let public = of(&mut browser, "spa", "oauth2-proxy").await;
    assert!(
        public.text().contains("only for an app with a secret"),
        "{public:?}"
    );
    let posts = of(&mut browser, "basic", "aspnet-core").await;
    assert!(posts.text().contains("sends the secret in the body"), "{posts:?}");
    let machine = shown(&mut browser, &format!("{PAGE}?app=service")).await;
    assert!(
        snippet(&machine).contains("grant_type=client_credentials"),
        "{machine:?}"
    );
    let alone = of(&mut browser, "platform", "curl").await;
    assert!(alone.text().contains("isn’t registered for this"), "{alone:?}");
}

#[tokio::test]
async fn what_an_app_is_called_is_text() {
    let world = World::new().await;
    let id = "a\"><script>alert(1)</script>'";
    world
        .register(
            id,
            json!({ "name": "<img src=x>", "redirect_uris": ["https://x.example/'b"] }),
            true,
        )
        .await;
    let mut browser = of_staff(&world, "olga").await;
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    for library in ["openid-client", "openid-connect-php", "mod-auth-openidc"] {
        let page = of(&mut browser, &encoded, library).await;
        assert!(
            !page.html.contains("<script>alert") && !page.html.contains("<img src=x"),
            "{}",
            page.html
        );
        assert!(snippet(&page).contains("<script>alert(1)</script>"), "{page:?}");
    }
}
