//! The operator: what `voltkey apply` and `voltkey user` do beside the running provider.

use super::tongue::Tongue;
use anyhow::{Context as _, Result};
use std::sync::Arc;
use std::time::Duration;
use voltkey::config::Config;
use voltkey::instance::{Machine, open_ctx};
use voltkey_crypto::clock::{Clock as _, ManualClock, SystemClock};
use voltkey_flows::Ctx;
use voltkey_flows::admin::apply::{Mode, apply};
use voltkey_flows::admin::invite::{Invitee, invite};
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_store::memberships::Role;

/// A day more than mailed links and codes work.
const LONG_AGO: Duration = Duration::from_secs(8 * 24 * 3600);

/// An operator at the provider's machine.
pub struct Operator {
    ctx: Ctx,
}

impl Operator {
    /// One who acts now.
    pub async fn start(config: &Config) -> Result<Self> {
        Self::with(config, Machine::default()).await
    }

    /// One whose deeds are eight days old, so that what they had mailed works no more.
    pub async fn of_last_week(config: &Config) -> Result<Self> {
        let clock = Arc::new(ManualClock::at(SystemClock.now() - LONG_AGO));
        let machine = Machine {
            clock,
            ..Machine::default()
        };
        Self::with(config, machine).await
    }

    async fn with(config: &Config, machine: Machine) -> Result<Self> {
        let ctx = open_ctx(config, machine).await?;
        Ok(Self { ctx })
    }

    /// `voltkey apply`.
    pub async fn apply(&self, world: &str) -> Result<()> {
        let world = voltkey::cli::apply::parse("stories.toml", world, &[])?;
        apply(&self.ctx, &world, Mode::Apply).await?;
        Ok(())
    }

    /// `voltkey user invite`: somebody of whom nothing is known but address and language.
    pub async fn invite(&self, email: &str, tongue: Tongue, company: &str) -> Result<()> {
        let invitee = Invitee {
            email: email.to_owned(),
            given_name: String::new(),
            family_name: String::new(),
            language: Some(tongue.code().to_owned()),
            company: Some(company.to_owned()),
            role: Role::Member,
            roles: Vec::new(),
            client_id: None,
        };
        let invited = invite(&self.ctx, &invitee).await;
        invited.with_context(|| format!("inviting {email}")).map(|_| ())
    }

    /// `voltkey user reset-otp`.
    pub async fn reset_otp(&self, email: &str) -> Result<()> {
        let reset = reset_otp(&self.ctx, email).await;
        reset.with_context(|| format!("resetting the second factor of {email}"))
    }

    /// Lets the database go.
    pub async fn leave(&self) {
        self.ctx.close().await;
    }
}
