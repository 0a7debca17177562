//! How a company shows itself: name, logo, colour, language.

use super::*;
use crate::harness::{FilledForm, Reply, email_of};
use axum::body::Body;
use http::{Method, Request};
use voltkey_store::companies::{self, Company};

const SETTINGS: &str = "/company/settings";
const LOGO: &str = "/company/settings/logo";
const REMOVE: &str = "/company/settings/logo/remove";
/// One blue pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60,
    0x60, 0xf8, 0x0f, 0, 1, 3, 1, 0, 0x3a, 0x9b, 0x9d, 0x0b, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42,
    0x60, 0x82,
];

async fn sonnenfeld(world: &World) -> Company {
    let company = companies::by_slug(world.store().await, "sonnenfeld").await;
    company.expect("a read").expect("a company")
}

async fn form(browser: &mut Browser, fields: [&str; 3]) -> FilledForm {
    let page = shown(browser, SETTINGS).await;
    let [name, language, accent] = fields;
    page.form()
        .fill("name", name)
        .fill("language", language)
        .fill("accent", accent)
}

async fn save(browser: &mut Browser, fields: [&str; 3]) -> Page {
    form(browser, fields).await.submit(browser).await.page()
}

/// Sends the form of the logo as a browser does, with that file.
async fn send(browser: &mut Browser, form: &FilledForm, file: &[u8]) -> Reply {
    let mut body = Vec::new();
    for (name, value) in form.sent().iter().filter(|(name, _)| name != "logo") {
        body.extend(
            format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = "--edge\r\ncontent-disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\
                content-type: image/png\r\n\r\n";
    body.extend(head.bytes());
    body.extend_from_slice(file);
    body.extend(b"\r\n--edge--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(&form.action[url::Position::BeforePath..])
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .expect("a request");
    browser.send(request).await
}

async fn upload(browser: &mut Browser, file: &[u8]) -> Reply {
    let page = shown(browser, SETTINGS).await;
    send(browser, &page.form_to(LOGO), file).await
}

async fn file(world: &World, path: &str) -> Reply {
    let request = Request::builder()
        .uri(path)
        .body(Body::empty())
        .expect("a request");
    world.browser().send(request).await
}

#[tokio::test]
async fn it_is_for_whoever_manages_the_company() {
    let world = World::new().await;
    is_for_stewards_only(&world, SETTINGS).await;
}

#[tokio::test]
async fn name_language_and_colour_are_saved_and_audited() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let page = save(&mut ada, [" Sonnenfeld AG ", "es", "#0A7D4F"]).await;
    assert_eq!((page.status.as_u16(), page.url.path()), (200, SETTINGS));
    assert!(page.has(".notice--success"), "{page:?}");
    let company = sonnenfeld(&world).await;
    assert_eq!(company.name, "Sonnenfeld AG");
    assert_eq!(company.language.as_deref(), Some("es"));
    assert_eq!(company.accent.as_deref(), Some("#0a7d4f"));
    assert!(
        page.text().contains("Sonnenfeld AG"),
        "at the top right: {page:?}"
    );
    let page = save(&mut ada, ["Sonnenfeld AG", "", ""]).await;
    assert_eq!(page.status, 200);
    let company = sonnenfeld(&world).await;
    assert_eq!((company.language, company.accent), (None, None));
    append(&world).await;
    let page = shown(&mut ada, "/company/audit?action=company.changed").await;
    assert_eq!(page.html.matches("class=\"list__title\"").count(), 2);
    // Mails name it so.
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mails = world.mails().await;
    assert!(format!("{mails:?}").contains("Sonnenfeld AG"), "{mails:?}");
}

#[tokio::test]
async fn what_is_entered_wrongly_is_told_and_changes_nothing() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let before = sonnenfeld(&world).await;
    let long = "x".repeat(101);
    for (fields, told) in [
        (["", "de", ""], "Enter the name"),
        ([" \u{202e} ", "de", ""], "can’t be seen"),
        ([&*long, "de", ""], "at most 100 characters"),
        (["Sonnenfeld", "de", "green"], "Enter a colour"),
        (["Sonnenfeld", "de", "#000;}*{"], "Enter a colour"),
        (["", "de", "#12345"], "Enter a colour"),
    ] {
        let page = save(&mut ada, fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.text().contains(told), "{fields:?}: {page:?}");
        assert_eq!(page.attribute_of("#accent", "value").as_deref(), Some(fields[2]));
        assert_eq!(sonnenfeld(&world).await, before);
    }
    // A language that nobody speaks here is the platform's choice.
    let form = form(&mut ada, ["Sonnenfeld", "", ""])
        .await
        .fill("language", "fr");
    assert_eq!(form.submit(&mut ada).await.page().status, 200);
    assert_eq!(sonnenfeld(&world).await.language, None);
}

#[tokio::test]
async fn a_logo_is_shown_to_members_once_they_are_known_and_to_nobody_before() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let reply = upload(&mut ada, PNG).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    save(&mut ada, ["Sonnenfeld GmbH", "", "#aa0000"]).await;
    let is_worn = |page: &Page| {
        let logo = page.attribute_of(".brand img", "src").unwrap_or_default();
        let colour = page.has("link[href='/accents/aa0000.css']");
        assert_eq!(logo.starts_with("/logos/"), colour, "{page:?}");
        colour
    };
    let mut browser = world.browser();
    let login = browser.get("/login").await.page();
    assert!(!is_worn(&login));
    let wrong = super::super::acts::enter(&mut browser, &login, email_of("ben"), "wrong").await;
    assert!(!is_worn(&wrong), "an address tells nothing");
    let page = browser.get("/login?company=sonnenfeld").await.page();
    assert!(!is_worn(&page), "nor does a parameter");
    let pin = super::super::acts::enter_password(&mut browser, &login, "ben").await;
    assert!(is_worn(&pin), "the PIN page");
    assert!(pin.text().contains("Sonnenfeld GmbH"));
    assert!(
        pin.title().ends_with("Amperecloud"),
        "whose login it is stays told: {}",
        pin.title()
    );
    let mut ben = world.signed_in("ben").await;
    assert!(is_worn(&shown(&mut ben, "/account/devices").await));
    employ(&world, MIA, "sonnenfeld", Role::Member, false).await;
    cast::company_requires(&world, "sonnenfeld", "Sonnenfeld GmbH", None).await;
    let enroll = log_in(&world, &mut world.browser(), MIA).await.page();
    assert!(is_worn(&enroll), "the page of the enrolment");
    // Whoever belongs elsewhere, or to several, sees the platform's.
    let mut carla = world.signed_in("carla").await;
    assert!(!is_worn(&shown(&mut carla, "/account/devices").await));
    employ(
        &world,
        "both@sonnenfeld.example",
        "sonnenfeld",
        Role::Member,
        true,
    )
    .await;
    employ(&world, "both@sonnenfeld.example", "solluna", Role::Member, true).await;
    let mut both = signed_in(&world, "both@sonnenfeld.example").await;
    assert!(!is_worn(&shown(&mut both, "/account/devices").await));
    // Behind the link of an invitation.
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mails = world.mails().await;
    let token = mails.iter().find_map(|task| match task {
        voltkey_flows::jobs::Task::Invitation(mail) => Some(mail.token.as_str().to_owned()),
        _ => None,
    });
    let activate = format!("/activate?token={}", token.expect("a link"));
    assert!(is_worn(&world.browser().get(&activate).await.page()));
}

