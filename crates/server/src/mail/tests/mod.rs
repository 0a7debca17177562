//! Against a server that speaks a script, so that each answer can be given.

mod addresses;
mod fields;
mod probing;
mod protection;
mod sending;
mod server;

use super::*;
use crate::config::Config;
use server::{Answer, Heard, Script, serve};

/// Short enough for a test that waits for the end of it.
const SHORT: Limits = Limits {
    step: Duration::from_millis(400),
    content: Duration::from_millis(400),
    quit: Duration::from_millis(50),
};

/// Long enough for a busy machine, save for the farewell.
const PATIENT: Limits = Limits {
    quit: SHORT.quit,
    ..Limits::USUAL
};

/// A mailer that speaks with such a server.
async fn mailer(script: Script) -> (Mailer, Heard) {
    let (port, heard) = serve(script).await;
    (mailer_for(&format!("smtp://127.0.0.1:{port}"), SENDER), heard)
}

const SENDER: &str = "Ampère Cloud <no-reply@ampere.example>";

fn mailer_for(url: &str, from: &str) -> Mailer {
    let env = [("VOLTKEY_MAIL__URL", url), ("VOLTKEY_MAIL__FROM", from)];
    let env = env.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::load(None, &env).expect("right");
    Mailer::new(&config.mail).expect("right")
}

fn mail() -> Mail {
    Mail {
        to: "ada@sonnenfeld.example".to_owned(),
        reply_to: None,
        subject: "Neue Anmeldung für Ada".to_owned(),
        text: "Guten Tag,\nSie haben sich angemeldet. Schöne Grüße".to_owned(),
        html: "<p>Guten Tag,</p>".to_owned(),
        message_id: "0190f3a0".to_owned(),
        date: Timestamp::from_seconds(1_800_000_000),
        auto_submitted: true,
    }
}
