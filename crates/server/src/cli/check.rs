//! `voltkey check`: looks at everything that a provider needs, and says what to do about each finding. It writes
//! nothing and sends no mail.

mod outbox;

use crate::config::Config;
use crate::instance::{InDatabase, StartError, sqlite_file};
use crate::mail::{MailError, Mailer, Step};
use crate::master_key;
use crate::open_files;
use crate::outbound::Authorities;
use anyhow::{Result, bail};
use std::net::TcpListener;
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_protocol::jose::{DecryptionAlg, KeyState, SigningAlg};
use voltkey_protocol::time::Timestamp;
use voltkey_store::{SchemaState, Store, decryption_keys, signing_keys};

/// No release is older than this: a clock before it is wrong.
const RELEASED: Timestamp = Timestamp::from_seconds(1_790_000_000);

/// What was found about one thing.
enum Finding {
    Good(&'static str, String),
    Note(&'static str, String),
    Bad(&'static str, String),
}

/// Looks, and prints each finding. The configuration itself has been read before.
///
/// # Errors
/// When at least one finding keeps the provider from working.
pub async fn run(config: &Config) -> Result<()> {
    let mut findings = vec![Finding::Good(
        "configuration",
        "every key is known and valid".into(),
    )];
    findings.push(listen(config));
    findings
        .extend(open_files::shortage(config.server.max_connections).map(|text| Finding::Note("files", text)));
    findings.push(public_url(config));
    findings.push(clock());
    findings.extend(database(config).await);
    findings.push(mail(config).await);
    findings.push(outbound(config));
    let bad = findings
        .iter()
        .filter(|finding| matches!(finding, Finding::Bad(..)))
        .count();
    for finding in &findings {
        println!("{finding}");
    }
    match bad {
        0 => Ok(()),
        1 => bail!("one finding keeps the provider from working"),
        n => bail!("{n} findings keep the provider from working"),
    }
}

fn listen(config: &Config) -> Finding {
    const NAME: &str = "listen";
    match TcpListener::bind(config.server.listen) {
        Ok(_) => Finding::Good(NAME, format!("{} is free", config.server.listen)),
        Err(error) => Finding::Note(
            NAME,
            format!(
                "{} can't be taken ({error}): either the provider runs already, or choose another server.listen",
                config.server.listen
            ),
        ),
    }
}

fn public_url(config: &Config) -> Finding {
    const NAME: &str = "public URL";
    let url = &config.server.public_url;
    match url.is_https() {
        true if config.server.trusted_proxies.is_empty() => Finding::Note(
            NAME,
            format!(
                "{url}: a proxy in front must be named in server.trusted_proxies, or every visitor counts as one"
            ),
        ),
        true => Finding::Good(NAME, url.to_string()),
        false => Finding::Note(
            NAME,
            format!("{url} is for this machine alone: set server.public_url to an https address"),
        ),
    }
}

fn clock() -> Finding {
    match SystemClock.now() >= RELEASED {
        true => Finding::Good("clock", "plausible".into()),
        false => Finding::Bad(
            "clock",
            "the system's clock is years behind: set it, PINs and tokens depend on it".into(),
        ),
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    const NAME: &str = "database";
    let url = &config.database.url;
    let inspection = match Store::inspect(url.as_str()).await {
        Ok(inspection) => inspection,
        Err(error) => {
            return vec![Finding::Bad(
                NAME,
                format!("{:#}", anyhow::Error::from(StartError::from(error))),
            )];
        }
    };
    let state = match inspection.schema {
        SchemaState::Absent => Finding::Note(NAME, absent(url.as_str())),
        SchemaState::Behind(_) => Finding::Note(
            NAME,
            format!("{url} is of an older version: `voltkey serve` brings it up to date"),
        ),
        SchemaState::Current => {
            Finding::Good(NAME, format!("{url} answers, with the schema of this version"))
        }
    };
    let mut findings = vec![state];
    if let Some(store) = inspection.store {
        findings.push(master(config, &store).await);
        findings.push(signing(&store).await);
        // An older version's tables may lack what is looked for.
        if inspection.schema == SchemaState::Current {
            findings.push(decryption(&store).await);
            findings.push(outbox::outbox(&store).await);
        }
        store.close().await;
    }
    findings
}

fn absent(url: &str) -> String {
    match sqlite_file(url) {
        Some(file) => format!("{} does not exist yet: `voltkey serve` makes it", file.display()),
        None => "the database is empty: `voltkey serve` makes its tables".to_owned(),
    }
}

async fn master(config: &Config, store: &Store) -> Finding {
    const NAME: &str = "master key";
    match master_key::inspect(&config.keys.dir, &InDatabase(store)).await {
        Ok(Some(_)) => Finding::Good(NAME, "the key in the folder is this database's".into()),
        Ok(None) => Finding::Note(NAME, "there is none yet: `voltkey serve` makes it".into()),
        Err(error) => Finding::Bad(NAME, error.to_string()),
    }
}

async fn signing(store: &Store) -> Finding {
    const NAME: &str = "signing keys";
    let rows = match signing_keys::all(store).await {
        Ok(rows) => rows,
        Err(error) => return Finding::Bad(NAME, error.to_string()),
    };
    let has_one = |alg: &str| {
        rows.iter()
            .any(|row| row.alg == alg && row.state == KeyState::Active)
    };
    let all = SigningAlg::ALL.iter().map(|alg| alg.as_str());
    each_has_its_key(NAME, all, has_one)
}

/// The keys that clients encrypt to.
async fn decryption(store: &Store) -> Finding {
    const NAME: &str = "decryption keys";
    let rows = match decryption_keys::all(store).await {
        Ok(rows) => rows,
        Err(error) => return Finding::Bad(NAME, error.to_string()),
    };
    let has_one = |alg: &str| rows.iter().any(|row| row.alg == alg && row.replaced_at.is_none());
    let all = DecryptionAlg::ALL.iter().map(|alg| alg.as_str());
    each_has_its_key(NAME, all, has_one)
}

fn each_has_its_key(
    name: &'static str,
    all: impl ExactSizeIterator<Item = &'static str>,
    has_one: impl Fn(&str) -> bool,
) -> Finding {
    let count = all.len();
    let missing: Vec<&str> = all.filter(|alg| !has_one(alg)).collect();
    match missing.as_slice() {
        [] => Finding::Good(name, format!("each of the {count} algorithms has its active key")),
        missing => Finding::Note(
            name,
            format!("none for {}: `voltkey serve` makes it", missing.join(", ")),
        ),
    }
}

async fn mail(config: &Config) -> Finding {
    const NAME: &str = "mail";
    let server = &config.mail.server;
    let probe = async { Mailer::new(&config.mail)?.probe().await };
    let (step, answer) = match probe.await {
        Ok(()) => {
            return Finding::Good(
                NAME,
                format!("{server} takes mail from {}", config.mail.from.email),
            );
        }
        Err(MailError::Unsendable(reason)) => {
            return Finding::Bad(NAME, format!("mail.from: {reason}; choose another address"));
        }
        Err(MailError::Refused { step, answer } | MailError::NotNow { step, reason: answer }) => {
            (step, answer)
        }
    };
    let text = format!("{server}: at {step}: {answer}; {}", remedy(step));
    match hinders(step, &answer) {
        true => Finding::Bad(NAME, text),
        false => Finding::Note(NAME, text),
    }
}

fn outbound(config: &Config) -> Finding {
    const NAME: &str = "clients' servers";
    let networks = &config.outbound.allow_private;
    match Authorities::with(config.outbound.ca_file.as_deref()) {
        Err(error) => Finding::Bad(NAME, error.to_string()),
        Ok(_) if networks.is_empty() => Finding::Good(NAME, "are called at public addresses only".into()),
        Ok(_) => Finding::Note(
            NAME,
            format!(
                "may also be in {}: whoever registers a client can have these called",
                networks
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        ),
    }
}

/// Whether mails to others fail too. A sender without a mailbox (RFC 3463: x.1.x is about an address, x.2.x about a
/// mailbox) is only missed by what comes back, and the mail has left before RSET and QUIT.
fn hinders(step: Step, answer: &str) -> bool {
    let enhanced = answer.split(' ').nth(1).unwrap_or_default();
    let is_about_the_mailbox = ["4.1.", "4.2.", "5.1.", "5.2."]
        .iter()
        .any(|class| enhanced.starts_with(class));
    match step {
        Step::Recipient => !is_about_the_mailbox,
        Step::Reset | Step::Quit => false,
        _ => true,
    }
}

fn remedy(step: Step) -> &'static str {
    match step {
        Step::Connect => "start that server, or correct host and port; see mail.url",
        Step::Greeting => {
            "let that server take mail from this machine, or correct host, port and protection; see mail.url"
        }
        Step::Protection => {
            "give that server a certificate of its name, or correct name and protection; see mail.url"
        }
        Step::Login => "correct user and password; see mail.url",
        Step::Sender => "let that server take mails of this sender, or choose another; see mail.from",
        Step::Recipient => {
            "give the sender a mailbox, or what comes back is lost, and let that server take mail to others; \
             see mail.from"
        }
        Step::Data | Step::Content | Step::Reset | Step::Quit => "see that server's log",
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mark, name, text) = match self {
            Self::Good(name, text) => ("ok  ", name, text),
            Self::Note(name, text) => ("note", name, text),
            Self::Bad(name, text) => ("FAIL", name, text),
        };
        write!(f, "{mark}  {name}: {text}")
    }
}
