//! Writing to the support (S17).

use super::*;
use crate::harness::{email_of, minutes};
use crate::people::acts::post_bare;
use voltkey_flows::jobs::SupportRequestMail;
use voltkey_protocol::error::Rule;
use voltkey_store::support_requests::{self, SupportRequest};
use voltkey_tests::smtp::MoodyServer;

const PATH: &str = "/support";
const SUPPORT: &str = "support@ampere.example";

/// The form, filled in.
async fn form(browser: &mut Browser) -> FilledForm {
    filled_support_form(&browser.get(PATH).await.page())
}

async fn request_of(world: &World, page: &Page) -> SupportRequest {
    let found = support_requests::find(world.store().await, &page.reference()).await;
    found.unwrap().expect("it is on record")
}

async fn support_mail(world: &World) -> SupportRequestMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::SupportRequest(mail)]) => mail,
        other => panic!("not one request: {other:?}"),
    }
}

#[tokio::test]
async fn a_request_is_kept_and_mailed_under_the_number_that_the_person_sees() {
    let world = World::new().await;
    let mut browser = world.browser().at("203.0.113.5");
    browser.languages = "es".to_owned();
    let sent = form(&mut browser).await.submit(&mut browser).await.page();
    assert_eq!(
        (sent.status.as_u16(), heading(&sent).as_str()),
        (200, "Hemos recibido tu mensaje")
    );
    assert!(
        sent.text().contains("zoe@elsewhere.example"),
        "where the answer goes: {sent:?}"
    );

    let kept = request_of(&world, &sent).await;
    assert_eq!(
        (kept.name.as_str(), kept.email.as_str()),
        ("Zoë Nuñez", "zoe@elsewhere.example")
    );
    assert_eq!(
        (kept.topic.as_str(), kept.message.as_str()),
        ("lost_phone", MESSAGE)
    );
    assert_eq!(
        (kept.language.as_str(), kept.network.as_str()),
        ("es", "203.0.113.5")
    );
    assert_eq!((kept.at, kept.person_id), (world.now(), None));
    assert_eq!(kept.user_agent, browser.user_agent);

    let mail = support_mail(&world).await;
    assert_eq!((mail.to.as_str(), &mail.reference), (SUPPORT, &kept.reference));
    assert_eq!((&mail.name, &mail.email), (&kept.name, &kept.email));
    assert_eq!((&mail.topic, &mail.message), (&kept.topic, &kept.message));
    assert_eq!((mail.language.as_str(), mail.account), ("es", None));
}

#[tokio::test]
async fn an_answer_goes_to_whoever_wrote() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    let mut browser = world.browser();
    let sent = form(&mut browser).await.submit(&mut browser).await.page();
    world.send_mails().await;
    let taken = server.taken(SUPPORT);
    let [mail] = &taken[..] else {
        panic!("one mail: {taken:?}")
    };
    assert_eq!(mail.field("Reply-To"), "zoe@elsewhere.example");
    assert_eq!(mail.field("To"), SUPPORT);
    assert_eq!(mail.field("From"), "Amperecloud <no-reply@ampere.example>");
    assert!(
        mail.field("Subject").contains(&sent.reference()),
        "{}",
        mail.message
    );
    assert_eq!(mail.field("Auto-Submitted"), "", "a person wrote it");
}

