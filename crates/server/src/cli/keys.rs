//! `voltkey keys`: the instance's keys, by command.

use super::KeysCommand;
use crate::config::Config;
use crate::instance::{Machine, open_ctx};
use anyhow::{Context as _, Result};
use voltkey_flows::Ctx;
use voltkey_flows::keys::{self, KeyLine};
use voltkey_protocol::jose::KeyAlg;
use voltkey_protocol::time::Timestamp;

/// Does what the command says, and prints the outcome.
///
/// # Errors
/// What went wrong, for a person to read.
pub async fn run(config: &Config, command: &KeysCommand, operator: String) -> Result<()> {
    let ctx = open_ctx(config, Machine::default()).await?;
    let ctx = ctx.for_command_of(operator);
    let done = run_in(&ctx, command).await;
    ctx.close().await;
    done
}

async fn run_in(ctx: &Ctx, command: &KeysCommand) -> Result<()> {
    match command {
        KeysCommand::List => list(ctx).await,
        KeysCommand::Rotate { now, alg } => {
            for key in keys::rotate(ctx, *alg, *now).await? {
                let does = match key.alg {
                    KeyAlg::Signing(_) => "signs",
                    KeyAlg::Decryption(_) => "decrypts",
                };
                println!("{} {does} now", key.kid);
            }
            Ok(())
        }
        KeysCommand::Import { file } => {
            let pem =
                std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            println!(
                "{} is the next key of its algorithm",
                keys::import(ctx, &pem).await?
            );
            Ok(())
        }
        KeysCommand::Export { kid } => {
            print!("{}", keys::export(ctx, kid).await?.as_str());
            Ok(())
        }
    }
}

async fn list(ctx: &Ctx) -> Result<()> {
    println!(
        "{:<43}  {:<12}  {:<8}  {:<20}  until",
        "key", "alg", "state", "since"
    );
    for key in keys::list(ctx).await? {
        let KeyLine {
            kid,
            alg,
            state,
            created_at,
            activated_at,
            until,
        } = key;
        let since = moment(activated_at.unwrap_or(created_at));
        let until = until.map(moment).unwrap_or_default();
        println!(
            "{kid:<43}  {:<12}  {:<8}  {since:<20}  {until}",
            alg.as_str(),
            state.as_str()
        );
    }
    Ok(())
}

/// A moment as tables print it.
pub(super) fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).map_or_else(|_| "?".to_owned(), |at| format!("{at:.0}"))
}
