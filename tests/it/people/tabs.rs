//! Tabs, pages that were left open, and the back button.

use super::acts::{WRONG_PIN, after_password, enter_password, request_id};
use crate::harness::{AuthorizationRequest, Client, PASSWORD, Page, World, days, email_of, minutes, seconds};

/// The page must say that this sign-in is over, and how to begin again.
fn assert_over(page: &Page, way_on: &str) {
    assert_eq!(page.status, 410, "{page:?}");
    assert!(
        page.text().contains("This sign-in is no longer valid"),
        "{page:?}"
    );
    assert!(page.has(&format!("main a[href='{way_on}']")), "{}", page.html);
}

#[tokio::test]
async fn two_tabs_with_two_people_do_not_mix_them_up() {
    let world = World::new().await;
    let (platform, other) = (world.client("platform"), world.client("post-client"));
    let mut browser = world.browser();
    let (of_ada, of_ben) = (platform.authorize("openid"), other.authorize("openid"));
    let (one, two) = (
        browser.open(&of_ada).await.page(),
        browser.open(&of_ben).await.page(),
    );
    let one = enter_password(&mut browser, &one, "ada").await;
    let two = enter_password(&mut browser, &two, "ben").await;
    assert!(one.text().contains(email_of("ada")) && two.text().contains(email_of("ben")));
    let answer = world.enter_pin(&mut browser, one, "ada").await.answer();
    assert_eq!(
        sub(&platform, &of_ada, answer.code()).await,
        world.person("ada").await.sub
    );
    let answer = world.enter_pin(&mut browser, two, "ben").await.answer();
    assert_eq!(
        sub(&other, &of_ben, answer.code()).await,
        world.person("ben").await.sub
    );
}

async fn sub(client: &Client, request: &AuthorizationRequest, code: &str) -> String {
    let tokens = client.exchange(request, code).await.tokens();
    client.verify(&tokens.id).await.claims["sub"]
        .as_str()
        .expect("sub")
        .to_owned()
}

#[tokio::test]
async fn a_second_tab_that_waited_at_its_login_page_goes_on_when_it_is_reloaded() {
    let world = World::new().await;
    let (platform, other) = (world.client("platform"), world.client("post-client"));
    let mut browser = world.browser();
    let request = other.authorize("openid");
    let (one, two) = (
        browser.open(&platform.authorize("openid")).await.page(),
        browser.open(&request).await.page(),
    );
    world.log_in(&mut browser, one, "ada").await.answer().code();
    let resume = two.url.as_str().replace("/login", "/oauth2/authorize/resume");
    let answer = browser.follow(&resume).await.answer();
    other.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn the_login_page_works_after_hours() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    world.clock.advance(days(1) - seconds(1));
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    assert_eq!(answer.get("state"), Some(request.get("state")));
    platform.exchange(&request, answer.code()).await.tokens();
}

#[tokio::test]
async fn the_pin_page_leads_back_to_the_login_of_the_same_request_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    let platform = world.client("platform");
    let request = platform.authorize("openid");
    let mut browser = world.browser();
    let login = browser.open(&request).await.page();
    let pin = enter_password(&mut browser, &login, "ada").await;
    world.clock.advance(minutes(15));
    let again = pin
        .form()
        .fill("pin", &world.fresh_pin("ada"))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(
        (again.url.path(), request_id(&again)),
        ("/login", request_id(&login))
    );
    let answer = world.log_in(&mut browser, again, "ada").await.answer();
    assert_eq!(answer.get("state"), Some(request.get("state")));
}

#[tokio::test]
async fn the_pin_page_still_works_a_second_before() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    world.clock.advance(minutes(15) - seconds(1));
    world.enter_pin(&mut browser, pin, "ada").await.away();
}

