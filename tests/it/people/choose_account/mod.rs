//! Several accounts in one browser, and choosing one of them (`prompt=select_account`, OpenID Connect Core, 3.1.2.1).

mod attack;
mod chosen;
mod hinted;
mod signed_out;

use crate::harness::{AuthorizationRequest, Browser, FilledForm, Landed, PASSWORD, Page, World};
use crate::people::acts::SESSION_COOKIE;

/// The cookie with the sessions that are not the current one.
const OTHERS: &str = "__Host-vk_others";

/// A request of an app that lets the person choose.
fn select(world: &World) -> AuthorizationRequest {
    let request = world.client("platform").authorize("openid");
    request.with("prompt", "select_account")
}

/// The page of accounts.
async fn page(world: &World, browser: &mut Browser) -> Page {
    let page = browser.open(&select(world)).await.page();
    assert_eq!(page.url.path(), "/login/account", "{page:?}");
    page
}

/// What the page says of each account.
fn accounts(page: &Page) -> Vec<String> {
    page.texts_of("button.account")
}

/// The form with the button pressed that chooses an account: its row holds that text.
fn choosing(page: &Page, text: &str) -> FilledForm {
    page.form().press(&key(page, text))
}

/// The key of the account whose row holds that text.
fn key(page: &Page, text: &str) -> String {
    let rows = accounts(page);
    let row = rows.iter().position(|row| row.contains(text));
    let row = row.unwrap_or_else(|| panic!("nobody is {text}: {rows:?}")) + 1;
    let button = format!(".accounts li:nth-child({row}) button.account");
    page.attribute_of(&button, "value").expect("a value")
}

/// Chooses an account.
async fn choose(browser: &mut Browser, page: &Page, text: &str) -> Landed {
    choosing(page, text).submit(browser).await
}

/// Signs somebody in beside whoever is signed in already.
async fn add(world: &World, browser: &mut Browser, name: &str) {
    let page = page(world, browser).await;
    let login = page.form().press("yes").submit(browser).await.page();
    world.log_in(browser, login, name).await.answer().code();
}

/// The same for somebody who has a password and nothing else.
async fn add_by_password(world: &World, browser: &mut Browser, email: &str) {
    let page = page(world, browser).await;
    let login = page.form().press("yes").submit(browser).await.page();
    let form = login.form().fill("email", email).fill("password", PASSWORD);
    form.submit(browser).await.answer().code();
}

/// A browser in which Ada is signed in, and then Ben, who is the current one.
async fn two(world: &World) -> Browser {
    let mut browser = world.signed_in("ada").await;
    add(world, &mut browser, "ben").await;
    browser
}

/// The claims that an app gets of whoever is the current one, or else the error.
async fn current(world: &World, browser: &mut Browser) -> Result<serde_json::Value, String> {
    let request = world.client("platform").authorize("openid");
    silently(world, browser, request).await
}

/// The claims that an app gets by a request that shows nothing, or else the error.
async fn silently(
    world: &World,
    browser: &mut Browser,
    request: AuthorizationRequest,
) -> Result<serde_json::Value, String> {
    let platform = world.client("platform");
    let request = request.with("prompt", "none");
    let answer = browser.open(&request).await.answer();
    if answer.get("error").is_some() {
        return Err(answer.error().to_owned());
    }
    let tokens = platform.exchange(&request, answer.code()).await.tokens();
    Ok(platform.verify(&tokens.id).await.claims)
}

/// Who is the current one, by `sub`; nobody where nobody is.
async fn sub(world: &World, browser: &mut Browser) -> Option<String> {
    let claims = current(world, browser).await.ok()?;
    claims["sub"].as_str().map(str::to_owned)
}

async fn sub_of(world: &World, name: &str) -> Option<String> {
    Some(world.person(name).await.sub)
}

/// A new browser with somebody else's cookies of these names.
fn thief_of(world: &World, browser: &Browser, names: &[&str]) -> Browser {
    let mut thief = world.browser();
    for name in names {
        let value = browser.cookie(name).expect("a cookie").value();
        thief.plant_cookie(&format!("{name}={value}; Secure; HttpOnly; Path=/"));
    }
    thief
}

