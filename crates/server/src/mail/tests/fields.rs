//! The octets of a mail, as a server gets them.

use super::*;

/// What a server gets.
async fn received(mail: &Mail) -> Heard {
    let (mailer, heard) = mailer(Script::OBLIGING).await;
    mailer.send(mail).await.expect("taken");
    heard
}

#[tokio::test]
async fn a_mail_has_both_parts_and_every_field() {
    let heard = received(&mail()).await;
    for line in [
        "MAIL FROM:<no-reply@ampere.example>",
        "RCPT TO:<ada@sonnenfeld.example>",
        "From: =?utf-8?b?",
        "To: ada@sonnenfeld.example",
        "Subject: Neue Anmeldung =?utf-8?b?",
        "Date: Fri, 15 Jan 2027 08:00:00 +0000",
        "Message-ID: <0190f3a0@ampere.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(heard.has(line), "no {line:?} in {:#?}", heard.lines());
    }
    assert!(!heard.has("Reply-To:"));
    let mail = heard.mail();
    let position = |text: &str| mail.find(text).expect(text);
    assert!(position("multipart/alternative") < position("text/plain"));
    assert!(
        position("text/plain") < position("text/html"),
        "the last part is the preferred one"
    );
}

#[tokio::test]
async fn a_person_s_mail_is_not_called_automatic_and_says_who_gets_the_answer() {
    let heard = received(&Mail {
        reply_to: Some("Ada+help@Bücher.example".to_owned()),
        auto_submitted: false,
        ..mail()
    })
    .await;
    assert!(
        heard.has("Reply-To: Ada+help@xn--bcher-kva.example"),
        "{:#?}",
        heard.lines()
    );
    assert!(!heard.has("Auto-Submitted:"));
}

/// A mail that arrives twice must be known as one.
#[tokio::test]
async fn each_attempt_has_the_same_identifier_and_date() {
    let (mailer, heard) = mailer(Script::OBLIGING).await;
    mailer.send(&mail()).await.expect("taken");
    mailer.send(&mail()).await.expect("taken");
    for field in ["Message-ID: ", "Date: "] {
        let lines = heard.lines();
        let said: Vec<_> = lines.iter().filter(|line| line.starts_with(field)).collect();
        assert!(said.len() == 2 && said[0] == said[1], "{said:?}");
    }
}

#[tokio::test]
async fn no_line_is_too_long_and_none_ends_alone() {
    let long = "a".repeat(3000);
    for text in [
        format!("{long} ä\n.\n..\n"),
        format!("{long}\n.\nFrom me\n"),
        "ä".repeat(3000),
    ] {
        let heard = received(&Mail {
            subject: "Ein ganz langer Betreff über alles Mögliche ".repeat(30),
            html: format!("<p>{text}</p>"),
            text: text.clone(),
            ..mail()
        })
        .await;
        for line in heard.lines() {
            assert!(line.len() <= 998 && line.is_ascii(), "{line}");
            assert!(!line.contains(['\r', '\n']), "a line end alone: {line:?}");
        }
        let header = heard.mail();
        let header = header.split("\r\n\r\n").next().expect("a header");
        assert!(header.lines().all(|line| line.len() <= 78), "{header}");
    }
}

/// What would end a header never comes near one.
#[tokio::test]
async fn a_line_end_in_a_field_makes_no_mail() {
    let (mailer, heard) = mailer(Script::OBLIGING).await;
    for end in ["\r\n", "\n", "\r", "\0"] {
        let text = |begin: &str| format!("{begin}{end}Bcc: eve@example.com");
        for bad in [
            Mail {
                subject: text("Hello"),
                ..mail()
            },
            Mail {
                to: text("ada@sonnenfeld.example"),
                ..mail()
            },
            Mail {
                to: format!("{end}ada@sonnenfeld.example"),
                ..mail()
            },
            Mail {
                to: format!("\"a{end}b\"@sonnenfeld.example"),
                ..mail()
            },
            Mail {
                reply_to: Some(text("ada@sonnenfeld.example")),
                ..mail()
            },
            Mail {
                message_id: text("0190f3a0"),
                ..mail()
            },
        ] {
            let error = mailer.send(&bad).await.expect_err("no mail");
            assert!(
                matches!(&error, MailError::Unsendable(why) if why.ends_with("is not one line")),
                "{bad:?}: {error}"
            );
        }
    }
    assert_eq!(heard.lines(), Vec::<String>::new(), "no server is asked");
}
