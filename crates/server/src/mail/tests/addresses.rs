//! Addresses of every kind.

use super::*;

const INTERNATIONAL: Script = Script {
    offers: "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8",
    ..Script::OBLIGING
};

#[tokio::test]
async fn an_address_goes_as_it_is_and_its_domain_in_ascii() {
    for (address, goes) in [
        (
            "Ada+Volt.Key@Sonnenfeld.Example",
            "Ada+Volt.Key@Sonnenfeld.Example",
        ),
        ("o'hara&sons@sonnenfeld.example", "o'hara&sons@sonnenfeld.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@例え.example", "ada@xn--r8jz45g.example"),
        ("ada@[192.0.2.7]", "ada@[192.0.2.7]"),
        ("ada..l.@sonnenfeld.example", "\"ada..l.\"@sonnenfeld.example"),
        (
            "\"ada, lovelace\"@sonnenfeld.example",
            "\"ada, lovelace\"@sonnenfeld.example",
        ),
    ] {
        let (mailer, heard) = mailer(Script::OBLIGING).await;
        let to = address.to_owned();
        mailer.send(&Mail { to, ..mail() }).await.expect(address);
        assert!(heard.has(&format!("RCPT TO:<{goes}>")), "{:#?}", heard.lines());
        assert!(heard.has(&format!("To: {goes}")), "{:#?}", heard.lines());
    }
}

#[tokio::test]
async fn letters_beyond_ascii_need_a_server_that_takes_them() {
    let to = "jürgen@bücher.example".to_owned();
    let mail = Mail { to, ..mail() };
    let (willing, heard) = mailer(INTERNATIONAL).await;
    willing.send(&mail).await.expect("taken");
    assert!(heard.has("MAIL FROM:<no-reply@ampere.example> SMTPUTF8 BODY=8BITMIME"));
    assert!(
        heard.has("RCPT TO:<jürgen@xn--bcher-kva.example>"),
        "{:#?}",
        heard.lines()
    );
    assert!(heard.has("To: jürgen@xn--bcher-kva.example"));

    let (unwilling, heard) = mailer(Script::OBLIGING).await;
    let error = unwilling.send(&mail).await.expect_err("refused");
    assert_eq!(
        error.to_string(),
        "the mail server refused the mail at RCPT TO: the server takes no address with letters beyond ASCII (it does \
         not offer SMTPUTF8)"
    );
    assert!(error.is_permanent() && !heard.has("MAIL"));
}

/// The operator chooses another sender, and no mail is lost until then.
#[tokio::test]
async fn a_sender_beyond_ascii_is_not_the_mail_s_fault() {
    let (port, heard) = serve(Script::OBLIGING).await;
    let url = format!("smtp://127.0.0.1:{port}");
    let error = mailer_for(&url, "grüße@bücher.example").send(&mail()).await;
    assert!(
        matches!(
            error,
            Err(MailError::NotNow {
                step: Step::Sender,
                ..
            })
        ),
        "{error:?}"
    );
    mailer_for(&url, "hello@bücher.example")
        .send(&mail())
        .await
        .expect("taken");
    assert!(
        heard.has("MAIL FROM:<hello@xn--bcher-kva.example>"),
        "{:#?}",
        heard.lines()
    );
    assert!(heard.has("Message-ID: <0190f3a0@xn--bcher-kva.example>"));
}

#[tokio::test]
async fn what_is_no_address_is_never_tried() {
    let (mailer, heard) = mailer(Script::OBLIGING).await;
    for to in [
        "",
        "nobody",
        "a@b@c",
        "@sonnenfeld.example",
        "ada@",
        "ada@sonnenfeld.example, eve@example.com",
        "Ada <ada@sonnenfeld.example>",
        "ada@sonnenfeld.example> SIZE=1",
        "ada@exa mple.example",
        "ada@ü%2e.example\u{0}",
    ] {
        let bad = Mail {
            to: to.to_owned(),
            ..mail()
        };
        let error = mailer.send(&bad).await.expect_err("no address");
        assert!(matches!(error, MailError::Unsendable(_)), "{to}: {error}");
        assert!(to.is_empty() || !error.to_string().contains(to), "{error}");
    }
    assert_eq!(heard.lines(), Vec::<String>::new());
}

/// It is a stranger's entry, and the mail names it in its words.
#[tokio::test]
async fn an_answer_s_address_that_fits_no_field_costs_no_mail() {
    for reply_to in [
        "nobody",
        "a(b)@sonnenfeld.example",
        "jürgen@sonnenfeld.example",
        "a@b, c@d",
    ] {
        let (mailer, heard) = mailer(Script::OBLIGING).await;
        let reply_to = Some(reply_to.to_owned());
        mailer.send(&Mail { reply_to, ..mail() }).await.expect("taken");
        assert!(!heard.has("Reply-To:"), "{:#?}", heard.lines());
    }
}
