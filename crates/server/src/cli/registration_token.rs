//! `voltkey registration-token`: the tokens with which apps register themselves, by command.

use super::RegistrationTokenCommand;
use super::keys::moment;
use crate::config::Config;
use crate::instance::{Machine, open_ctx};
use anyhow::{Result, bail};
use voltkey_flows::Ctx;
use voltkey_flows::admin::registration_tokens::{self, LONGEST_LABEL, TokenLine, TokenState, Wanted};

/// Does what the command says, and prints the outcome.
///
/// # Errors
/// What went wrong, for a person to read.
pub async fn run(config: &Config, command: &RegistrationTokenCommand, operator: String) -> Result<()> {
    let ctx = open_ctx(config, Machine::default()).await?;
    let ctx = ctx.for_command_of(operator);
    let done = run_in(&ctx, command).await;
    ctx.close().await;
    done
}

async fn run_in(ctx: &Ctx, command: &RegistrationTokenCommand) -> Result<()> {
    match command {
        RegistrationTokenCommand::Create {
            label,
            uses,
            expires,
            client_credentials,
        } => {
            let wanted = Wanted {
                label: label.clone(),
                uses: *uses,
                lifetime: *expires,
                client_credentials: *client_credentials,
            };
            let Some(made) = registration_tokens::create(ctx, &wanted).await? else {
                bail!("the label must have 1 to {LONGEST_LABEL} characters");
            };
            println!("{}", made.token.as_str());
            eprintln!("{} is made; keep its text, which is shown only now", made.id);
        }
        RegistrationTokenCommand::List => list(ctx).await?,
        RegistrationTokenCommand::Revoke { id } => {
            if !registration_tokens::revoke(ctx, id).await? {
                bail!("there is no token {id} that could be revoked");
            }
            println!("nothing registers with {id} any more");
        }
    }
    Ok(())
}

async fn list(ctx: &Ctx) -> Result<()> {
    println!(
        "{:<36}  {:<8}  {:<9}  {:<20}  {:<20}  label",
        "token", "state", "uses left", "last used", "until"
    );
    for token in registration_tokens::list(ctx).await? {
        println!("{}", row(&token));
    }
    Ok(())
}

fn row(token: &TokenLine) -> String {
    let state = match token.state {
        TokenState::Good => "good",
        TokenState::UsedUp => "used up",
        TokenState::Expired => "expired",
        TokenState::Revoked => "revoked",
    };
    let uses = token.uses_left.map_or("any".to_owned(), |left| left.to_string());
    let used = token.used.map(moment).unwrap_or_default();
    let ends = token.ends.map(moment).unwrap_or_default();
    let TokenLine { id, label, .. } = token;
    format!("{id:<36}  {state:<8}  {uses:<9}  {used:<20}  {ends:<20}  {label}")
}
