//! The benchmark: how many requests a second a running provider answers, how long they take, and how much memory it
//! uses meanwhile. It tests nothing and fails nothing: it prints what it saw.
//!
//! ```sh
//! cargo run --release -p voltkey-demo -- --port 8080
//! cargo run --release -p voltkey-tests --example load -- --port 8080 --seconds 10 --pid PID_OF_THE_DEMO
//! ```
//!
//! Or how long a company's admin waits for the list of its members, when there are many. This starts a demo of its own,
//! on SQLite or on an empty database of a PostgreSQL server:
//!
//! ```sh
//! cargo run --release -p voltkey-tests --example load -- --members 100000 --port 8090 --seconds 2
//! cargo run --release -p voltkey-tests --example load -- --members 100000 --port 8090 --seconds 2 --database postgres://…/…
//! ```
//!
//! It speaks to 127.0.0.1 only, and stops by itself.

#![allow(
    unused_crate_dependencies,
    reason = "the tests of this package use the others"
)]

mod members;

use anyhow::{Context as _, Result, ensure};
use clap::Parser;
use reqwest::{Client, RequestBuilder};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

#[derive(Parser)]
struct Options {
    /// The demo's port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How long each measurement takes, at most a minute
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// How many requests are under way at once
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=256))]
    parallel: u16,
    /// The provider's process, to read its memory
    #[arg(long)]
    pid: Option<u32>,
    /// Measure the list of a company with so many members
    #[arg(long, value_name = "COUNT")]
    members: Option<u32>,
    /// Where they are written: postgres://user:password@host/name; without it to a SQLite file
    #[arg(long, value_name = "URL", requires = "members")]
    database: Option<String>,
}

/// Makes one kind of request.
type Make = Arc<dyn Fn(&Client) -> RequestBuilder + Send + Sync>;

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    // Plain http: TLS is the proxy's business, and not measured here. The client wants a provider all the same.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    if let Some(members) = options.members {
        return members::run(&options, members).await;
    }
    let base = format!("http://127.0.0.1:{}", options.port);
    let token = machine_token(&base).await?;
    head();
    for (name, make) in kinds(&base, &token) {
        measure(&options, options.parallel, name, make).await?;
    }
    Ok(())
}

fn head() {
    println!(
        "{:<40} {:>9} {:>9} {:>9} {:>9}",
        "request", "per s", "p50 ms", "p99 ms", "RSS MiB"
    );
}

fn kinds(base: &str, token: &str) -> Vec<(&'static str, Make)> {
    let at = |path: &str| format!("{base}{path}");
    let (discovery, jwks, tokens, introspection) = (
        at("/.well-known/openid-configuration"),
        at("/oauth2/jwks"),
        at("/oauth2/token"),
        at("/oauth2/introspect"),
    );
    let login = at("/login");
    let token = token.to_owned();
    vec![
        (
            "discovery",
            Arc::new(move |client: &Client| client.get(&discovery)),
        ),
        ("JWKS", Arc::new(move |client: &Client| client.get(&jwks))),
        (
            "token, client_credentials",
            Arc::new(move |client: &Client| machine_request(client, &tokens)),
        ),
        (
            "introspection",
            Arc::new(move |client: &Client| {
                client
                    .post(&introspection)
                    .basic_auth("service", Some(SERVICE_SECRET))
                    .header("content-type", FORM)
                    .body(format!("token={token}"))
            }),
        ),
        (
            "login page, begun anew",
            Arc::new(move |client: &Client| client.get(&login)),
        ),
    ]
}

const SERVICE_SECRET: &str = "service-demo-secret-0123456789abcdef";
const FORM: &str = "application/x-www-form-urlencoded";

fn machine_request(client: &Client, url: &str) -> RequestBuilder {
    client
        .post(url)
        .basic_auth("service", Some(SERVICE_SECRET))
        .header("content-type", FORM)
        .body("grant_type=client_credentials")
}

async fn machine_token(base: &str) -> Result<String> {
    let answer = machine_request(&Client::new(), &format!("{base}/oauth2/token"))
        .send()
        .await;
    let answer: serde_json::Value = answer
        .context("is the demo running on that port?")?
        .json()
        .await?;
    Ok(answer["access_token"]
        .as_str()
        .context("no token: is it the demo?")?
        .to_owned())
}

async fn measure(options: &Options, parallel: u16, name: &str, make: Make) -> Result<()> {
    // Redirects are answers; following them would measure two requests as one.
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let end = now() + Duration::from_secs(options.seconds);
    let mut workers = JoinSet::new();
    for _ in 0..parallel {
        workers.spawn(work(client.clone(), Arc::clone(&make), end));
    }
    let mut times = Vec::new();
    while let Some(worker) = workers.join_next().await {
        times.extend(worker??);
    }
    times.sort_unstable();
    ensure!(!times.is_empty(), "{name}: no request was answered");
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank"
        )]
        let rank = (share * (times.len() - 1) as f64) as usize;
        times[rank].as_secs_f64() * 1000.0
    };
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let rate = times.len() as f64 / options.seconds as f64;
    let memory = options
        .pid
        .and_then(resident_mib)
        .map_or_else(|| "-".to_owned(), |mib| mib.to_string());
    println!(
        "{name:<40} {rate:>9.0} {:>9.2} {:>9.2} {memory:>9}",
        at(0.5),
        at(0.99)
    );
    Ok(())
}

async fn work(client: Client, make: Make, end: Instant) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while now() < end {
        let began = now();
        let answer = make(&client).send().await?;
        let status = answer.status();
        answer.bytes().await?;
        // The quota of begun logins ends in 429, which is an answer too, but not the one that is measured.
        if status.is_success() || status.is_redirection() {
            times.push(began.elapsed());
        }
    }
    Ok(times)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn now() -> Instant {
    Instant::now()
}

/// The resident memory of a process (Linux).
fn resident_mib(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
