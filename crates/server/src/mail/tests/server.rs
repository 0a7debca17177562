//! A mail server that speaks a script, so that each answer can be given.

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Certificate and key of `localhost`, signed by itself.
pub const LOCALHOST: &[u8] = include_bytes!("localhost.pem");

/// What is answered.
#[derive(Clone, Copy)]
pub enum Answer {
    Says(&'static str),
    /// A byte of it now and then.
    Drips(&'static str),
    Never,
    HangsUp,
}

/// How the server behaves: every command succeeds, save for those that are named.
#[derive(Clone)]
pub struct Script {
    pub greeting: Answer,
    /// The lines after EHLO.
    pub offers: &'static str,
    /// By a command's first word; `.` is the end of the mail.
    pub answers: &'static [(&'static str, Answer)],
    /// TLS from the first byte.
    pub begins_with_tls: bool,
}

impl Script {
    pub const OBLIGING: Self = Self {
        greeting: Answer::Says("220 test"),
        offers: "250-test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
        answers: &[],
        begins_with_tls: false,
    };

    pub fn refusing(answers: &'static [(&'static str, Answer)]) -> Self {
        Self {
            answers,
            ..Self::OBLIGING
        }
    }

    fn to(&self, word: &str) -> Answer {
        let scripted = self.answers.iter().find(|(command, _)| *command == word);
        scripted.map_or_else(
            || {
                Answer::Says(match word {
                    "EHLO" => self.offers,
                    "STARTTLS" => "220 go on",
                    "AUTH" => "235 welcome",
                    "DATA" => "354 go on",
                    "." => "250 2.0.0 queued as 123",
                    "QUIT" => "221 bye",
                    _ => "250 fine",
                })
            },
            |(_, answer)| *answer,
        )
    }
}

/// All lines that the server was sent, of all connections.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    pub fn has(&self, beginning: &str) -> bool {
        self.lines().iter().any(|line| line.starts_with(beginning))
    }

    /// The fields and the body of the mail, as they came.
    pub fn mail(&self) -> String {
        let lines = self.lines();
        let data = lines.iter().position(|line| line == "DATA").expect("a mail");
        let mail: Vec<_> = lines[data + 1..].iter().take_while(|line| *line != ".").collect();
        mail.into_iter().map(|line| format!("{line}\r\n")).collect()
    }

    fn add(&self, line: &str) {
        self.0.lock().expect("no panic").push(line.to_owned());
    }
}

/// Serves until the test ends. Gives the port, and what will be heard.
pub async fn serve(script: Script) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let heard = Heard::default();
    let hears = heard.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a client");
            let (script, heard) = (script.clone(), hears.clone());
            tokio::spawn(async move {
                if !script.begins_with_tls {
                    let Some(rest) = converse(stream, &script, &heard, true).await else {
                        return;
                    };
                    if let Ok(stream) = acceptor().accept(rest).await {
                        converse(stream, &script, &heard, false).await;
                    }
                } else if let Ok(stream) = acceptor().accept(stream).await {
                    converse(stream, &script, &heard, true).await;
                }
            });
        }
    });
    (port, heard)
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(LOCALHOST).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(LOCALHOST).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a pair");
    TlsAcceptor::from(Arc::new(config))
}

/// Gives the stream back when TLS is to begin.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    script: &Script,
    heard: &Heard,
    greets: bool,
) -> Option<S> {
    let mut stream = BufReader::new(stream);
    if greets {
        say(&mut stream, script.greeting).await?;
    }
    let mut in_mail = false;
    loop {
        let mut line = Vec::new();
        let length = stream.read_until(b'\n', &mut line).await.ok()?;
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_suffix("\r\n").unwrap_or(&line);
        if length == 0 {
            return None;
        }
        heard.add(line);
        let word = line.split(' ').next().unwrap_or_default();
        if in_mail && line != "." {
            continue;
        }
        let answer = script.to(word);
        in_mail = word == "DATA" && matches!(answer, Answer::Says(text) if text.starts_with('3'));
        say(&mut stream, answer).await?;
        if word == "STARTTLS" && matches!(answer, Answer::Says(text) if text.starts_with('2')) {
            return Some(stream.into_inner());
        }
        if word == "QUIT" {
            return None;
        }
    }
}

/// Gives nothing when the dialogue is over.
async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<S>, answer: Answer) -> Option<()> {
    match answer {
        Answer::Says(text) => stream.write_all(format!("{text}\r\n").as_bytes()).await.ok()?,
        Answer::Drips(text) => {
            for byte in format!("{text}\r\n").bytes() {
                stream.write_all(&[byte]).await.ok()?;
                stream.flush().await.ok()?;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Answer::Never => std::future::pending().await,
        Answer::HangsUp => return None,
    }
    stream.flush().await.ok()
}
