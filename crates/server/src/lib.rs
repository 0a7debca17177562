//! The voltkey binary: configuration, command line, wiring, worker, telemetry.

pub mod cli;
pub mod config;
pub mod connections;
pub mod instance;
mod letters;
pub mod mail;
pub mod master_key;
mod open_files;
mod operator;
pub mod outbound;
pub mod serve;
pub mod telemetry;
pub mod worker;

use anyhow::{Context as _, Result};
use cli::{Cli, Command};
use config::Config;
// The allocator of the command only: a library leaves the choice to its program.
use mimalloc as _;

/// Does what the command line says, with the configuration that it and the environment name.
///
/// # Errors
/// What went wrong, for a person to read.
pub fn run(cli: &Cli) -> Result<()> {
    let environment = environment();
    let config = Config::load(cli.config.as_deref(), &environment)?;
    telemetry::init(&config.log)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        match &cli.command {
            Command::Serve => serve::serve(&config).await,
            Command::Apply { file, dry_run } => cli::apply::run(&config, file, *dry_run, &environment).await,
            Command::Audit(command) => cli::audit::run(&config, command).await,
            Command::Check => cli::check::run(&config).await,
            Command::Keys(command) => cli::keys::run(&config, command, operator::name(&environment)).await,
            Command::RegistrationToken(command) => {
                cli::registration_token::run(&config, command, operator::name(&environment)).await
            }
            Command::User(command) => cli::user::run(&config, command, operator::name(&environment)).await,
        }
    })
}

/// The variables of the process; one that is not UTF-8 can't be a configuration key's.
fn environment() -> Vec<(String, String)> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}
