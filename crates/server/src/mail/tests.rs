//! Against a server that speaks a script, so that each answer can be given.

use super::*;
use crate::config::Config;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Answers every command with success, save for `refused` (its first word), which gets `answer`; gives back
/// all lines that it was sent. An empty answer means that it never comes.
async fn server(refused: &'static str, answer: &'static str) -> (Mailer, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("bound"));
    let heard = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client");
        let mut lines = BufReader::new(stream);
        let mut heard = Vec::new();
        let mut in_data = false;
        say(&mut lines, "220 test").await;
        while let Some(line) = hear(&mut lines).await {
            let word = line.split(' ').next().unwrap_or_default().to_owned();
            heard.push(line);
            if in_data && word != "." {
                continue;
            }
            in_data = word == "DATA" && refused != "DATA";
            match word.as_str() {
                _ if word == refused && answer.is_empty() => std::future::pending().await,
                _ if word == refused => say(&mut lines, answer).await,
                "EHLO" => say(&mut lines, "250-test\r\n250 8BITMIME").await,
                "DATA" => say(&mut lines, "354 go on").await,
                "QUIT" => {
                    say(&mut lines, "221 bye").await;
                    break;
                }
                _ => say(&mut lines, "250 fine").await,
            }
        }
        heard
    });
    let env = [
        ("VOLTKEY_MAIL__URL".to_owned(), url),
        (
            "VOLTKEY_MAIL__FROM".to_owned(),
            "Ampère Cloud <no-reply@ampere.example>".to_owned(),
        ),
    ];
    let config = Config::load(None, &env).expect("right");
    (Mailer::new(&config.mail).expect("right"), heard)
}

async fn say(stream: &mut BufReader<tokio::net::TcpStream>, answer: &str) {
    // The client may have gone, which its own outcome shows.
    let _ = stream.write_all(format!("{answer}\r\n").as_bytes()).await;
}

async fn hear(stream: &mut BufReader<tokio::net::TcpStream>) -> Option<String> {
    let mut line = String::new();
    let length = stream.read_line(&mut line).await.ok()?;
    (length > 0).then(|| line.trim_end().to_owned())
}

fn mail() -> Mail {
    Mail {
        to: "ada@sonnenfeld.example".to_owned(),
        subject: "Neue Anmeldung für Ada".to_owned(),
        text: "Guten Tag,\nSie haben sich angemeldet.".to_owned(),
        html: "<p>Guten Tag,</p>".to_owned(),
        message_id: "0190f3a0".to_owned(),
        date: Timestamp::from_seconds(1_800_000_000),
        auto_submitted: true,
    }
}

#[tokio::test]
async fn a_mail_has_both_parts_and_every_field() {
    let (mailer, heard) = server("", "").await;
    mailer.send(&mail()).await.expect("taken");
    let heard = heard.await.expect("no panic");
    for line in [
        "MAIL FROM:<no-reply@ampere.example>",
        "RCPT TO:<ada@sonnenfeld.example>",
        "To: ada@sonnenfeld.example",
        "Date: Fri, 15 Jan 2027 08:00:00 +0000",
        "Message-ID: <0190f3a0@ampere.example>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(
            heard.iter().any(|said| said.starts_with(line)),
            "no {line:?} in {heard:#?}"
        );
    }
    let position = |line: &str| heard.iter().position(|said| said.contains(line));
    assert!(position("multipart/alternative") < position("text/plain"));
    assert!(
        position("text/plain") < position("text/html"),
        "the last part is the preferred one"
    );
    assert!(
        heard.iter().any(|line| line.starts_with("From: =?utf-8?b?")),
        "{heard:#?}"
    );
}

#[tokio::test]
async fn a_line_end_in_the_subject_makes_no_field() {
    let (mailer, heard) = server("", "").await;
    let subject = "Hello\r\nBcc: eve@example.com".to_owned();
    mailer.send(&Mail { subject, ..mail() }).await.expect("taken");
    let heard = heard.await.expect("no panic");
    assert!(!heard.iter().any(|line| line.starts_with("Bcc:")), "{heard:#?}");
}

#[tokio::test]
async fn a_refusal_for_good_keeps_the_answer() {
    let (mailer, _heard) = server("RCPT", "550 5.1.1 no such person").await;
    let error = mailer.send(&mail()).await.expect_err("refused");
    assert!(
        error.is_permanent() && error.to_string().contains("no such person"),
        "{error}"
    );
}

#[tokio::test]
async fn a_plea_for_patience_is_not_for_good() {
    let (mailer, _heard) = server("DATA", "451 4.7.1 greylisted, come back").await;
    let error = mailer.send(&mail()).await.expect_err("put off");
    assert!(
        !error.is_permanent() && error.to_string().contains("greylisted"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left() {
    let (mailer, _heard) = server("MAIL", "").await;
    let mailer = Mailer {
        patience: Duration::from_millis(200),
        ..mailer
    };
    let error = mailer.send(&mail()).await.expect_err("no answer");
    assert!(!error.is_permanent(), "{error}");
}

#[tokio::test]
async fn what_is_no_address_is_never_tried() {
    let (mailer, _heard) = server("", "").await;
    let to = "nobody".to_owned();
    let error = mailer.send(&Mail { to, ..mail() }).await.expect_err("no address");
    assert!(error.is_permanent(), "{error}");
}

#[tokio::test]
async fn a_probe_greets_and_sends_no_mail() {
    let (mailer, heard) = server("", "").await;
    mailer.probe().await.expect("reachable");
    drop(mailer);
    let heard = heard.await.expect("no panic");
    assert!(
        heard[0].starts_with("EHLO ") && !heard.iter().any(|line| line.starts_with("MAIL")),
        "{heard:?}"
    );
}

#[tokio::test]
async fn a_probe_of_nothing_says_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("smtp://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let config = Config::load(None, &[("VOLTKEY_MAIL__URL".to_owned(), url)]).expect("right");
    let error = Mailer::new(&config.mail)
        .expect("right")
        .probe()
        .await
        .expect_err("nobody there");
    assert!(!error.is_permanent(), "{error}");
}
