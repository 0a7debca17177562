//! One mail, taken apart for reading.

use linkify::{LinkFinder, LinkKind};
use mail_parser::{Address, MessageParser, MessagePart, PartType};
use scraper::{Html, Selector};
use serde::Serialize;

/// Who sent it and who gets it, as the SMTP dialogue said (RFC 5321, section 3.3); the headers may say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Envelope {
    pub from: String,
    pub to: Vec<String>,
}

/// A mail as people and scripts read it.
#[derive(Debug, Serialize)]
pub struct Mail {
    /// Counts from 1 in the order of arrival.
    pub number: u64,
    /// The addresses of the envelope, separated by a comma and a space.
    pub to: String,
    /// The sender as the header states it: `Name <address>`, or the envelope's address where there is none.
    pub from: String,
    /// Where an answer goes, if it says so.
    pub reply_to: Option<String>,
    /// The decoded subject; empty where there is none.
    pub subject: String,
    /// The `Date` header in RFC 3339.
    pub date: Option<String>,
    /// The plain text part, its lines ending in `\n`.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// The http and https addresses of both parts, each once.
    pub links: Vec<String>,
}

impl Mail {
    /// Takes a message apart. What can't be parsed is shown as text, so that no mail is lost.
    pub(super) fn read(number: u64, envelope: &Envelope, message: &[u8]) -> Self {
        let to = envelope.to.join(", ");
        let Some(parsed) = MessageParser::default().parse(message) else {
            let text = Some(String::from_utf8_lossy(message).into_owned());
            let (from, subject) = (envelope.from.clone(), String::new());
            return Self {
                number,
                to,
                from,
                reply_to: None,
                subject,
                date: None,
                text,
                html: None,
                links: Vec::new(),
            };
        };
        let text = parsed.text_bodies().find_map(plain_text);
        let html = parsed.html_bodies().find_map(html_text);
        Self {
            number,
            to,
            from: parsed
                .from()
                .and_then(first)
                .unwrap_or_else(|| envelope.from.clone()),
            reply_to: parsed.reply_to().and_then(first),
            subject: parsed.subject().unwrap_or_default().to_owned(),
            date: parsed.date().map(|date| date.to_rfc3339()),
            links: links(text.as_deref(), html.as_deref()),
            text,
            html,
        }
    }
}

fn plain_text(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => Some(text.replace("\r\n", "\n")),
        _ => None,
    }
}

fn html_text(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    }
}

/// The first address of a header: `Name <address>`, or the address alone.
fn first(addresses: &Address<'_>) -> Option<String> {
    let first = addresses.first()?;
    let address = first.address()?;
    Some(match first.name() {
        Some(name) => format!("{name} <{address}>"),
        None => address.to_owned(),
    })
}

fn links(text: Option<&str>, html: Option<&str>) -> Vec<String> {
    let mut links = Vec::new();
    let found = text
        .map(text_links)
        .into_iter()
        .chain(html.map(html_links))
        .flatten();
    for link in found.filter(|link| link.starts_with("http://") || link.starts_with("https://")) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

fn text_links(text: &str) -> Vec<String> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder.links(text).map(|link| link.as_str().to_owned()).collect()
}

fn html_links(html: &str) -> Vec<String> {
    let anchors = Selector::parse("a[href]").expect("the selector is right");
    let document = Html::parse_document(html);
    document
        .select(&anchors)
        .filter_map(|anchor| anchor.attr("href"))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Mail};

    fn read(message: &str) -> Mail {
        let envelope = Envelope {
            from: "no-reply@a.example".into(),
            to: vec!["b@b.example".into()],
        };
        Mail::read(1, &envelope, message.as_bytes())
    }

    #[test]
    fn links_of_both_parts_are_listed_once() {
        let mail = read(concat!(
            "Content-Type: multipart/alternative; boundary=x\r\n\r\n",
            "--x\r\nContent-Type: text/plain\r\n\r\nOpen http://localhost:8080/activate?token=a&b=c.\r\n",
            "--x\r\nContent-Type: text/html\r\n\r\n",
            r#"<a href="http://localhost:8080/activate?token=a&amp;b=c">Open</a> <a href="mailto:s@a.example">Help</a>"#,
            "\r\n--x--\r\n",
        ));
        assert_eq!(mail.links, ["http://localhost:8080/activate?token=a&b=c"]);
    }

    #[test]
    fn a_mail_of_one_part_has_no_other() {
        let mail = read("From: Ä <a@a.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n\r\nHello\r\n");
        assert_eq!(mail.html, None);
        assert_eq!(mail.text.as_deref(), Some("Hello\n"));
        assert_eq!(mail.from, "Ä <a@a.example>");
        assert_eq!(mail.date.as_deref(), Some("2026-11-23T10:00:00+01:00"));
    }

    #[test]
    fn words_and_links_come_out_whole_however_they_were_encoded() {
        let link = "http://localhost:8080/activate?token=abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz&lang=de";
        for (encoding, text, html) in [
            (
                "quoted-printable",
                "Sch=C3=B6ne Gr=C3=BC=C3=9Fe: http://localhost:8080/activate?token=3Dabcdefghijklmno=\r\n\
                 pqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz&lang=3Dde\r\n",
                "<p>Sch=C3=B6ne Gr=C3=BC=C3=9Fe</p><a href=3D\"http://localhost:8080/activate?token=3Dabcdefg=\r\n\
                 hijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz&amp;lang=3Dde\">x</a>\r\n",
            ),
            (
                "8bit",
                &format!("Schöne Grüße: {link}\r\n"),
                &format!(
                    "<p>Schöne Grüße</p><a href=\"{}\">x</a>\r\n",
                    link.replace('&', "&amp;")
                ),
            ),
        ] {
            let part = |kind, content| {
                format!(
                    "--x\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{content}"
                )
            };
            let mail = read(&format!(
                "From: =?utf-8?b?QW1ww6hyZQ==?= <a@a.example>\r\nReply-To: ben@b.example\r\n\
                 Subject: =?utf-8?b?S29udG8gZsO8?=\r\n =?utf-8?q?r_D=C3=B6rte?= & Co.\r\n\
                 Content-Type: multipart/alternative; boundary=x\r\n\r\n{}{}--x--\r\n",
                part("plain", text),
                part("html", html)
            ));
            assert_eq!(mail.subject, "Konto für Dörte & Co.", "{encoding}");
            assert_eq!(mail.from, "Ampère <a@a.example>");
            assert_eq!(mail.reply_to.as_deref(), Some("ben@b.example"));
            let text = mail.text.expect("a text");
            assert_eq!(text.trim_end(), format!("Schöne Grüße: {link}"), "{encoding}");
            assert!(mail.html.is_some_and(|html| html.contains("<p>Schöne Grüße</p>")));
            assert_eq!(mail.links, [link], "{encoding}");
        }
    }

    #[test]
    fn an_empty_mail_is_kept() {
        let mail = read("");
        assert_eq!(
            (mail.from.as_str(), mail.to.as_str()),
            ("no-reply@a.example", "b@b.example")
        );
    }
}
