//! What every page tells the browser to do for its safety, and what keeps to it.

use super::acts::ask_bare;
use super::all_pages::{self, Place, Shown, all};
use super::ways_in::every;
use crate::harness::{World, seconds};
use http::Method;

#[tokio::test]
async fn every_page_has_the_status_that_it_should_have() {
    let world = all_pages::world("").await;
    let statuses: Vec<_> = all(&world)
        .await
        .iter()
        .map(|shown| (shown.name, shown.page.status.as_u16()))
        .collect();
    assert_eq!(
        statuses,
        [
            ("login", 200),
            ("login, incomplete", 422),
            ("login, wrong", 422),
            ("login, throttled", 429),
            ("pin", 200),
            ("pin, wrong", 422),
            ("recovery code", 200),
            ("recovery code, wrong", 422),
            ("enroll", 200),
            ("enroll, wrong", 422),
            ("choose account", 200),
            ("login, chosen", 200),
            ("login, chosen, wrong", 422),
            ("new account", 200),
            ("consent", 200),
            ("form_post", 200),
            ("sign out", 200),
            ("sign out, asked by an app", 200),
            ("signed out, asked by an app", 200),
            ("signed out", 200),
            ("enrolled", 200),
            ("company, reset OTP", 200),
            ("company, make admin", 200),
            ("company, block", 200),
            ("company, remove", 200),
            ("company, not yours", 200),
            ("company, yourself", 200),
            ("company, is so already", 200),
            ("company, not yours, sent", 422),
            ("company, send again", 200),
            ("company, correct address", 200),
            ("company, withdraw", 200),
            ("company, invite", 200),
            ("company, invite refused", 422),
            ("refused", 400),
            ("no longer valid", 410),
            ("of another browser", 400),
            ("no cookies", 400),
            ("form refused", 403),
            ("too large", 413),
            ("not found", 404),
            ("method not allowed", 405),
            ("company, members", 200),
            ("company, members, nobody found", 200),
            ("activate", 200),
            ("activate, refused", 422),
            ("link over", 410),
            ("link unknown", 410),
            ("new link sent", 200),
            ("join, sign in", 200),
            ("join, switch", 200),
            ("join, confirm", 200),
            ("join, after the login", 200),
            ("forgot password", 200),
            ("forgot password, malformed", 422),
            ("mail sent", 200),
            ("reset password", 200),
            ("reset password, refused", 422),
            ("password changed", 200),
            ("reset password, over", 410),
            ("help, sign in", 200),
            ("help, no invitation", 200),
            ("help, lost phone", 200),
            ("help, lost phone, after the password", 200),
            ("support", 200),
            ("support, incomplete", 422),
            ("support, sent", 200),
            ("support, throttled", 429),
            ("account", 200),
            ("account, saved", 200),
            ("account, incomplete", 422),
            ("account, address malformed", 422),
            ("account, address waits", 200),
            ("confirm address", 200),
            ("confirm address, done", 200),
            ("confirm address, over", 410),
            ("account, second factor", 200),
            ("account, devices", 200),
            ("account, apps", 200),
            ("account, activity", 200),
            ("account, password", 200),
            ("account, recovery codes", 200),
            ("account, recovery codes made", 200),
            ("account, recovery codes made already", 422),
            ("account, replace", 200),
            ("account, replace refused", 422),
            ("account, replace, new secret", 200),
            ("account, replace, wrong PIN", 422),
            ("account, password refused", 422),
            ("account, sign in", 200),
            ("not me", 200),
            ("not me, frozen", 200),
            ("not me, unknown", 410),
            ("login, frozen", 422),
            ("company, audit", 200),
            ("company, audit, no date", 422),
            ("company, roll-out", 200),
            ("company, settings", 200),
            ("company, extend", 200),
            ("company, roll-out refused", 422),
            ("company, settings refused", 422),
            ("company, extend refused", 422),
            ("console", 200),
            ("console, found", 200),
            ("console, person", 200),
            ("console, reset", 200),
            ("operator", 200),
            ("operator, companies", 200),
            ("operator, new company", 200),
            ("operator, apps", 200),
            ("operator, app", 200),
            ("operator, app set up", 200),
            ("operator, request", 200),
            ("operator, test login", 200),
            ("operator, app's refusals", 200),
            ("operator, app's log-outs", 200),
            ("operator, new app", 200),
            ("operator, registration", 200),
            ("operator, refusals", 200),
            ("operator, mail", 200),
            ("operator, keys", 200),
            ("operator, settings", 200),
            ("operator, audit", 200),
            ("console, reset refused", 422),
            ("operator, new company refused", 422),
            ("operator, new app refused", 422),
            ("operator, registration refused", 422),
        ]
    );
}

#[tokio::test]
async fn every_page_has_the_security_headers() {
    let world = all_pages::world("").await;
    for Shown { name, page, place } in all(&world).await {
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{name}");
        assert_eq!(page.header("cache-control"), "no-store", "{name}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(
            page.header("cross-origin-resource-policy"),
            "same-origin",
            "{name}"
        );
        assert_eq!(
            page.header("strict-transport-security"),
            "max-age=63072000",
            "{name}"
        );
        assert!(page.header("permissions-policy").contains("camera=()"), "{name}");
        let referrer = match place {
            Place::Secret | Place::SecretOwn => "strict-origin",
            Place::Own | Place::Leaving => "same-origin",
        };
        assert_eq!(page.header("referrer-policy"), referrer, "{name}");
        assert_eq!(page.header("x-request-id").len(), 16, "{name}");
    }
}

