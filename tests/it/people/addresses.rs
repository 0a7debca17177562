//! Addresses that lead nowhere, methods and bodies that are not taken, and health.

use super::acts::{ask_bare, post_bare};
use crate::harness::World;
use axum::body::Body;
use http::{Method, Request};

#[tokio::test]
async fn an_address_that_leads_nowhere_has_a_page_with_a_way_on() {
    let world = World::new().await;
    for path in [
        "/nowhere",
        "/login/",
        "/LOGIN",
        "/login/pin/x",
        "/assets/nothing.css",
        "/assets/..%2fapp.css",
    ] {
        let page = world.browser().get(path).await.page();
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("There is nothing here"), "{page:?}");
        assert!(
            page.has("main a[href='https://platform.example/login']"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_answered_with_those_that_are() {
    let world = World::new().await;
    for (method, path, allowed) in [
        (Method::DELETE, "/login", "GET,HEAD,POST"),
        (Method::PUT, "/login/pin", "GET,HEAD,POST"),
        (Method::GET, "/login/cancel", "POST"),
        (Method::GET, "/login/switch", "POST"),
        (Method::GET, "/login/enroll/later", "POST"),
        (Method::GET, "/oauth2/logout/confirm", "POST"),
        (Method::POST, "/oauth2/authorize/resume", "GET,HEAD"),
        (Method::POST, "/", "GET,HEAD"),
    ] {
        let reply = ask_bare(&mut world.browser(), method, &world.provider().address(path)).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("allow")),
            (405, allowed),
            "{path}"
        );
        assert!(reply.body.contains("There is nothing here"), "{path}");
    }
}

#[tokio::test]
async fn a_body_of_a_megabyte_is_not_taken() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    for field in ["email", "password", "csrf"] {
        let reply = post_bare(&mut browser, &login.form().fill(field, &"x".repeat(1024 * 1024))).await;
        assert_eq!(reply.status, 413, "{field}");
        assert!(reply.body.len() < 100_000, "it is not sent back either: {field}");
    }
    assert_eq!(
        world.log_in(&mut browser, login, "carla").await.away().host_str(),
        Some("platform.example")
    );
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    let path = &login.url[url::Position::BeforePath..];
    for (content_type, body) in [
        ("application/json", "{\"email\":\"ada@sonnenfeld.example\"}"),
        ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--"),
        ("text/plain", "email=ada"),
        ("application/x-www-form-urlencoded", "email=%"),
        ("application/x-www-form-urlencoded", "email=%ff%fe"),
    ] {
        let request = Request::post(path)
            .header("content-type", content_type)
            .body(Body::from(body))
            .unwrap();
        assert_eq!(browser.send(request).await.status, 400, "{content_type} {body}");
    }
    let request = Request::post(path).body(Body::from("email=ada")).unwrap();
    assert_eq!(browser.send(request).await.status, 400, "no type at all");
}

#[tokio::test]
async fn it_lives_and_is_ready() {
    let world = World::new().await;
    for (path, text) in [("/health/live", "live\n"), ("/health/ready", "ready\n")] {
        let reply = ask_bare(&mut world.browser(), Method::GET, &world.provider().address(path)).await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, text));
        assert_eq!(reply.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn what_pages_load_is_there_and_is_kept() {
    let world = World::new().await;
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    for (selector, attribute, content_type) in [
        ("link[rel=stylesheet]", "href", "text/css"),
        ("script", "src", "text/javascript"),
        ("link[rel=icon]", "href", "image/svg+xml"),
    ] {
        let address = login.attribute_of(selector, attribute).expect("an address");
        let url = world.provider().address(&address);
        let reply = ask_bare(&mut browser, Method::GET, &url).await;
        assert_eq!(reply.status, 200, "{address}");
        assert!(
            reply.header("content-type").starts_with(content_type),
            "{address}"
        );
        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=31536000, immutable",
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_picture_on_another_page_begins_no_login() {
    let world = World::new().await;
    for path in ["/login", "/oauth2/authorize?client_id=platform"] {
        let picture = Request::get(path)
            .header("sec-fetch-mode", "no-cors")
            .header("sec-fetch-dest", "image")
            .body(Body::empty())
            .unwrap();
        let reply = world.browser().send(picture).await;
        assert_eq!(reply.status, 404, "{path}");
    }
}
