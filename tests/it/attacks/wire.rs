//! Tricks with HTTP itself: hosts, methods and paths that are not what they seem.

use crate::harness::{Browser, ISSUER, Reply, World, email_of};
use axum::body::Body;
use http::{Method, Request};

/// Headers by which proxies and frameworks let themselves be told another host, scheme or path.
const HOSTS: &[(&str, &str)] = &[
    ("host", "evil.example"),
    ("host", "id.example:443@evil.example"),
    ("host", "id.example.evil.example"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-server", "evil.example"),
    ("x-forwarded-proto", "http"),
    ("x-forwarded-port", "1337"),
    ("x-forwarded-prefix", "//evil.example"),
    ("x-host", "evil.example"),
    ("x-original-url", "//evil.example/"),
    ("x-rewrite-url", "//evil.example/"),
    ("forwarded", "for=1.2.3.4;host=evil.example;proto=http"),
];

async fn send(browser: &mut Browser, request: http::request::Builder) -> Reply {
    browser.send(request.body(Body::empty()).unwrap()).await
}

fn assert_ours(reply: &Reply, told: &str) {
    let headers = format!("{:?}", reply.headers);
    assert!(
        !reply.body.contains("evil.example") && !reply.body.contains(":1337"),
        "{told}: {}",
        reply.body
    );
    assert!(
        !headers.contains("evil.example") && !headers.contains(":1337"),
        "{told}: {headers}"
    );
    assert!(!reply.body.contains("http://id.example"), "{told}");
}

#[tokio::test]
async fn whatever_host_a_request_names_the_issuer_stays() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let authorize = world.client("platform").authorize("openid").url();
    let authorize = &authorize[url::Position::BeforePath..];
    for path in [
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/.well-known/webfinger?resource=acct:ada@id.example",
        "/login",
        "/account",
        "/oauth2/logout",
        authorize,
    ] {
        let expected = send(&mut browser, Request::get(path)).await.status;
        for (name, value) in HOSTS {
            let reply = send(&mut browser, Request::get(path).header(*name, *value)).await;
            let told = format!("{path} {name}: {value}");
            assert_eq!(reply.status, expected, "{told}");
            assert_ours(&reply, &told);
        }
        // The absolute form that proxies are sent (RFC 9112, 3.2.2).
        let absolute = format!("http://evil.example:1337{path}");
        let reply = send(&mut browser, Request::get(absolute)).await;
        assert_eq!(reply.status, expected, "{path}");
        assert_ours(&reply, path);
    }
}

#[tokio::test]
async fn the_issuer_of_tokens_and_answers_stays_whatever_host_is_named() {
    let world = World::new().await;
    let service = world.client("service");
    for (name, value) in HOSTS {
        let header = crate::harness::basic("service", service.secret.as_deref().unwrap());
        let request = Request::post("/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", header)
            .header(*name, *value);
        let reply = service
            .send(request.body(Body::from("grant_type=client_credentials")).unwrap())
            .await;
        let claims = service.verify(&reply.tokens().access).await.claims;
        assert_eq!(claims["iss"], ISSUER, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_mail_s_link_leads_here_whatever_host_was_named() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await.page();
    let form = page.form().fill("email", email_of("ada"));
    for (name, value) in HOSTS {
        let reply = crate::people::acts::post_with(&mut browser, &form, &[(*name, *value)]).await;
        assert!(!reply.header("location").contains("evil"), "{name}: {value}");
    }
    let mails = world.mails().await;
    assert!(!mails.is_empty(), "a mail is on its way");
    assert!(!format!("{mails:?}").contains("evil.example"), "{mails:?}");
}

#[tokio::test]
async fn a_method_is_what_it_is() {
    let world = World::new().await;
    for header in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let mut browser = world.signed_in("ada").await;
        let confirm = Request::get("/oauth2/logout/confirm?_method=POST").header(header, "POST");
        assert_eq!(send(&mut browser, confirm).await.status, 405, "{header}");
        let page = Request::post("/account/activity").header(header, "GET");
        assert_eq!(send(&mut browser, page).await.status, 405, "{header}");
        assert_eq!(
            send(&mut browser, Request::get("/account")).await.status,
            200,
            "{header}"
        );
    }
    for method in ["TRACE", "CONNECT", "PROPFIND", "POST /login", "get"] {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            continue;
        };
        for path in [
            "/login",
            "/oauth2/token",
            "/oauth2/userinfo",
            "/oauth2/authorize",
            "/health/live",
        ] {
            let reply = send(&mut world.browser(), Request::builder().method(&method).uri(path)).await;
            assert_eq!(reply.status, 405, "{method} {path}");
            assert!(!reply.body.contains("TRACE / HTTP"), "nothing is echoed");
        }
    }
}

#[tokio::test]
async fn a_path_is_what_it_is() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for path in [
        "//account",
        "/account/",
        "/account//password",
        "/./account",
        "/x/../account",
        "/%2e/account",
        "/x/%2e%2e/account",
        "/x/..%2faccount",
        "/%61ccount",
        "/account%00",
        "/account%20",
        "/account;jsessionid=1",
        "/account;/password",
        "/account.json",
        "/ACCOUNT",
        "/account%2fpassword",
        "/..;/account",
        "//evil.example/%2e%2e",
        "//evil.example/",
        "/\\evil.example",
        "/%5cevil.example",
        "/%09/evil.example",
        "/oauth2/authorize/",
        "/oauth2//authorize?client_id=platform",
        "/oauth2/authorize;x?client_id=platform",
        "/.well-known//openid-configuration",
        "/assets/../account",
        "/assets/%2e%2e/%2e%2e/voltkey.toml",
        "/assets/..%2f..%2fvoltkey.toml",
        "/assets/%252e%252e/account",
        "/assets//etc/passwd",
    ] {
        let Ok(request) = Request::get(path).body(Body::empty()) else {
            continue;
        };
        let reply = browser.send(request).await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(reply.header("location"), "", "{path}: nobody is led anywhere");
    }
}

#[tokio::test]
async fn head_is_answered_as_get_and_options_tells_of_nothing_more() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    for path in [
        "/login",
        "/account",
        "/.well-known/openid-configuration",
        "/oauth2/jwks",
        "/health/ready",
    ] {
        let get = send(&mut browser.clone(), Request::get(path)).await;
        let head = send(&mut browser.clone(), Request::head(path)).await;
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
    }
    for path in [
        "/login",
        "/account",
        "/oauth2/authorize",
        "/oauth2/introspect",
        "/oauth2/logout",
    ] {
        let asked = Request::options(path)
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST");
        let reply = send(&mut browser, asked).await;
        assert_eq!(reply.status, 405, "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}");
    }
}