#[tokio::test]
async fn every_page_has_a_policy_for_its_content() {
    let world = all_pages::world("").await;
    for Shown { name, page, place } in all(&world).await {
        let may_leave = matches!(place, Place::Leaving | Place::Secret);
        let policy = page.header("content-security-policy");
        let directives: Vec<_> = policy.split(';').map(str::trim).collect();
        for directive in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
        ] {
            assert!(directives.contains(&directive), "{name}: {policy}");
        }
        assert!(directives.contains(&"base-uri 'none'"), "{name}: {policy}");
        assert!(directives.contains(&"frame-ancestors 'none'"), "{name}: {policy}");
        assert_eq!(
            directives.contains(&"form-action 'self'"),
            !may_leave,
            "{name}: {policy}"
        );
        assert_eq!(policy.contains("form-action"), !may_leave, "{name}: {policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains('*'),
            "{name}: {policy}"
        );
    }
}

#[tokio::test]
async fn no_page_holds_inline_script_or_style_or_loads_from_elsewhere() {
    let world = all_pages::world("").await;
    for Shown { name, page, .. } in all(&world).await {
        assert!(
            !page.has("script:not([src])") && !page.has("style") && !page.has("[style]"),
            "{name}"
        );
        assert!(
            !page.has("iframe, object, embed, base, meta[http-equiv]"),
            "{name}"
        );
        for (selector, attribute) in [("script", "src"), ("link", "href"), ("img", "src")] {
            let address = page.attribute_of(selector, attribute);
            assert!(
                address.is_none_or(|address| address.starts_with("/assets/")),
                "{name}: {selector}"
            );
        }
        let event = page
            .html
            .split_whitespace()
            .find(|word| word.starts_with("on") && word.contains("=\""));
        assert_eq!(event, None, "{name}");
    }
}

#[tokio::test]
async fn every_page_is_a_page_for_everyone() {
    let world = all_pages::world("").await;
    for Shown { name, page, .. } in all(&world).await {
        assert!(
            page.has("html[lang=en]") && page.has("meta[name=viewport]"),
            "{name}"
        );
        assert!(
            page.has("main#main h1") && page.has("a.skip[href='#main']"),
            "{name}"
        );
        assert!(
            page.title().ends_with(" · Amperecloud"),
            "{name}: {}",
            page.title()
        );
        assert!(
            page.text().contains("support@ampere.example"),
            "support is on every page: {name}"
        );
        for form in page.forms().iter().filter(|form| !form.is_search) {
            assert_eq!(form.method, "post", "{name}");
        }
    }
}

#[tokio::test]
async fn every_form_of_ours_carries_its_token() {
    let world = all_pages::world("").await;
    for Shown { name, page, .. } in all(&world).await {
        let own = page
            .forms()
            .into_iter()
            .filter(|form| form.action.origin() == page.url.origin() && !form.is_search);
        for form in own {
            assert_eq!(form.value("csrf").len(), 64, "{name}: {form:?}");
        }
    }
}

#[tokio::test]
async fn every_page_answers_to_head_as_to_get() {
    let world = all_pages::world("").await;
    let mut browser = world.signed_in("ben").await;
    let consent = browser
        .open(&world.client("solar-reports").authorize("openid email"))
        .await
        .page();
    world.clock.advance(seconds(1));
    let login = browser
        .open(
            &world
                .client("platform")
                .authorize("openid")
                .with("prompt", "login"),
        )
        .await
        .page();
    let page = every::pages(&world).await;
    let of = |name| {
        let found = page.iter().find(|(own, ..)| *own == name);
        found.expect("a page").1.url.as_str()
    };
    for path in [
        of("link over"),
        of("reset password, over"),
        "/activate",
        "/forgot-password",
        "/help/sign-in",
        "/help/no-invitation",
        "/help/lost-phone",
        "/support",
        "/account",
        "/account/password",
        "/account/second-factor",
        "/account/second-factor/replace",
        "/account/recovery-codes",
        "/account/devices",
        "/account/apps",
        "/account/email/confirm",
        "/login/enroll",
        "/login/enroll/done",
        login.url.as_str(),
        consent.url.as_str(),
        "/",
        "/login",
        "/login?request=gone",
        "/oauth2/authorize?client_id=nobody",
        "/oauth2/logout",
        "/nowhere",
        "/health/live",
        "/health/ready",
        "/auth/logout",
    ] {
        let url = world.provider().address(path);
        let head = ask_bare(&mut browser.clone(), Method::HEAD, &url).await;
        let get = ask_bare(&mut browser.clone(), Method::GET, &url).await;
        assert_eq!(head.status, get.status, "{path}");
        for name in [
            "content-type",
            "content-security-policy",
            "cache-control",
            "referrer-policy",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
        assert_eq!(
            head.headers.contains_key("location"),
            get.headers.contains_key("location"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn by_plain_http_nothing_promises_https() {
    let world = World::with("[server]\npublic_url = \"http://localhost:8080\"").await;
    let login = world.browser().get("/login").await.page();
    assert_eq!(login.header("strict-transport-security"), "");
    assert!(
        login
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
}