#[tokio::test]
async fn the_set_up_page_leads_back_to_the_login_too() {
    let world = World::with("[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"").await;
    let mut browser = world.browser();
    let page = after_password(&mut browser, "carla").await;
    world.clock.advance(minutes(60));
    for form in [
        page.form().fill("pin", WRONG_PIN),
        page.form_to("/login/enroll/later"),
    ] {
        let again = form.submit(&mut browser).await.page();
        assert_eq!(
            (again.url.path(), request_id(&again)),
            ("/login", request_id(&page))
        );
    }
}

#[tokio::test]
async fn after_a_day_each_page_says_so_and_leads_on() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let pin = enter_password(&mut browser, &login, "ada").await;
    world.clock.advance(days(1));
    for page in [&login, &pin] {
        assert_over(
            &browser.follow(page.url.as_str()).await.page(),
            "https://platform.example/login",
        );
        for form in page.forms() {
            assert_over(
                &form.submit(&mut browser).await.page(),
                "https://platform.example/login",
            );
        }
    }
}

#[tokio::test]
async fn the_back_button_after_the_answer_gives_no_second_code() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    let pin = enter_password(&mut browser, &login, "ada").await;
    world.enter_pin(&mut browser, pin, "ada").await.answer().code();
    let login_again = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", PASSWORD);
    assert_over(
        &login_again.submit(&mut browser).await.page(),
        "https://platform.example/",
    );
    let request = request_id(&login);
    for path in [
        "/login",
        "/login/pin",
        "/login/enroll",
        "/oauth2/consent",
        "/oauth2/authorize/resume",
    ] {
        let page = browser.follow(&format!("{path}?request={request}")).await.page();
        assert_over(&page, "https://platform.example/");
    }
}

#[tokio::test]
async fn the_way_on_is_where_the_app_begins_its_login() {
    let world = World::new().await;
    let metadata = serde_json::json!({ "trusted": true, "initiate_login_uri": "https://app.example/begin" });
    let app = world.register("app", metadata, true).await;
    let mut browser = world.browser();
    let login = browser.open(&app.authorize("openid")).await.page();
    let url = login.url.clone();
    world.log_in(&mut browser, login, "ada").await.answer().code();
    assert_over(
        &browser.follow(url.as_str()).await.page(),
        "https://app.example/begin?iss=https%3A%2F%2Fid.example",
    );
}

#[tokio::test]
async fn another_browser_s_request_is_not_shown_and_not_taken() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut ada = world.browser();
    let request = platform.authorize("openid").with("login_hint", email_of("ada"));
    let login = ada.open(&request).await.page();
    let pin = enter_password(&mut ada, &login, "ada").await;
    let mut stranger = world.browser();
    stranger.get("/login").await;
    for path in [
        "/login",
        "/login/pin",
        "/login/enroll",
        "/oauth2/consent",
        "/oauth2/authorize/resume",
    ] {
        let page = stranger
            .get(&format!("{path}?request={}", request_id(&login)))
            .await
            .page();
        assert_eq!(page.status, 400, "{path}");
        assert!(
            page.text().contains("This sign-in belongs to another browser"),
            "{page:?}"
        );
        assert!(
            !page.html.contains(email_of("ada")) && !page.html.contains("Platform"),
            "{}",
            page.html
        );
    }
    let stolen = pin
        .form()
        .fill("pin", &world.fresh_pin("ada"))
        .submit(&mut stranger)
        .await
        .page();
    assert_eq!(stolen.status, 403, "the form's token is the other browser's");
    world.enter_pin(&mut ada, pin, "ada").await.answer().code();
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookies_is_told_so_on_whichever_way_it_comes() {
    let world = World::new().await;
    let mut browser = world.browser().without_cookies();
    let login = browser.get("/login").await.page();
    assert_eq!((login.status.as_u16(), login.url.path()), (400, "/login"));
    let asked = browser
        .open(&world.client("platform").authorize("openid"))
        .await
        .page();
    assert_eq!(asked.status, 400);
    for page in [login, asked] {
        assert!(page.text().contains("Your browser keeps no cookies"), "{page:?}");
        assert!(page.text().contains("Allow cookies for this site"), "{page:?}");
    }
}

#[tokio::test]
async fn cookies_that_are_lost_on_the_way_are_explained() {
    let world = World::new().await;
    let mut browser = world.browser();
    let pin = after_password(&mut browser, "ada").await;
    let mut browser = browser.without_cookies();
    let refused = pin
        .form()
        .fill("pin", &world.fresh_pin("ada"))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(refused.status, 403);
    assert!(
        refused.text().contains("Your browser keeps no cookies"),
        "{refused:?}"
    );
}
