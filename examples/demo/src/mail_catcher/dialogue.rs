//! The server's side of an SMTP dialogue (RFC 5321, section 4), without the network.

use std::mem;

use smtp_proto::{Error, Request};

use super::mail::Envelope;

/// The greatest size of a mail in bytes.
pub(super) const SIZE_LIMIT: usize = 10 * 1024 * 1024;
/// The greatest number of recipients of one mail; RFC 5321, section 4.5.3.1.8, asks for a hundred at least.
const RECIPIENT_LIMIT: usize = 100;

/// What the server says first.
pub(super) const GREETING: &str = "220 localhost mail catcher, which delivers nothing\r\n";

/// The state of one connection.
#[derive(Debug, Default)]
pub(super) struct Dialogue {
    greeted: bool,
    envelope: Option<Envelope>,
}

/// What to do after a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Say this, and read the next command.
    Reply(&'static str),
    /// Say this, and read the mail for this envelope.
    Receive(&'static str, Envelope),
    /// Say this, and hang up.
    Close(&'static str),
}

const OK: Step = Step::Reply("250 OK\r\n");
const OUT_OF_ORDER: Step = Step::Reply("503 That comes in another order\r\n");

impl Dialogue {
    /// The answer to one line, which ends in CR LF.
    pub(super) fn answer(&mut self, line: &[u8]) -> Step {
        match Request::parse(&mut line.iter()) {
            Ok(request) => self.step(request),
            Err(Error::UnknownCommand) => Step::Reply("500 Unknown command\r\n"),
            Err(Error::UnsupportedParameter { .. }) => Step::Reply("555 Unknown parameter\r\n"),
            Err(_) => Step::Reply("501 Syntax error\r\n"),
        }
    }

    fn step<T: AsRef<str>>(&mut self, request: Request<T>) -> Step {
        match request {
            Request::Ehlo { .. } => {
                self.greet();
                Step::Reply(
                    "250-localhost\r\n250-PIPELINING\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                )
            }
            Request::Helo { .. } => {
                self.greet();
                Step::Reply("250 localhost\r\n")
            }
            Request::Mail { from } => self.mail(from.address.as_ref(), from.size),
            Request::Rcpt { to } => self.recipient(to.address.as_ref()),
            Request::Data => self.data(),
            Request::Rset => {
                self.envelope = None;
                OK
            }
            Request::Noop { .. } => OK,
            Request::Vrfy { .. } => Step::Reply("252 Any address is taken\r\n"),
            Request::Quit => Step::Close("221 Goodbye\r\n"),
            _ => Step::Reply("502 Not supported here\r\n"),
        }
    }

    /// A greeting also ends a mail that was begun (RFC 5321, section 4.1.4).
    fn greet(&mut self) {
        *self = Self {
            greeted: true,
            envelope: None,
        };
    }

    fn mail(&mut self, from: &str, size: usize) -> Step {
        if !self.greeted || self.envelope.is_some() {
            return OUT_OF_ORDER;
        }
        if size > SIZE_LIMIT {
            return Step::Reply("552 The mail is too large\r\n");
        }
        self.envelope = Some(Envelope {
            from: from.to_owned(),
            to: Vec::new(),
        });
        OK
    }

    fn recipient(&mut self, to: &str) -> Step {
        let Some(envelope) = &mut self.envelope else {
            return OUT_OF_ORDER;
        };
        if envelope.to.len() == RECIPIENT_LIMIT {
            return Step::Reply("452 Too many recipients\r\n");
        }
        envelope.to.push(to.to_owned());
        OK
    }

    fn data(&mut self) -> Step {
        match mem::take(&mut self.envelope) {
            Some(envelope) if !envelope.to.is_empty() => {
                Step::Receive("354 Go ahead; end with a line that holds one dot\r\n", envelope)
            }
            unfinished => {
                self.envelope = unfinished;
                OUT_OF_ORDER
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dialogue, SIZE_LIMIT, Step};

    fn codes(lines: &[&str]) -> Vec<String> {
        let mut dialogue = Dialogue::default();
        let answer = |line: &&str| match dialogue.answer(format!("{line}\r\n").as_bytes()) {
            Step::Reply(text) | Step::Receive(text, _) | Step::Close(text) => text[..3].to_owned(),
        };
        lines.iter().map(answer).collect()
    }

    #[test]
    fn the_size_that_is_announced_is_the_limit() {
        let Step::Reply(text) = Dialogue::default().answer(b"EHLO a.example\r\n") else {
            panic!("no reply")
        };
        assert!(text.contains(&format!("SIZE {SIZE_LIMIT}\r\n")));
    }

    #[test]
    fn a_mail_goes_its_way() {
        let lines = [
            "EHLO a",
            "MAIL FROM:<a@a.example> BODY=8BITMIME SMTPUTF8",
            "RCPT TO:<ä@b.example>",
            "DATA",
            "QUIT",
        ];
        assert_eq!(codes(&lines), ["250", "250", "250", "354", "221"]);
    }

    #[test]
    fn the_order_is_kept() {
        assert_eq!(codes(&["MAIL FROM:<a@a.example>"]), ["503"]);
        assert_eq!(
            codes(&["HELO a", "RCPT TO:<b@b.example>", "DATA"]),
            ["250", "503", "503"]
        );
        let again = [
            "HELO a",
            "MAIL FROM:<>",
            "MAIL FROM:<>",
            "DATA",
            "RSET",
            "MAIL FROM:<>",
        ];
        assert_eq!(codes(&again), ["250", "250", "503", "503", "250", "250"]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let lines = [
            "HELO a",
            "FROBNICATE",
            "MAIL FROM:",
            "AUTH PLAIN AAAA",
            "MAIL FROM:<a@a.example> SIZE=99999999",
        ];
        assert_eq!(codes(&lines), ["250", "500", "501", "502", "552"]);
    }
}