/// Enters the password of an account that was chosen: the page asks for nothing else.
async fn enter_chosen(browser: &mut Browser, login: &Page, password: &str) -> Landed {
    login.form().fill("password", password).submit(browser).await
}

#[tokio::test]
async fn who_is_signed_in_is_named_and_who_was_is_masked() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    browser
        .get("/oauth2/logout")
        .await
        .page()
        .form()
        .submit(&mut browser)
        .await
        .page();
    let login = browser.get("/login").await.page();
    world.log_in(&mut browser, login, "ada").await.away();
    add(&world, &mut browser, "ben").await;
    let page = page(&world, &mut browser).await;
    let rows = accounts(&page);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[0].contains("ben@sonnenfeld.example") && rows[0].contains("Signed in"));
    assert!(rows[1].contains("ada@sonnenfeld.example") && rows[1].contains("Signed in"));
    assert!(rows[2].contains("c•••@solluna.example") && rows[2].contains("Signed out"));
    assert!(!page.html.contains("carla"), "{}", page.html);
    assert!(page.text().contains("to continue to Amperecloud Platform"));
}

#[tokio::test]
async fn in_a_browser_that_knows_nobody_it_is_the_login() {
    let world = World::new().await;
    let request = select(&world);
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    assert_eq!(login.url.path(), "/login");
    world.log_in(&mut browser, login, "ada").await.answer().code();
}

#[tokio::test]
async fn it_leads_back_to_the_app_and_by_post_goes_on_as_by_get() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let request = select(&world);
    let landed = browser
        .post_from_elsewhere("/oauth2/authorize", request.params())
        .await;
    let page = landed.page();
    assert_eq!(page.url.path(), "/login/account");
    let answer = page.form_to("/login/cancel").submit(&mut browser).await.answer();
    assert_eq!(answer.error(), "access_denied");
    assert_eq!(answer.get("state"), Some(request.get("state")));
}

#[tokio::test]
async fn more_than_five_end_the_one_that_was_used_longest_ago() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let thief = browser.clone();
    for number in 1..=5 {
        let email = format!("nora{number}@sonnenfeld.example");
        crate::people::cast::add(&world, &email, PASSWORD).await;
        add_by_password(&world, &mut browser, &email).await;
    }
    let page = page(&world, &mut browser).await;
    let signed_in = accounts(&page)
        .into_iter()
        .filter(|row| row.contains("Signed in"));
    assert_eq!(signed_in.count(), 5);
    assert_eq!(
        sub(&world, &mut thief_of(&world, &thief, &[SESSION_COOKIE])).await,
        None
    );
}

#[tokio::test]
async fn a_login_without_a_choice_still_takes_the_other_s_place() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let login = browser.get("/login").await.page();
    crate::people::cast::add(&world, "nora@sonnenfeld.example", PASSWORD).await;
    let form = login.form().fill("email", "nora@sonnenfeld.example");
    form.fill("password", PASSWORD).submit(&mut browser).await.away();
    let rows = accounts(&page(&world, &mut browser).await);
    assert!(
        rows.iter()
            .any(|row| row.contains("nora@") && row.contains("Signed in"))
    );
    assert!(
        rows.iter()
            .any(|row| row.contains("ada@") && row.contains("Signed in"))
    );
    assert!(
        rows.iter()
            .any(|row| row.contains("b•••@") && row.contains("Signed out"))
    );
}

#[tokio::test]
async fn an_account_is_signed_in_once() {
    let world = World::new().await;
    let mut browser = two(&world).await;
    let page = page(&world, &mut browser).await;
    let login = page.form().press("yes").submit(&mut browser).await.page();
    world.log_in(&mut browser, login, "ada").await.answer().code();
    let rows = accounts(&self::page(&world, &mut browser).await);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("ada@"), "{rows:?}");
}
