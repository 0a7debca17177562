//! What the modules of the OpenID Foundation's Basic plan (`oidcc-basic-certification-test-plan`) look at in an
//! authorization request, each in a test of its module's name.

use crate::harness::{
    AuthorizationRequest, Browser, Client, Landed, Page, World, email_of, minutes, seconds,
};
use serde_json::Value;
use voltkey_protocol::error::Rule;

/// The claims of the ID token that a request leads to, in a browser in which Ada logs in where she is asked.
async fn claims(world: &World, browser: &mut Browser, request: &AuthorizationRequest) -> Value {
    let platform = world.client("platform");
    let tokens = world.tokens_by(&platform, browser, "ada", request).await;
    let claims = platform.verify(&tokens.id).await.claims;
    assert_eq!(claims["nonce"], request.get("nonce"));
    claims
}

/// What userinfo tells of Ada, by a login with those scopes.
async fn userinfo(world: &World, scope: &str) -> Value {
    let client = everything(world).await;
    let tokens = world.tokens(&client, "ada", scope).await;
    let claims = client.userinfo(&tokens.access).await.ok();
    assert!(claims["sub"].is_string());
    claims
}

/// A client that may ask for every scope.
async fn everything(world: &World) -> Client {
    let metadata = serde_json::json!({
        "trusted": true,
        "scope": "openid profile email address phone offline_access",
    });
    world.register("everything", metadata, true).await
}

/// The page that a request leads to.
async fn page(browser: &mut Browser, request: &AuthorizationRequest) -> Page {
    browser.open(request).await.page()
}

fn request(world: &World) -> AuthorizationRequest {
    world.client("platform").authorize("openid")
}

/// A request that is answered as one without that parameter would be: after the login, with everything in order.
async fn passes(name: &str, value: &str) -> Value {
    let world = World::new().await;
    let request = request(&world).with(name, value);
    let mut browser = world.browser();
    assert_eq!(
        page(&mut browser, &request).await.url.path(),
        "/login",
        "{name}={value}"
    );
    claims(&world, &mut browser, &request).await
}

#[tokio::test]
async fn response_type_missing() {
    let world = World::new().await;
    let request = request(&world).without("response_type");
    let answer = world.browser().open(&request).await.answer();
    assert_eq!(answer.error(), "invalid_request");
    assert_eq!(answer.get("state"), Some(request.get("state")));
    assert_eq!(world.rule(&answer.reference()).await, Rule::ParameterMissing);
}

#[tokio::test]
async fn idtoken_signature() {
    let world = World::new().await;
    let platform = world.client("platform");
    let tokens = world.tokens(&platform, "ada", "openid").await;
    let header = platform.verify(&tokens.id).await.header;
    assert_eq!(header["alg"], "RS256");
    assert!(header["kid"].is_string());
}

/// The module is left out where discovery does not announce `none`; nobody gets it by asking all the same.
#[tokio::test]
async fn idtoken_unsigned() {
    let world = World::with("[registration]\nmode = \"open\"").await;
    let nobody = world.stranger("nobody", None);
    let announced = nobody.get("/.well-known/openid-configuration").await.ok();
    let algs = announced["id_token_signing_alg_values_supported"].to_string();
    assert!(algs.contains("RS256") && !algs.contains("none"), "{algs}");
    let metadata = serde_json::json!({
        "redirect_uris": ["https://new.example/cb"],
        "id_token_signed_response_alg": "none",
    });
    let body = metadata.to_string();
    let reply = nobody
        .post_body("/oauth2/register", None, "application/json", body)
        .await;
    assert_eq!(reply.refusal(), (400, "invalid_client_metadata".to_owned()));
}

#[tokio::test]
async fn ensure_request_without_nonce_succeeds_for_code_flow() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = request(&world).without("nonce");
    let tokens = world
        .tokens_by(&platform, &mut world.browser(), "ada", &request)
        .await;
    assert!(platform.verify(&tokens.id).await.claims.get("nonce").is_none());
}

/// What Ada tells of herself in her profile, beside her names and her telephone number.
const TOLD: &[(&str, &str)] = &[
    ("middle_name", "Augusta"),
    ("nickname", "Adi"),
    ("preferred_username", "ada.sommer"),
    ("gender", "female"),
    ("birthdate", "1990-12-10"),
    ("zoneinfo", "Europe/Berlin"),
    ("profile", "https://sommer.example/ada"),
    ("picture", "https://sommer.example/ada.png"),
    ("website", "https://sommer.example/"),
    ("street_address", "Am Neuen Markt 7"),
    ("locality", "Potsdam"),
    ("region", "Brandenburg"),
    ("postal_code", "14467"),
    ("country", "Deutschland"),
];

