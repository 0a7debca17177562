//! A mail server whose behaviour a test chooses, for everybody or for single recipients.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// How long a server that drips waits between two bytes.
const DRIP: Duration = Duration::from_secs(1);

/// What the server does where a recipient is named, or at its greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes the mail.
    Obliging,
    /// Answers this.
    Answers(&'static str),
    /// Keeps the connection, and never answers.
    Silent,
    /// Answers one byte a second.
    Dripping,
    /// Ends the connection.
    Gone,
    /// Ends the connection after half of the mail.
    GoneInTheMiddle,
    /// Answers what no mail server says.
    Babbling,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The envelope's recipient.
    pub to: String,
    /// Fields and body, with `\n` as line ends.
    pub message: String,
}

impl Taken {
    /// The value of a field that stands on one line; empty where it is missing.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let fields = self.message.split("\n\n").next().unwrap_or_default();
        let find = |line: &'_ str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(": "));
        let line = fields.lines().find(|line| find(line));
        line.map_or("", |line| &line[name.len() + 2..])
    }
}

#[derive(Default)]
struct State {
    greeting: Option<Mood>,
    moods: HashMap<String, Mood>,
    attempts: HashMap<String, usize>,
    taken: Vec<Taken>,
}

/// A mail server on a port of its own, until it is dropped.
pub struct MoodyServer {
    state: Arc<Mutex<State>>,
    serving: JoinHandle<()>,
    /// What `mail.url` must be.
    pub url: String,
}

impl MoodyServer {
    /// Begins to listen, and obliges everybody.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("bound"));
        let state = Arc::default();
        let serving = tokio::spawn(serve(listener, Arc::clone(&state)));
        Self { state, serving, url }
    }

    /// How it greets everybody from now on.
    pub fn greets(&self, mood: Mood) {
        self.state().greeting = Some(mood);
    }

    /// What it does where this recipient is named, from now on.
    pub fn is(&self, mood: Mood, recipient: &str) {
        self.state().moods.insert(recipient.to_owned(), mood);
    }

    /// How often this recipient was named.
    #[must_use]
    pub fn attempts(&self, recipient: &str) -> usize {
        self.state().attempts.get(recipient).copied().unwrap_or_default()
    }

    /// The mails to this recipient.
    #[must_use]
    pub fn taken(&self, recipient: &str) -> Vec<Taken> {
        let state = self.state();
        let taken = state.taken.iter().filter(|mail| mail.to == recipient);
        taken.cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for MoodyServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("nobody panics with it")
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        connections.spawn(async move {
            let mut dialogue = Dialogue {
                stream: BufReader::new(stream),
                state,
                to: String::new(),
            };
            // A client that is gone tells its own outcome.
            while dialogue.go_on().await.is_some() {}
        });
    }
}

struct Dialogue {
    stream: BufReader<TcpStream>,
    state: Arc<Mutex<State>>,
    /// The recipient; empty before the greeting.
    to: String,
}

impl Dialogue {
    /// One connection, to its end: gives nothing when it is over.
    async fn go_on(&mut self) -> Option<()> {
        let greeting = lock(&self.state).greeting.unwrap_or(Mood::Obliging);
        self.answer(greeting, "220 moody").await?;
        loop {
            let line = self.hear().await?;
            let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match word.as_str() {
                "RCPT" => self.recipient(&line).await?,
                "DATA" => self.content().await?,
                "EHLO" => self.say("250-moody\r\n250 AUTH PLAIN").await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return None;
                }
                _ => self.say("250 fine").await?,
            }
        }
    }

    async fn recipient(&mut self, line: &str) -> Option<()> {
        let (_, rest) = line.split_once('<')?;
        let (to, _) = rest.split_once('>')?;
        to.clone_into(&mut self.to);
        let mood = {
            let mut state = lock(&self.state);
            *state.attempts.entry(to.to_owned()).or_default() += 1;
            state.moods.get(to).copied().unwrap_or(Mood::Obliging)
        };
        let waits_for_the_mail = mood == Mood::GoneInTheMiddle;
        let mood = if waits_for_the_mail { Mood::Obliging } else { mood };
        self.answer(mood, "250 fine").await
    }

    async fn content(&mut self) -> Option<()> {
        self.say("354 go on").await?;
        let mut message = String::new();
        loop {
            let line = self.hear().await?;
            if lock(&self.state).moods.get(&self.to) == Some(&Mood::GoneInTheMiddle) {
                return None;
            }
            if line == "." {
                break;
            }
            message += line.strip_prefix('.').unwrap_or(&line);
            message.push('\n');
        }
        let number = {
            let mut state = lock(&self.state);
            let to = self.to.clone();
            state.taken.push(Taken { to, message });
            state.taken.len()
        };
        self.say(&format!("250 2.0.0 queued as {number}")).await
    }

    async fn answer(&mut self, mood: Mood, usual: &str) -> Option<()> {
        match mood {
            Mood::Obliging | Mood::GoneInTheMiddle => self.say(usual).await,
            Mood::Answers(text) => self.say(text).await,
            Mood::Silent => std::future::pending().await,
            Mood::Dripping => self.drip(usual).await,
            Mood::Gone => None,
            Mood::Babbling => self.say("\u{7}\u{1b}[2J<html>hello ada@sonnenfeld.example").await,
        }
    }

    async fn drip(&mut self, text: &str) -> Option<()> {
        for byte in format!("{text} and so on and on").bytes() {
            self.stream.write_all(&[byte]).await.ok()?;
            tokio::time::sleep(DRIP).await;
        }
        self.say("").await
    }

    async fn say(&mut self, text: &str) -> Option<()> {
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()
    }

    async fn hear(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let length = self.stream.read_until(b'\n', &mut line).await.ok()?;
        let line = String::from_utf8_lossy(&line)
            .trim_end_matches(['\r', '\n'])
            .to_owned();
        (length > 0).then_some(line)
    }
}
