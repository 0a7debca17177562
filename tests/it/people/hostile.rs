//! Whatever is typed or sent, each answer is a page on which it is text, and never a fault.

use super::acts::{after_password, ask_bare, make_codes, post_bare, to_recovery_code};
use super::cast;
use super::ways_in::every;
use crate::harness::{Browser, FilledForm, Landed, OTP_SECRET, Reply, World, email_of, minutes, pin_at};
use axum::body::Body;
use http::{HeaderValue, Method, Request};
use scraper::{Html, Selector};
use url::form_urlencoded::byte_serialize;

const HOSTILE: [&str; 14] = [
    "\"><b id=pwned>",
    "' id=pwned '",
    "\" id=pwned x=\"",
    "</title></textarea></script><b id=pwned>",
    "<script id=pwned>alert(1)</script>",
    "javascript:alert(1)//",
    "{{ 1789 * 1787 }} {% raw %} { $app }",
    "a\0b@sonnenfeld.example",
    "a\r\nSet-Cookie: pwned=1\r\n\r\n<b id=pwned>@x.example",
    "\u{1f469}\u{200d}\u{1f680}@\u{1f600}.example",
    "\u{202e}moc.elpmaxe@ada\u{2066}",
    "'; DROP TABLE people; --@x.example",
    "%00%0d%0a%2e%2e%2f",
    "\u{feff}\u{fffd}\u{0300}\u{10ffff}@x.example",
];

/// None of it has become part of the page or of its headers.
fn assert_harmless(reply: &Reply, sent: &str) {
    assert!(reply.status.as_u16() < 500, "{sent:?}: {}", reply.status);
    assert!(!reply.headers.contains_key("pwned"), "{sent:?}");
    let cookies = reply.headers.get_all("set-cookie").iter();
    assert!(
        !cookies
            .into_iter()
            .any(|cookie| cookie.as_bytes().starts_with(b"pwned")),
        "{sent:?}"
    );
    let pwned = Selector::parse("[id=pwned], script:not([src])").unwrap();
    assert_eq!(
        Html::parse_document(&reply.body).select(&pwned).count(),
        0,
        "{sent:?}: {}",
        reply.body
    );
    assert!(
        !reply.body.contains("3196943"),
        "templates are not evaluated twice: {sent:?}"
    );
}

/// Puts each hostile text into each field of a form.
async fn assault(world: &World, browser: &Browser, form: &FilledForm, fields: &[&str]) {
    for field in fields {
        for text in HOSTILE {
            let reply = post_bare(&mut browser.clone(), &form.clone().fill(field, text)).await;
            assert_harmless(&reply, text);
            assert!(!world_is_lost(world).await, "{text:?}");
        }
    }
}

async fn world_is_lost(world: &World) -> bool {
    world.person("ada").await.email != email_of("ada")
}

#[tokio::test]
async fn in_the_fields_of_the_login() {
    let world = World::new().await;
    let mut browser = world.browser();
    let request = world.client("platform").authorize("openid");
    let login = browser.open(&request).await.page();
    let form = login
        .form()
        .fill("email", email_of("ada"))
        .fill("password", "wrong");
    assault(&world, &browser, &form, &["email", "password", "csrf"]).await;
    assault(&world, &browser, &login.form_to("/login/cancel"), &["csrf"]).await;
    // Its count of attempts at Ada's password is used up by now.
    world.clock.advance(minutes(60));
    world.log_in(&mut browser, login, "ada").await.answer().code();
}

#[tokio::test]
async fn in_the_fields_for_a_pin() {
    let world = World::new().await;
    cast::must_enroll(&world, "carla", true).await;
    for name in ["ada", "carla"] {
        let mut browser = world.browser();
        let page = after_password(&mut browser, name).await;
        let form = page.form().fill("pin", &pin_at(OTP_SECRET, world.now()));
        assault(&world, &browser, &form, &["csrf", "pin"]).await;
        assault(&world, &browser, &page.form_to("/login/switch"), &["csrf"]).await;
    }
}

#[tokio::test]
async fn in_the_fields_for_a_recovery_code_and_another_authenticator() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let codes = browser.get("/account/recovery-codes").await.page();
    let form = codes.form_to("/account/recovery-codes");
    assault(&world, &browser, &form, &["csrf", "owner", "replaces"]).await;
    let shown = make_codes(&mut browser).await;
    let file = shown.form_to("/account/recovery-codes/file");
    assault(&world, &browser, &file, &["csrf", "owner", "codes"]).await;
    let mut thief = world.browser();
    let pin = after_password(&mut thief, "ada").await;
    let form = to_recovery_code(&mut thief, &pin).await.form();
    assault(&world, &thief, &form, &["csrf", "code"]).await;
    let replace = browser.get("/account/second-factor/replace").await.page();
    let form = replace.form_to("/account/second-factor/replace");
    assault(&world, &browser, &form, &["csrf", "current_password", "code"]).await;
}

#[tokio::test]
async fn in_the_fields_of_the_consent_and_the_log_out() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    let confirm = browser
        .arrive("/oauth2/logout?client_id=platform&state=s")
        .await
        .page();
    assault(&world, &browser, &confirm.form(), &["csrf", "client_id", "state"]).await;
    let sign_out = browser.arrive("/auth/logout").await.page();
    assault(&world, &browser, &sign_out.form(), &["csrf"]).await;
    let browser = &mut world.signed_in("ada").await;
    let consent = browser
        .open(&world.client("solar-reports").authorize("openid email"))
        .await
        .page();
    assault(
        &world,
        browser,
        &consent.form().press("allow"),
        &["csrf", "session"],
    )
    .await;
}

