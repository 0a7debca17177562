//! Real mail by real SMTP, read back from the web inbox.

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use lettre::message::MultiPart;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use super::{Inbox, router, serve_smtp};

/// A running mail server: its port and its inbox.
async fn catcher() -> (u16, Inbox) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let port = listener.local_addr().expect("a listener has an address").port();
    let inbox = Inbox::default();
    tokio::spawn(serve_smtp(listener, inbox.clone()));
    (port, inbox)
}

async fn send(port: u16, message: Message) {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(port)
        .build();
    transport.send(message).await.expect("the mail is taken");
}

fn activation() -> Message {
    let link = "http://localhost:8080/activate?token=abc&lang=de";
    let html = format!(
        r#"<p>Schöne Grüße</p><a href="{}">Konto aktivieren</a>"#,
        link.replace('&', "&amp;")
    );
    Message::builder()
        .from("Ampère <no-reply@ampere.cloud>".parse().expect("an address"))
        .to("Dora Müller <dora@sonnenfeld.example>"
            .parse()
            .expect("an address"))
        .cc("ben@sonnenfeld.example".parse().expect("an address"))
        .subject("Amperecloud Kontoaktivierung für Dörte")
        .multipart(MultiPart::alternative_plain_html(
            format!("Schöne Grüße\n.\n{link}\n"),
            html,
        ))
        .expect("a mail")
}

async fn request(inbox: &Inbox, method: Method, path: &str) -> (StatusCode, Option<String>, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .expect("a request");
    let response = router(inbox.clone()).oneshot(request).await.expect("an answer");
    let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
    let policy = policy.map(|value| value.to_str().expect("headers are ASCII").to_owned());
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, policy, String::from_utf8(body.into()).expect("UTF-8"))
}

async fn messages(inbox: &Inbox) -> Vec<Value> {
    let (_, _, body) = request(inbox, Method::GET, "/messages.json").await;
    serde_json::from_str(&body).expect("JSON")
}

#[tokio::test]
async fn a_mail_comes_out_as_it_went_in() {
    let (port, inbox) = catcher().await;
    send(port, activation()).await;
    let mails = messages(&inbox).await;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!(mail["from"], "Ampère <no-reply@ampere.cloud>");
    assert_eq!(mail["to"], "dora@sonnenfeld.example, ben@sonnenfeld.example");
    assert_eq!(mail["subject"], "Amperecloud Kontoaktivierung für Dörte");
    let text = mail["text"].as_str().expect("a text part");
    assert_eq!(
        text.trim_end(),
        "Schöne Grüße\n.\nhttp://localhost:8080/activate?token=abc&lang=de"
    );
    assert!(
        mail["html"]
            .as_str()
            .expect("an HTML part")
            .contains("Schöne Grüße")
    );
    assert_eq!(
        mail["links"],
        serde_json::json!(["http://localhost:8080/activate?token=abc&lang=de"])
    );
}

#[tokio::test]
async fn the_newest_is_last_for_scripts_and_the_inbox_can_be_emptied() {
    let (port, inbox) = catcher().await;
    send(port, activation()).await;
    send(port, activation()).await;
    let numbers: Vec<_> = messages(&inbox)
        .await
        .iter()
        .map(|mail| mail["number"].clone())
        .collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(
        request(&inbox, Method::DELETE, "/messages").await.0,
        StatusCode::NO_CONTENT
    );
    assert!(messages(&inbox).await.is_empty());
}

