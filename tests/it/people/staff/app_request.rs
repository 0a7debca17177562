//! What would be answered to an app's request, and why: by the very checks, and without any effect.

use super::*;
use crate::harness::Signer;
use crate::people::account::is_guarded;
use crate::people::acts::post_bare;
use serde_json::json;
use voltkey_protocol::jose::ClientAlg;

const PAGE: &str = "/operator/apps/app/request";
const ENDPOINT: &str = "https://id.example/oauth2/authorize";

async fn checked(browser: &mut Browser, app: &str, pasted: &str) -> Page {
    let page = shown(browser, &format!("{PAGE}?app={app}")).await;
    let form = page.form_to(PAGE).fill("address", pasted);
    let page = form.submit(browser).await.page();
    assert_eq!(page.status, 200, "{page:?}");
    page
}

/// The parameters of that state.
fn of_state(page: &Page, state: &str) -> Vec<String> {
    let rows = page.texts_of("#received > div");
    let marked = rows.iter().filter(|row| row.contains(state));
    marked
        .filter_map(|row| row.split_whitespace().next().map(str::to_owned))
        .collect()
}

fn tells(page: &Page, words: &[&str]) {
    for word in words {
        assert!(page.text().contains(word), "{word}: {page:?}");
    }
}

#[tokio::test]
async fn the_page_begins_with_a_request_that_would_do() {
    let world = World::new().await;
    world
        .register("page", json!({ "token_endpoint_auth_method": "none" }), false)
        .await;
    let direct = json!({ "grant_types": ["implicit"], "response_types": ["id_token token"] });
    world.register("direct", direct, true).await;
    let mut browser = of_staff(&world, "olga").await;
    for app in ["platform", "solar-reports", "page", "direct"] {
        let page = shown(&mut browser, &format!("{PAGE}?app={app}")).await;
        let example = page.form_to(PAGE).value("address").to_owned();
        assert!(example.starts_with(&format!("{ENDPOINT}?")), "{example}");
        // Whose person is asked gets no refresh token otherwise.
        let asks = example.contains("prompt=consent");
        assert_eq!(asks, app == "solar-reports", "{example}");
        let page = checked(&mut browser, app, &example).await;
        tells(&page, &["This request is good", "signs in."]);
        assert!(!page.has(".chip--danger"), "{app}: {page:?}");
        let asked = world
            .browser()
            .get(example.trim_start_matches("https://id.example"))
            .await;
        assert_eq!(asked.page().url.path(), "/login", "the endpoint says the same");
    }
}

#[tokio::test]
async fn every_fault_is_told_at_once_with_its_remedy_and_its_parameter() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let redirect_uri = world.client("solar-reports").redirect_uri;
    let request = format!(
        "{ENDPOINT}?client_id=solar-reports&redirect_uri={redirect_uri}&response_type=id_token&prompt=none+login\
         &max_age=soon&display=page&scope=openid"
    );
    let page = checked(&mut browser, "solar-reports", &request).await;
    tells(
        &page,
        &["The app would be refused", &redirect_uri, "unauthorized_client"],
    );
    for wrong in ["response_type", "prompt", "max_age"] {
        assert!(
            of_state(&page, "Refused").contains(&wrong.to_owned()),
            "{wrong}: {page:?}"
        );
    }
    assert!(
        of_state(&page, "Missing").contains(&"nonce".to_owned()),
        "{page:?}"
    );
    assert!(
        of_state(&page, "Ignored").contains(&"display".to_owned()),
        "{page:?}"
    );
    // The first that is told is what the endpoint answers.
    let answer = world
        .browser()
        .get(request.trim_start_matches("https://id.example"))
        .await;
    assert_eq!(answer.answer().error(), "unauthorized_client");
}

#[tokio::test]
async fn what_no_app_would_hear_of_is_told_as_such() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    for (pasted, parameter, state) in [
        (
            "client_id=platform&redirect_uri=https://evil.example/&response_type=code",
            "redirect_uri",
            "Refused",
        ),
        ("client_id=nobody", "client_id", "Refused"),
        ("response_type=code", "client_id", "Missing"),
        ("nonsense", "client_id", "Missing"),
        ("client_id=a&client_id=b", "client_id", "Refused"),
    ] {
        let page = checked(&mut browser, "platform", pasted).await;
        tells(&page, &["The person would read an error page"]);
        assert_eq!(of_state(&page, state)[0], parameter, "{pasted}: {page:?}");
    }
    let broken = checked(&mut browser, "platform", "client_id=%zz").await;
    tells(
        &broken,
        &["The person would read an error page", "invalid_request"],
    );
    let markup = checked(&mut browser, "platform", "client_id=platform&<script>=<script>").await;
    assert!(!markup.html.contains("<script>="), "{}", markup.html);
}

#[tokio::test]
async fn nothing_at_all_is_asked_for_again() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    for pasted in ["", " \n "] {
        let page = shown(&mut browser, &format!("{PAGE}?app=platform")).await;
        let form = page.form_to(PAGE).fill("address", pasted);
        let page = form.submit(&mut browser).await.page();
        assert_eq!(page.status, 422, "{page:?}");
        tells(&page, &["Paste a request"]);
        assert!(
            page.has("#address[autofocus]") && !page.has("#received"),
            "{page:?}"
        );
    }
}