/// A world in which Ada has told everything that there is a field for.
async fn everything_told() -> World {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let page = browser.get("/account").await.page();
    let form = page.form_to("/account").fill("tel", "+49 331 1234567");
    let page = form.submit(&mut browser).await.page();
    let form = page.form_to("/account/about");
    let form = TOLD
        .iter()
        .fold(form, |form, (name, value)| form.fill(name, value));
    assert_eq!(form.submit(&mut browser).await.page().status, 200);
    world
}

fn names(told: &Value) -> Vec<&str> {
    let mut names: Vec<_> = told.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Every claim of the scope (OpenID Connect Core, 5.4), in the order of the alphabet.
const OF_PROFILE: &[&str] = &[
    "birthdate",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "picture",
    "preferred_username",
    "profile",
    "sub",
    "updated_at",
    "website",
    "zoneinfo",
];

#[tokio::test]
async fn scope_profile() {
    let told = userinfo(&everything_told().await, "openid profile").await;
    assert_eq!(names(&told), OF_PROFILE);
    for (name, value) in TOLD.iter().take(9) {
        assert_eq!(told[name], *value);
    }
    assert!(told["updated_at"].is_i64());
}

#[tokio::test]
async fn scope_email() {
    let told = userinfo(&World::new().await, "openid email").await;
    assert_eq!(names(&told), ["email", "email_verified", "sub"]);
    assert_eq!(told["email"], email_of("ada"));
    assert!(told["email_verified"].is_boolean());
}

#[tokio::test]
async fn scope_address() {
    let told = userinfo(&everything_told().await, "openid address").await;
    assert_eq!(names(&told), ["address", "sub"]);
    let address: std::collections::BTreeMap<_, _> = TOLD.iter().skip(9).copied().collect();
    assert_eq!(told["address"], serde_json::json!(address));
}

#[tokio::test]
async fn scope_phone() {
    let told = userinfo(&everything_told().await, "openid phone").await;
    assert_eq!(names(&told), ["phone_number", "phone_number_verified", "sub"]);
    assert_eq!(told["phone_number"], "+49 331 1234567");
    assert!(told["phone_number_verified"].is_boolean());
}

#[tokio::test]
async fn scope_all() {
    let told = userinfo(&everything_told().await, "openid profile email address phone").await;
    let mut all = OF_PROFILE.to_vec();
    all.extend([
        "address",
        "email",
        "email_verified",
        "phone_number",
        "phone_number_verified",
    ]);
    all.sort_unstable();
    assert_eq!(names(&told), all);
}

#[tokio::test]
async fn ensure_other_scope_order_succeeds() {
    let told = userinfo(&World::new().await, "email openid").await;
    assert_eq!(told["email"], email_of("ada"));
}

#[tokio::test]
async fn display_page() {
    passes("display", "page").await;
}

#[tokio::test]
async fn display_popup() {
    for display in ["popup", "touch", "wap", "hologram"] {
        passes("display", display).await;
    }
}

#[tokio::test]
async fn prompt_login() {
    let world = World::new().await;
    let mut browser = world.browser();
    let first = claims(&world, &mut browser, &request(&world)).await;
    world.clock.advance(seconds(1));
    let again = request(&world).with("prompt", "login");
    assert_eq!(page(&mut browser, &again).await.url.path(), "/login");
    let second = claims(&world, &mut browser, &again).await;
    assert_eq!(first["sub"], second["sub"]);
    assert!(second["auth_time"].as_i64() > first["auth_time"].as_i64());
}

#[tokio::test]
async fn prompt_none_not_logged_in() {
    let world = World::new().await;
    let state = "x9".repeat(64);
    let request = request(&world).with("prompt", "none").with("state", &state);
    let answer = world.browser().open(&request).await.answer();
    assert_eq!(answer.error(), "login_required");
    let mut names: Vec<_> = answer.fields.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["error", "error_description", "iss", "state"]);
    assert_eq!(answer.get("state"), Some(&*state));
}

