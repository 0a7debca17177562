//! Calls clients' servers over HTTP, and nobody else.
//!
//! The addresses come from whoever registers a client, so no call may reach what only this machine can reach. A name
//! is resolved once, each of its addresses is looked at, and the connection goes to one that passed: an answer of the
//! DNS that changes in between leads nowhere. Redirects are not followed, because they would lead around all of this.

mod addresses;
mod resolver;
#[cfg(test)]
mod tests;
mod tls;

pub use addresses::Reachable;
pub use tls::{Authorities, AuthoritiesError};

use resolver::{Forbidden, Resolver};
use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use url::{Host, Origin, Url};
use voltkey_flows::outbound::{Answer, Call, Calling, Limits, Outbound, OutboundError};

/// How many calls of a kind are under way at once. Each lasts some seconds at most.
const CALLS: usize = 64;
/// How many of these are to one origin, so that a server that does not answer leaves room for the others.
const CALLS_OF_ORIGIN: usize = 8;
/// What servers learn of the caller.
const USER_AGENT: &str = concat!("voltkey/", env!("CARGO_PKG_VERSION"));

/// Calls clients' servers by HTTP/1.1.
pub struct Http {
    /// For `https`: to public addresses and those that the operator allows.
    tls: Way,
    /// For `http`: to addresses that the operator allows.
    plain: Way,
    /// What is fetched, also for strangers, from wherever they say.
    fetches: Slots,
    /// What clients are told. It has slots of its own, so that no stranger keeps a client from hearing of a log-out.
    notices: Slots,
}

/// Room for the calls of a kind.
struct Slots {
    calls: Semaphore,
    origins: Origins,
}

impl Slots {
    fn free() -> Self {
        Self {
            calls: Semaphore::new(CALLS),
            origins: Origins::default(),
        }
    }
}

/// The calls under way to each origin.
#[derive(Default)]
struct Origins(Mutex<HashMap<Origin, Arc<Semaphore>>>);

impl Origins {
    fn calls_to(&self, origin: Origin) -> Arc<Semaphore> {
        // Every change below is whole before anything can panic.
        let mut origins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Where no call is under way nobody else holds it.
        origins.retain(|_, calls| Arc::strong_count(calls) > 1);
        let calls = origins.entry(origin);
        Arc::clone(calls.or_insert_with(|| Arc::new(Semaphore::new(CALLS_OF_ORIGIN))))
    }
}

/// One way of calling, and whom it may reach.
struct Way {
    client: reqwest::Client,
    reachable: Reachable,
}

impl Http {
    /// Gets ready; calls nobody yet.
    ///
    /// # Errors
    /// When the HTTP client can't be made.
    pub fn new(authorities: Authorities, reachable: Reachable) -> Result<Self, reqwest::Error> {
        let config = authorities.into_config();
        Ok(Self {
            plain: Way::new(config.clone(), reachable.only_allowed())?,
            tls: Way::new(config, reachable)?,
            fetches: Slots::free(),
            notices: Slots::free(),
        })
    }

    async fn call(&self, call: Call<'_>) -> Result<Answer, OutboundError> {
        let url = address(call.url)?;
        let way = match url.scheme() {
            "https" => &self.tls,
            _ => &self.plain,
        };
        // Nothing but notices is posted.
        let slots = match call.form {
            None => &self.fetches,
            Some(_) => &self.notices,
        };
        let deadline = Instant::now() + call.limits.time;
        let to_origin = slots.origins.calls_to(url.origin());
        let taken = async { (to_origin.acquire().await, slots.calls.acquire().await) };
        let Ok((Ok(_of_origin), Ok(_of_all))) = timeout_at(deadline, taken).await else {
            return Err(OutboundError::Busy);
        };
        way.call(url, call.form, call.limits, deadline).await
    }
}

impl Outbound for Http {
    fn send<'a>(&'a self, call: Call<'a>) -> Calling<'a> {
        Box::pin(self.call(call))
    }
}

