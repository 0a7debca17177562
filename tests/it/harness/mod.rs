//! A world for each test, and the actors in it.
//!
//! ```ignore
//! let world = World::new().await;
//! let solar = world.client("solar-reports");
//! let mut browser = world.browser();
//!
//! let request = solar.authorize("openid email");
//! let login = browser.open(&request).await.page();
//! let consent = world.log_in(&mut browser, login, "ada").await.page();
//! let answer = consent.form().press("allow").submit(&mut browser).await.answer();
//! let tokens = solar.exchange(&request, answer.code()).await.tokens();
//! ```
//!
//! - [`World`]: an instance over a database of its own, its clock, its records, the journeys that people make.
//! - [`Browser`] lands on a [`Page`], away at an app, or posts a form there: [`Landed`].
//! - [`Client`]: a relying party or a machine, which has a [`Reply`] for each of its requests.
//! - [`Signer`]: what a client signs with.
//! - [`World::servers`]: the servers of clients that the provider calls, and which calls came.
//!
//! No answer may have the status 500: the harness fails whichever test brings one about.

mod authorization;
mod browser;
mod client;
mod configuration;
mod database;
mod form;
mod jar;
mod journeys;
mod jwt;
mod landed;
mod page;
mod provider;
mod records;
mod seed;
mod servers;
mod signer;
mod world;

pub use authorization::{Answer, AuthorizationRequest};
pub use browser::Browser;
pub use client::{Client, Tokens, basic};
pub use form::{FilledForm, with_file};
pub use journeys::pin_at;
pub use jwt::{opened, read_part};
pub use landed::Landed;
pub use page::Page;
pub use provider::{Provider, Reply};
pub use seed::{OTP_SECRET, PASSWORD, email_of};
pub use signer::{Signer, unsigned};
pub use world::{ISSUER, World};

use std::time::Duration;

/// So many seconds.
pub const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// So many minutes.
pub const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

/// So many days.
pub const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 60 * 60)
}