#[tokio::test]
async fn prompt_none_logged_in() {
    let world = World::new().await;
    let mut browser = world.browser();
    let first = claims(&world, &mut browser, &request(&world)).await;
    world.clock.advance(minutes(5));
    let silent = request(&world).with("prompt", "none");
    let answer = browser.open(&silent).await.answer();
    let platform = world.client("platform");
    let tokens = platform.exchange(&silent, answer.code()).await.tokens();
    let second = platform.verify(&tokens.id).await.claims;
    assert_eq!(first["sub"], second["sub"]);
    assert_eq!(first["auth_time"], second["auth_time"]);
}

#[tokio::test]
async fn max_age_1() {
    let world = World::new().await;
    let mut browser = world.browser();
    let first = claims(&world, &mut browser, &request(&world)).await;
    world.clock.advance(seconds(2));
    let again = request(&world).with("max_age", "1");
    assert_eq!(page(&mut browser, &again).await.url.path(), "/login");
    let second = claims(&world, &mut browser, &again).await;
    assert!(second["auth_time"].as_i64() > first["auth_time"].as_i64());
}

#[tokio::test]
async fn max_age_10000() {
    let world = World::new().await;
    let mut browser = world.browser();
    let first = claims(&world, &mut browser, &request(&world).with("max_age", "10000")).await;
    world.clock.advance(seconds(2));
    let again = request(&world).with("max_age", "10000");
    assert!(
        matches!(browser.open(&again).await, Landed::Away(_)),
        "nobody is asked"
    );
    let second = claims(&world, &mut browser, &again).await;
    assert!(first["auth_time"].is_i64());
    assert_eq!(first["auth_time"], second["auth_time"]);
}

#[tokio::test]
async fn ensure_request_with_unknown_parameter_succeeds() {
    passes("extra", "foobar").await;
}

#[tokio::test]
async fn id_token_hint() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.browser();
    let first = world
        .tokens_by(&platform, &mut browser, "ada", &request(&world))
        .await;
    // Also when it has expired.
    for later in [minutes(0), minutes(3 * 60)] {
        world.clock.advance(later);
        let silent = request(&world)
            .with("prompt", "none")
            .with("id_token_hint", &first.id);
        let answer = browser.open(&silent).await.answer();
        let tokens = platform.exchange(&silent, answer.code()).await.tokens();
        let claims = platform.verify(&tokens.id).await.claims;
        assert_eq!(claims["sub"], world.person("ada").await.sub);
    }
}

#[tokio::test]
async fn login_hint() {
    let world = World::new().await;
    let mut browser = world.browser();
    let hinted = request(&world).with("login_hint", "bob@example.com");
    assert_eq!(
        page(&mut browser, &hinted).await.form().value("email"),
        "bob@example.com"
    );
    claims(&world, &mut browser, &hinted).await;
}

#[tokio::test]
async fn ui_locales() {
    passes("ui_locales", "se").await;
    passes("ui_locales", "de es").await;
}

#[tokio::test]
async fn claims_locales() {
    passes("claims_locales", "se").await;
}

#[tokio::test]
async fn ensure_request_with_acr_values_succeeds() {
    let asked = ["urn:voltkey:acr:1fa", "urn:voltkey:acr:2fa"];
    let claims = passes("acr_values", &asked.join(" ")).await;
    assert!(asked.contains(&claims["acr"].as_str().expect("acr")));
    passes("acr_values", "1 2").await;
}

#[tokio::test]
async fn ensure_registered_redirect_uri() {
    let world = World::new().await;
    let request = request(&world).with("redirect_uri", "https://platform.example/callback/foobar");
    let refused = page(&mut world.browser(), &request).await;
    assert_eq!(refused.status, 400);
    let rule = world.rule(&refused.reference()).await;
    assert_eq!(rule, Rule::RedirectUriUnregistered);
}

#[tokio::test]
async fn ensure_post_request_succeeds() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = request(&world);
    let mut browser = world.browser();
    let landed = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await;
    let answer = world.log_in(&mut browser, landed.page(), "ada").await.answer();
    assert_eq!(answer.get("state"), Some(request.get("state")));
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn ensure_request_with_valid_pkce_succeeds() {
    let world = World::new().await;
    let request = request(&world);
    assert!(request.verifier.is_some() && request.get("code_challenge_method") == "S256");
    claims(&world, &mut world.browser(), &request).await;
    let without = self::request(&world).without_pkce();
    claims(&world, &mut world.browser(), &without).await;
}