#[tokio::test]
async fn a_logo_is_served_as_an_image_and_nothing_else() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    upload(&mut ada, PNG).await;
    let page = shown(&mut ada, SETTINGS).await;
    let address = page.attribute_of(".logo img", "src").expect("a logo");
    let reply = file(&world, &address).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "image/png");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(
        reply.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let policy = "default-src 'none'; sandbox; frame-ancestors 'none'";
    assert_eq!(reply.header("content-security-policy"), policy);
    assert!(!reply.headers.contains_key("set-cookie"));
    for nothing in [
        "/logos/",
        "/logos/0",
        "/logos/sonnenfeld",
        "/accents/red.css",
        "/accents/aa0000",
    ] {
        assert_eq!(file(&world, nothing).await.status, 404, "{nothing}");
    }
    let css = file(&world, "/accents/aa0000.css").await;
    assert_eq!(
        (css.status.as_u16(), &*css.body),
        (200, ":root { --accent: #aa0000; }\n")
    );

    // Another takes its place, and it can be taken away.
    let page = page.form_to(REMOVE).submit(&mut ada).await.page();
    assert!(!page.has(".logo img"), "{page:?}");
    assert_eq!(file(&world, &address).await.status, 404);
}

#[tokio::test]
async fn a_file_that_is_no_small_image_is_told_why() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let polyglot = [PNG, b"<script>alert(1)</script>"].concat();
    let large = [PNG, &vec![0; 256 * 1024]].concat();
    let mut wide = PNG.to_vec();
    wide[18] = 0x40;
    for (bytes, told) in [
        (b"".as_slice(), "Choose a file."),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "no PNG, JPEG or WebP",
        ),
        (b"GIF89a", "no PNG, JPEG or WebP"),
        (b"<html>", "no PNG, JPEG or WebP"),
        (&polyglot, "damaged"),
        (&PNG[..PNG.len() - 3], "damaged"),
        (&large, "larger than 256 KB"),
        (&wide, "larger than 2048"),
    ] {
        let reply = upload(&mut ada, bytes).await;
        assert_eq!(reply.status, 422, "{told}: {}", reply.body);
        assert!(reply.body.contains(told), "{told}: {}", reply.body);
    }
    let reply = upload(&mut ada, &vec![0; 2 * 1024 * 1024]).await;
    assert_eq!(reply.status, 413);
    assert!(!shown(&mut ada, SETTINGS).await.has(".logo img"));
}

#[tokio::test]
async fn an_upload_is_guarded_as_any_other_form() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let form = shown(&mut ada, SETTINGS).await.form_to(LOGO);
    for forged in [form.clone().without("csrf"), form.clone().fill("csrf", "x")] {
        assert_eq!(send(&mut ada, &forged, PNG).await.status, 403);
    }
    let mut foreign = form.clone();
    foreign.action.set_query(Some("company=solluna"));
    assert_eq!(send(&mut ada, &foreign, PNG).await.status, 404);
    // Without a file, and as no form at all.
    let page = form.submit(&mut ada).await.page();
    assert_eq!(page.status, 400, "{page:?}");
    let broken = Request::builder()
        .method(Method::POST)
        .uri(&form.action[url::Position::BeforePath..])
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from("--edge\r\nnothing"))
        .expect("a request");
    assert_eq!(ada.send(broken).await.status, 400);
    assert!(!shown(&mut ada, SETTINGS).await.has(".logo img"));
    assert_eq!(send(&mut ada, &form, PNG).await.status, 303);
}