#[tokio::test]
async fn another_app_s_request_and_another_address_are_noticed() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let page = checked(
        &mut browser,
        "platform",
        "https://other.example/authorize?client_id=solar-reports",
    )
    .await;
    tells(
        &page,
        &[
            "another app: solar-reports",
            "https://other.example/authorize, which is not",
        ],
    );
    for parameters in ["client_id=platform", "nonsense"] {
        let page = checked(&mut browser, "platform", parameters).await;
        assert!(!page.text().contains("another app"), "{page:?}");
        tells(&page, &["Only parameters were pasted"]);
    }
}

#[tokio::test]
async fn what_happens_next_depends_on_who_is_signed_in() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let redirect_uri = world.client("solar-reports").redirect_uri;
    let request = |more: &str| {
        format!(
            "{ENDPOINT}?client_id=solar-reports&redirect_uri={redirect_uri}&response_type=code&scope=openid+email{more}"
        )
    };
    for (more, words) in [
        ("", ["signs in.", "is asked whether the app may have this."]),
        (
            "&prompt=none",
            [
                "the app is told login_required at once.",
                "the app is told consent_required at once.",
            ],
        ),
        (
            "&acr_values=urn:voltkey:acr:2fa",
            ["signs in.", "is asked for a second factor."],
        ),
        (
            "&prompt=create",
            [
                "is shown how to get an account.",
                "is shown how to get an account.",
            ],
        ),
    ] {
        let page = checked(&mut browser, "solar-reports", &request(more)).await;
        tells(&page, &words);
    }
    let hint = checked(&mut browser, "solar-reports", &request("&id_token_hint=x.y.z")).await;
    assert!(
        of_state(&hint, "Refused").contains(&"id_token_hint".to_owned()),
        "{hint:?}"
    );
}

#[tokio::test]
async fn a_request_object_is_opened() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    world
        .register("signed", json!({ "jwks": signer.jwks() }), true)
        .await;
    let mut browser = of_staff(&world, "olga").await;
    let object = signer.sign(&json!({
        "iss": "signed", "aud": "https://id.example", "client_id": "signed", "response_type": "code",
        "redirect_uri": "https://signed.example/callback", "scope": "openid", "prompt": "login"
    }));
    let outside = "client_id=signed&response_type=code&scope=openid";
    let page = checked(
        &mut browser,
        "signed",
        &format!("{ENDPOINT}?{outside}&request={object}"),
    )
    .await;
    tells(&page, &["This request is good"]);
    for counts in ["prompt", "request", "redirect_uri"] {
        assert!(
            of_state(&page, "Counts").contains(&counts.to_owned()),
            "{counts}: {page:?}"
        );
    }
    let (head, _) = object.rsplit_once('.').unwrap();
    let page = checked(&mut browser, "signed", &format!("{outside}&request={head}.AAAA")).await;
    assert_eq!(of_state(&page, "Refused"), ["request"], "{page:?}");
}

#[tokio::test]
async fn nothing_comes_of_it() {
    const REFUSALS: &str = "/operator/apps/app/refusals?app=platform";
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let before = shown(&mut browser, REFUSALS).await.text();
    let bad = "client_id=platform&redirect_uri=https://evil.example/";
    let page = checked(&mut browser, "platform", bad).await;
    assert!(!page.has("[data-reference]"), "{page:?}");
    assert_eq!(shown(&mut browser, REFUSALS).await.text(), before);
    // The endpoint itself does record it.
    world
        .browser()
        .get(&format!("/oauth2/authorize?{bad}"))
        .await
        .page();
    assert_ne!(shown(&mut browser, REFUSALS).await.text(), before);
}

#[tokio::test]
async fn a_secret_that_keys_an_object_is_not_used_by_it() {
    let world = World::new().await;
    let keyed = json!({ "request_object_signing_alg": "HS256" });
    let app = world.register("keyed", keyed, true).await;
    let signer = Signer::secret(app.secret.as_deref().expect("a secret"));
    let object = signer.sign(&json!({
        "iss": "keyed", "aud": "https://id.example", "client_id": "keyed", "response_type": "code",
        "redirect_uri": app.redirect_uri, "scope": "openid"
    }));
    let request =
        format!("/oauth2/authorize?client_id=keyed&response_type=code&scope=openid&request={object}");
    let mut browser = of_staff(&world, "olga").await;
    let used = async |browser: &mut Browser| {
        world.worker_tick().await;
        let page = shown(browser, "/operator/apps/app?app=keyed").await;
        page.text().contains("last used on")
    };
    let page = checked(&mut browser, "keyed", &request).await;
    tells(&page, &["This request is good"]);
    assert!(!used(&mut browser).await, "to be looked at is no use");
    world.browser().get(&request).await.page();
    assert!(used(&mut browser).await, "the app itself uses it");
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