/// Whatever the form takes as an address, the support gets what was written.
#[tokio::test]
async fn no_address_keeps_a_request_from_the_support() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    let mut taken = 0;
    for (number, address) in [
        "o'brien+x@elsewhere.example",
        "zoe@münchen.example",
        "zoë@elsewhere.example",
        "zoe@ELSEWHERE.example",
        "zoe..nunez@elsewhere.example",
        ".zoe@elsewhere.example",
        "zoe(work)@elsewhere.example",
        "zoe\\@elsewhere.example",
        "zoe\u{202e}@elsewhere.example",
        "zoe@else%77here.example",
        "zoe@elsewhere.example.",
        "zoe@under_score.example",
        "zoe@elsewhere.example\r\nBcc: eve@elsewhere.example",
        "<zoe@elsewhere.example>",
        "zoe@elsewhere.example,eve@elsewhere.example",
        "zoe@elsewhere",
        "zoe@[192.0.2.1]",
    ]
    .into_iter()
    .enumerate()
    {
        let mut browser = world.browser().at(&format!("192.0.2.{number}"));
        let filled = form(&mut browser).await.fill("email", address);
        let page = filled.submit(&mut browser).await.page();
        match page.status.as_u16() {
            200 => taken += 1,
            422 => assert!(page.has("#email-error"), "{address}: {page:?}"),
            other => panic!("{address}: {other}"),
        }
        world.send_mails().await;
        assert_eq!(server.taken(SUPPORT).len(), taken, "{address}");
    }
    assert!(taken >= 4, "{taken}");
    assert_eq!(server.attempts("eve@elsewhere.example"), 0);
    for mail in server.taken(SUPPORT) {
        let fields = mail.message.split("\n\n").next().unwrap();
        assert!(!fields.contains("Bcc") && !fields.contains("eve@"), "{fields}");
    }
}

#[tokio::test]
async fn whoever_is_signed_in_need_not_say_who_they_are() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.mails().await;
    let page = browser.get("/support?topic=no_invitation").await.page();
    let form = page.form();
    assert_eq!(
        (form.value("name"), form.value("email")),
        ("Ben Berger", email_of("ben"))
    );
    assert_eq!(form.value("topic"), "no_invitation");
    let form = form
        .fill("email", "private@elsewhere.example")
        .fill("message", MESSAGE);
    let sent = form.submit(&mut browser).await.page();
    let kept = request_of(&world, &sent).await;
    assert_eq!(kept.person_id, Some(world.person("ben").await.id));
    let mail = support_mail(&world).await;
    assert_eq!(
        mail.account.as_deref(),
        Some(email_of("ben")),
        "the checked address goes along"
    );
    assert_eq!(mail.email, "private@elsewhere.example");
}

#[tokio::test]
async fn each_problem_is_told_at_its_field_and_the_rest_is_kept() {
    let world = World::new().await;
    let mut browser = world.browser();
    let good = form(&mut browser).await;
    let kept = [
        ("name", "Zoë Nuñez"),
        ("email", "zoe@elsewhere.example"),
        ("topic", "lost_phone"),
        ("message", MESSAGE),
    ];
    for (field, entered, said) in [
        ("name", "", "Enter your name."),
        ("name", " \t", "Enter your name."),
        ("name", &"x".repeat(101), ""),
        ("name", "Zoë\r\nBcc: eve@elsewhere.example", ""),
        ("email", "", "Enter your"),
        ("email", "zoe", "@"),
        ("email", "zoe@elsewhere.example\nBcc: eve@elsewhere.example", "@"),
        ("message", "", "Write what happened"),
        ("message", " \r\n ", "Write what happened"),
        ("message", &"x".repeat(4001), "too long"),
        ("message", &"\u{1f600}".repeat(4001), "too long"),
    ] {
        let refused = good
            .clone()
            .fill(field, entered)
            .submit(&mut browser)
            .await
            .page();
        assert_eq!(refused.status, 422, "{field}: {}", entered.len());
        let error = refused.text_of(&format!("#{field}-error")).expect("an error");
        assert!(error.contains(said), "{field}: {error}");
        let form = refused.form();
        for (other, value) in kept.iter().filter(|(other, _)| *other != field) {
            assert_eq!(form.value(other).trim(), *value, "{field}");
        }
        if field == "message" {
            assert_eq!(form.value(field).trim(), entered.trim(), "nobody writes it twice");
        }
    }
    let refused = good
        .clone()
        .fill("name", "")
        .fill("message", "")
        .submit(&mut browser)
        .await
        .page();
    assert!(refused.has("[role=alert] a[href='#name']") && refused.has("[role=alert] a[href='#message']"));
    assert!(world.mails().await.is_empty());
    assert_eq!(good.submit(&mut browser).await.page().status, 200);
}