impl Way {
    fn new(tls: rustls::ClientConfig, reachable: Reachable) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .use_preconfigured_tls(tls)
            .dns_resolver(Arc::new(Resolver(reachable.clone())))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            // No connection outlives its call, so that each is made to an address that was just looked at.
            .pool_max_idle_per_host(0)
            .user_agent(USER_AGENT)
            .build()?;
        Ok(Self { client, reachable })
    }

    async fn call(
        &self,
        url: Url,
        form: Option<String>,
        limits: Limits,
        deadline: Instant,
    ) -> Result<Answer, OutboundError> {
        self.check_literal(&url)?;
        let request = match form {
            None => self.client.get(url),
            Some(form) => self
                .client
                .post(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form),
        };
        let sent = timeout_at(deadline, request.send()).await;
        let response = sent.map_err(|_| OutboundError::TimedOut)?;
        read(response.map_err(|error| why(&error))?, limits, deadline).await
    }

    /// An address that is written as a number asks no resolver.
    fn check_literal(&self, url: &Url) -> Result<(), OutboundError> {
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => ip.into(),
            Some(Host::Ipv6(ip)) => ip.into(),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        if self.reachable.contains(ip) {
            Ok(())
        } else {
            Err(self.reachable.refusal(ip))
        }
    }
}

/// An address of the web without a password.
fn address(text: &str) -> Result<Url, OutboundError> {
    let url = Url::parse(text).map_err(|_| OutboundError::Address)?;
    let is_of_the_web = matches!(url.scheme(), "https" | "http") && url.host().is_some();
    let has_user = !url.username().is_empty() || url.password().is_some();
    if is_of_the_web && !has_user {
        Ok(url)
    } else {
        Err(OutboundError::Address)
    }
}

/// Reads an answer within its limits.
async fn read(
    mut response: reqwest::Response,
    limits: Limits,
    deadline: Instant,
) -> Result<Answer, OutboundError> {
    let mut body = Vec::new();
    let read = timeout_at(deadline, read_body(&mut response, limits.size, &mut body)).await;
    if limits.whole {
        read.unwrap_or(Err(OutboundError::TimedOut))?;
    }
    let header = |name| response.headers().get(name)?.to_str().ok();
    Ok(Answer {
        status: response.status().as_u16(),
        content_type: header("content-type").map(str::to_owned),
        fresh_for: header("cache-control").and_then(fresh_for),
        body,
    })
}

/// Reads a body as far as the limit; what came before an error is there too.
async fn read_body(
    response: &mut reqwest::Response,
    size: usize,
    body: &mut Vec<u8>,
) -> Result<(), OutboundError> {
    while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
        let room = size - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Err(OutboundError::TooLarge);
        }
    }
    Ok(())
}

/// How long an answer may be kept (RFC 9111, 5.2.2).
fn fresh_for(cache_control: &str) -> Option<Duration> {
    let directives = cache_control.split(',').map(str::trim);
    let spans = directives.filter_map(|directive| {
        let directive = directive.to_ascii_lowercase();
        match directive.split_once('=') {
            None if matches!(directive.as_str(), "no-store" | "no-cache") => Some(0),
            Some(("max-age", seconds)) => seconds.trim_matches('"').parse().ok(),
            _ => None,
        }
    });
    spans.min().map(Duration::from_secs)
}

/// What went wrong, from the error's causes.
fn why(error: &reqwest::Error) -> OutboundError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(Forbidden(refusal)) = error.downcast_ref() {
            return *refusal;
        }
        if is_of_tls(error) {
            return OutboundError::Tls;
        }
        cause = error.source();
    }
    if error.is_connect() {
        OutboundError::Unreachable
    } else {
        OutboundError::Broken
    }
}

/// Whether TLS failed: its errors come wrapped in those of reading and writing.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    let wrapped = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || wrapped.is_some_and(|inner| is_of_tls(inner))
}