#[tokio::test]
async fn in_the_fields_of_the_ways_in() {
    let world = World::new().await;
    for (_, browser, form, _) in every::forms(&world).await {
        let fields = form.sent();
        let fields: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assault(&world, &browser, &form, &fields).await;
    }
}

#[tokio::test]
async fn in_the_address_of_each_page() {
    let world = World::new().await;
    for text in HOSTILE {
        let mut browser = world.signed_in("ada").await;
        let value: String = byte_serialize(text.as_bytes()).collect();
        for path in [
            "/login?request=VALUE",
            "/login?login_hint=VALUE",
            "/login?ui_locales=VALUE",
            "/login?VALUE=VALUE",
            "/login/pin?request=VALUE",
            "/login/recovery-code?request=VALUE",
            "/login/enroll?request=VALUE",
            "/account/second-factor/replace?request=VALUE",
            "/oauth2/consent?request=VALUE",
            "/oauth2/authorize/resume?request=VALUE&ui_locales=VALUE",
            "/oauth2/logout?client_id=VALUE",
            "/oauth2/logout?id_token_hint=VALUE",
            "/oauth2/logout?state=VALUE&ui_locales=VALUE",
            "/oauth2/logout?client_id=platform&post_logout_redirect_uri=VALUE",
            "/VALUE?VALUE",
            "/assets/VALUE",
            "/auth/logout?x=VALUE",
            "/activate?token=VALUE&ui_locales=VALUE",
            "/activate/join?request=VALUE",
            "/reset-password?token=VALUE",
            "/forgot-password?login_hint=VALUE",
            "/forgot-password?request=VALUE",
            "/help/sign-in?request=VALUE",
            "/help/no-invitation?request=VALUE",
            "/help/lost-phone?request=VALUE",
            "/support?topic=VALUE",
            "/login/enroll?client_id=platform&return_to=VALUE&state=VALUE",
            "/login/enroll?client_id=VALUE&return_to=VALUE&login_hint=VALUE",
        ] {
            let url = world.provider().address(&path.replace("VALUE", &value));
            assert_harmless(&ask_bare(&mut browser, Method::GET, &url).await, text);
            if let Landed::Page(page) = browser.follow(url.as_str()).await {
                assert!(!page.has("[id=pwned]"), "{url}");
            }
        }
    }
}

#[tokio::test]
async fn in_each_parameter_of_an_authorization_request() {
    let world = World::new().await;
    let solar = world.client("solar-reports");
    let mut browser = world.browser();
    for text in HOSTILE {
        for name in [
            "client_id",
            "redirect_uri",
            "response_type",
            "login_hint",
            "ui_locales",
            "id_token_hint",
            "acr_values",
        ] {
            let request = solar.authorize("openid").with(name, text);
            let landed = browser.open(&request).await;
            if let Landed::Page(page) = landed {
                assert!(
                    !page.has("[id=pwned], script:not([src])"),
                    "{name}: {text:?}: {}",
                    page.html
                );
            }
        }
    }
}

#[tokio::test]
async fn in_what_an_app_gets_back_by_a_form() {
    let world = World::new().await;
    let platform = world.client("platform");
    let mut browser = world.signed_in("ada").await;
    // A NUL is refused before anything is looked at.
    for text in HOSTILE.into_iter().filter(|text| !text.contains('\0')) {
        let by_form = platform.authorize("openid").with("response_mode", "form_post");
        let request = by_form.with("state", text);
        let reply = ask_bare(&mut browser, Method::GET, &request.url()).await;
        assert_eq!(reply.status, 200, "{text:?}: {}", reply.body);
        let pwned = Selector::parse("[id=pwned]").unwrap();
        let document = Html::parse_document(&reply.body);
        assert_eq!(document.select(&pwned).count(), 0, "{text:?}");
        let answer = browser.open(&request).await.answer();
        // HTML parsers normalise line breaks; everything else arrives as it came.
        let arrived = answer.get("state").map(|state| state.replace("\r\n", "\n"));
        assert_eq!(arrived, Some(text.replace("\r\n", "\n")));
    }
}

#[tokio::test]
async fn in_the_headers() {
    let world = World::with("[server]\ntrusted_proxies = [\"0.0.0.0/0\"]").await;
    let odd: [&[u8]; 6] = [
        b"\xff\xfe\x80",
        b"\"><b id=pwned>",
        b"'\t;,;=,q=",
        b"",
        &[b'a'; 20_000],
        b"q=NaN;q=-1;q=9e9",
    ];
    for name in [
        "accept-language",
        "user-agent",
        "cookie",
        "origin",
        "sec-fetch-site",
        "x-forwarded-for",
        "x-request-id",
        "if-none-match",
        "host",
        "accept-encoding",
    ] {
        for value in odd {
            for path in ["/login", "/auth/logout", "/nowhere", "/assets/app.css"] {
                let mut request = Request::get(path).body(Body::empty()).unwrap();
                request
                    .headers_mut()
                    .insert(name, HeaderValue::from_bytes(value).unwrap());
                let reply = world.browser().send(request).await;
                assert!(reply.status.as_u16() < 500, "{name}: {value:?}");
                assert!(!reply.body.contains("id=pwned"), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn in_the_name_of_the_browser_that_a_mail_tells_of() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.user_agent = format!("<b id=pwned>{}", "x".repeat(5000));
    let page = after_password(&mut browser, "ada").await;
    world.enter_pin(&mut browser, page, "ada").await.away();
    let mails = world.mails().await;
    let [voltkey_flows::jobs::Task::NewDevice(notice)] = &mails[..] else {
        panic!("{mails:?}")
    };
    assert_eq!(notice.user_agent.chars().count(), 400);
}