#[tokio::test]
async fn people_read_mail_in_a_sandbox() {
    let (port, inbox) = catcher().await;
    send(port, activation()).await;
    let (_, _, list) = request(&inbox, Method::GET, "/").await;
    assert!(list.contains("Kontoaktivierung") && list.contains("/messages/1"));
    let (_, policy, mail) = request(&inbox, Method::GET, "/messages/1").await;
    assert!(mail.contains("token=abc&amp;lang=de"));
    assert!(policy.expect("a policy").contains("default-src 'none'"));
    let (_, policy, html) = request(&inbox, Method::GET, "/messages/1/html").await;
    assert!(html.contains("<p>Schöne Grüße</p>"));
    assert!(policy.expect("a policy").starts_with("sandbox "));
    assert_eq!(
        request(&inbox, Method::GET, "/messages/2").await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_page_has_the_newest_first() {
    let (port, inbox) = catcher().await;
    send(port, activation()).await;
    send(port, activation()).await;
    let (_, _, list) = request(&inbox, Method::GET, "/").await;
    let position = |link| list.find(link).expect(link);
    assert!(
        position("href=\"/messages/2\"") < position("href=\"/messages/1\""),
        "{list}"
    );
}

/// Whatever a mail holds, the page shows it as text, or in a frame that may do nothing.
#[tokio::test]
async fn what_a_mail_holds_does_nothing_to_the_page() {
    let (port, inbox) = catcher().await;
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let message = format!(
        "HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nSubject: {evil}\r\n\
         From: \"{evil}\" <a@a.example>\r\nContent-Type: text/html\r\n\r\n{evil}\
         <a href=\"javascript:alert(1)\">x</a><meta http-equiv=refresh content=0;url=//b.example>\r\n.\r\nQUIT\r\n"
    );
    say(port, message.as_bytes()).await;
    for path in ["/", "/messages/1"] {
        let (_, policy, page) = request(&inbox, Method::GET, path).await;
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(policy.expect("a policy").contains("default-src 'none'"));
    }
    let (_, _, page) = request(&inbox, Method::GET, "/messages/1").await;
    let frame = r#"sandbox="allow-popups allow-popups-to-escape-sandbox""#;
    assert!(
        page.contains(frame),
        "no scripts, no forms, no way to the page around it: {page}"
    );
    assert!(
        !page.contains("javascript:"),
        "only web addresses are links: {page}"
    );
    let (_, policy, _) = request(&inbox, Method::GET, "/messages/1/html").await;
    let policy = policy.expect("a policy");
    assert!(policy.starts_with("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "));
}

/// What letters beyond ASCII need (RFC 6152, RFC 6531).
#[tokio::test]
async fn letters_beyond_ascii_come_through_as_they_are() {
    let (port, inbox) = catcher().await;
    let words = "EHLO a\r\nMAIL FROM:<jürgen@a.example> SIZE=99 BODY=8BITMIME SMTPUTF8\r\n\
                 RCPT TO:<dörte+x@b.example>\r\nDATA\r\nFrom: Jürgen <jürgen@a.example>\r\nSubject: Schöne Grüße\r\n\
                 Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nfür Dörte\r\n.\r\nQUIT\r\n";
    let answer = say(port, words.as_bytes()).await;
    assert!(
        answer.contains("8BITMIME") && answer.contains("SMTPUTF8") && answer.contains("Caught"),
        "{answer}"
    );
    let mail = &messages(&inbox).await[0];
    assert_eq!(mail["to"], "dörte+x@b.example");
    assert_eq!(mail["from"], "Jürgen <jürgen@a.example>");
    assert_eq!(mail["subject"], "Schöne Grüße");
    assert_eq!(mail["text"], "für Dörte\n");
}

/// Says all of it at once, as a pipelining client may, and gives what the server answered.
async fn say(port: u16, words: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("a connection");
    stream.write_all(words).await.expect("the server listens");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("the server hangs up after QUIT");
    answer
}

#[tokio::test]
async fn a_mail_may_be_empty_and_dots_are_unstuffed() {
    let (port, inbox) = catcher().await;
    say(
        port,
        b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.example>\r\nDATA\r\n.\r\nQUIT\r\n",
    )
    .await;
    let mail = b"HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nSubject: dots\r\n\r\n..a\r\n...\r\n.\r\nQUIT\r\n";
    assert!(say(port, mail).await.contains("250 2.0.0 Caught as 2"));
    let mails = messages(&inbox).await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1]["text"], ".a\n..\n");
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_refused_and_the_next_one_taken() {
    let (port, inbox) = catcher().await;
    let mut words = b"HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.example>\r\nDATA\r\n".to_vec();
    for _ in 0..(super::dialogue::SIZE_LIMIT / 1000 + 1) {
        words.extend([b'a'; 998]);
        words.extend(b"\r\n");
    }
    words.extend(b".\r\nMAIL FROM:<>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nSubject: next\r\n\r\n.\r\nQUIT\r\n");
    let answer = say(port, &words).await;
    assert!(answer.contains("552 The mail is too large") && answer.contains("250 2.0.0 Caught as 1"));
    assert_eq!(messages(&inbox).await[0]["subject"], "next");
}
