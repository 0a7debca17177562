//! `voltkey apply`: reads a description of clients, companies and people, applies it, and prints what changed.

mod clients;
mod companies;
mod file;
mod people;
mod secret;
mod table;
#[cfg(test)]
mod tests;

use crate::config::{Config, ConfigError};
use crate::instance::{InDatabase, Machine, StartError, ctx_with, open_ctx};
use crate::master_key;
use crate::operator;
use anyhow::{Context as _, Result, bail};
use file::Description;
use std::path::Path;
use voltkey_crypto::seal::MasterKey;
use voltkey_flows::Ctx;
use voltkey_flows::admin::apply::{ApplyError, Mode, World, apply};
use voltkey_store::{DatabaseOptions, SchemaState, Store};

/// Applies the file, or tells what that would change. `environment` is where `secret_env` is looked up.
///
/// # Errors
/// Every problem of the file with its line; what keeps the database from being read or written.
pub async fn run(
    config: &Config,
    file: &Path,
    dry_run: bool,
    environment: &[(String, String)],
) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let description = Description::parse(file, &text, environment)?;
    let (mode, ctx) = match dry_run {
        true => (Mode::DryRun, ctx_of_dry_run(config).await?),
        false => (Mode::Apply, open_ctx(config, Machine::default()).await?),
    };
    let ctx = ctx.for_command_of(operator::name(environment));
    let applied = apply(&ctx, &description.world, mode).await;
    ctx.close().await;
    match applied {
        Ok(report) => println!("{report}"),
        Err(ApplyError::Refused(problems)) => return Err(description.locate(&problems).into()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Reads a description (TOML). `name` is how errors call it; `environment` is where `secret_env` is looked up, and a
/// relative `secret_file` starts at the working directory.
///
/// # Errors
/// Every key that is unknown, missing or of the wrong type, each with its line.
pub fn parse(name: &str, text: &str, environment: &[(String, String)]) -> Result<World, ConfigError> {
    Description::parse(Path::new(name), text, environment).map(|description| description.world)
}

/// A dry run makes nothing, not even what every other command makes: an empty database in memory stands in for one
/// that does not exist yet, and a key of the moment for the master key.
async fn ctx_of_dry_run(config: &Config) -> Result<Ctx> {
    let machine = Machine::default();
    let inspection = Store::inspect(config.database.url.as_str()).await;
    let inspection = inspection.map_err(StartError::from)?;
    if let SchemaState::Behind(_) = inspection.schema {
        bail!("the database is of an older version: `voltkey serve` brings it up to date");
    }
    let store = match inspection.store {
        Some(store) => store,
        None => Store::open(&DatabaseOptions::new("sqlite::memory:")).await?,
    };
    let key = master_key::inspect(&config.keys.dir, &InDatabase(&store)).await?;
    let key = key.unwrap_or_else(|| MasterKey::generate(&*machine.rng));
    Ok(ctx_with(config, machine, store, key)?)
}