#[tokio::test]
async fn a_message_of_four_thousand_characters_is_taken_in_any_script() {
    let world = World::new().await;
    for letter in ["x", "\u{436}", "\u{96e8}", "\u{1f600}"] {
        let mut browser = world.browser();
        let message = letter.repeat(4000);
        let form = form(&mut browser).await.fill("message", &message);
        let sent = form.submit(&mut browser).await.page();
        assert_eq!(sent.status, 200, "{letter}: {sent:?}");
        assert_eq!(request_of(&world, &sent).await.message, message);
    }
}

#[tokio::test]
async fn a_topic_that_is_none_is_the_usual_one() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/support?topic=<script>").await.page();
    assert_eq!(page.form().value("topic"), "cannot_sign_in");
    let form = form(&mut browser)
        .await
        .fill("topic", "cannot_sign_in\r\nBcc: eve@elsewhere.example");
    let sent = form.submit(&mut browser).await.page();
    assert_eq!(request_of(&world, &sent).await.topic, "cannot_sign_in");
}

#[tokio::test]
async fn ten_in_an_hour_are_taken_from_a_network_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let mut browser = world.browser();
    for _ in 0..10 {
        let sent = form(&mut browser).await.submit(&mut browser).await.page();
        assert_eq!(sent.status, 200);
    }
    world.clock.advance(minutes(20));
    let refused = form(&mut browser).await.submit(&mut browser).await.page();
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "2400")
    );
    assert!(refused.text().contains("Try again in 40 minutes."), "{refused:?}");
    assert_eq!(refused.form().value("message").trim(), MESSAGE);
    assert_eq!(world.mails().await.len(), 10);
    let mut elsewhere = world.browser().at("203.0.113.5");
    assert_eq!(
        form(&mut elsewhere)
            .await
            .submit(&mut elsewhere)
            .await
            .page()
            .status,
        200
    );
    world.clock.advance(minutes(40));
    assert_eq!(refused.form().submit(&mut browser).await.page().status, 200);
}

#[tokio::test]
async fn whatever_is_written_is_text_on_the_page_and_in_the_mail() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    let script = "</textarea><script>alert(1)</script><b id=pwned>";
    let mut browser = world.browser();
    let form = form(&mut browser)
        .await
        .fill("message", script)
        .fill("name", script);
    let refused = form
        .clone()
        .fill("email", script)
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(refused.status, 422);
    assert!(!refused.has("script:not([src]), [id=pwned]"), "{}", refused.html);
    assert_eq!(refused.form().value("message").trim(), script);
    let sent = form.submit(&mut browser).await.page();
    assert!(!sent.has("script:not([src]), [id=pwned]"), "{}", sent.html);
    world.send_mails().await;
    let taken = server.taken(SUPPORT);
    let (_, page) = taken[0].message.split_once("text/html").expect("a page");
    let page = page.replace("=\n", "");
    assert!(!page.contains("<script") && !page.contains("<b id"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
}

#[tokio::test]
async fn what_nobody_can_see_is_not_kept() {
    let world = World::new().await;
    let mut browser = world.browser();
    let form = form(&mut browser)
        .await
        .fill("message", " a\r\nb\rc\u{7}d\u{1b}[31m\n");
    let sent = form.submit(&mut browser).await.page();
    assert_eq!(request_of(&world, &sent).await.message, "a\nb\ncd[31m");
}

#[tokio::test]
async fn what_is_far_too_large_is_not_read() {
    let world = World::new().await;
    let mut browser = world.browser();
    let form = form(&mut browser).await.fill("message", &"x".repeat(1024 * 1024));
    let reply = post_bare(&mut browser, &form).await;
    assert_eq!(reply.status, 413);
    let page = form.submit(&mut browser).await.page();
    assert_eq!(world.rule(&page.reference()).await, Rule::RequestTooLarge);
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn without_an_address_of_the_support_it_is_kept_and_not_mailed() {
    let world = World::with("[support]\nemail = \"\"").await;
    let mut browser = world.browser();
    let sent = form(&mut browser).await.submit(&mut browser).await.page();
    assert_eq!(request_of(&world, &sent).await.message, MESSAGE);
    assert!(world.mails().await.is_empty());
}
