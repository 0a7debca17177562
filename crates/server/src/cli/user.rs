//! `voltkey user`: inviting people, and helping them back in, by command.

use super::{InviteArgs, UserCommand};
use crate::config::Config;
use crate::instance::{Machine, open_ctx};
use anyhow::{Result, bail};
use voltkey_flows::Ctx;
use voltkey_flows::admin::invite::{Invited, Invitee, invite};
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::admin::unblock::unblock;
use voltkey_store::jobs::Status;

/// Does what the command says, and prints the outcome.
///
/// # Errors
/// What went wrong, for a person to read.
pub async fn run(config: &Config, command: &UserCommand, operator: String) -> Result<()> {
    let ctx = open_ctx(config, Machine::default()).await?;
    let ctx = ctx.for_command_of(operator);
    let done = match command {
        UserCommand::Invite(args) => send_invitation(&ctx, args).await,
        UserCommand::ResetOtp { email } => reset(&ctx, email).await,
        UserCommand::Unblock { email } => let_in(&ctx, email).await,
    };
    ctx.close().await;
    done
}

async fn send_invitation(ctx: &Ctx, args: &InviteArgs) -> Result<()> {
    let invitee = Invitee {
        email: args.email.clone(),
        given_name: args.given_name.clone(),
        family_name: args.family_name.clone(),
        language: args.language.clone(),
        company: args.company.clone(),
        role: args.role,
        roles: args.instance_role.clone(),
        client_id: args.client.clone(),
    };
    match invite(ctx, &invitee).await {
        Ok(Invited::Anew) => println!("{} is invited: the mail is in the outbox", args.email),
        Ok(Invited::Again { before }) => {
            println!("{} is invited again: the old link works no more", args.email);
            if let Some(before) = before {
                println!("the mail before: {}", became(&before));
            }
        }
        Err(error) => bail!(error),
    }
    Ok(())
}

/// What has become of a mail, in words.
fn became(mail: &Status) -> String {
    let why = mail.last_error.as_deref().unwrap_or_default();
    match (mail.done_at, mail.failed_at, &mail.answer) {
        (Some(_), _, Some(answer)) => format!("taken by the mail server ({answer})"),
        (Some(_), _, None) => "taken by the mail server".to_owned(),
        (None, Some(_), _) => format!("given up: {why}"),
        (None, None, _) if why.is_empty() => "waiting in the outbox".to_owned(),
        (None, None, _) => format!(
            "waiting for its next attempt, after {} so far: {why}",
            mail.attempts
        ),
    }
}

async fn reset(ctx: &Ctx, email: &str) -> Result<()> {
    reset_otp(ctx, email).await?;
    println!(
        "the second factor of {email} is reset: a mail brings the code with which a new one is set up within 7 days"
    );
    Ok(())
}

async fn let_in(ctx: &Ctx, email: &str) -> Result<()> {
    unblock(ctx, email).await?;
    println!("{email} can sign in again; password and second factor are as they were");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use voltkey_protocol::time::Timestamp;

    #[test]
    fn what_became_of_a_mail_is_told() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let waiting = Status {
            id: String::new(),
            kind: "invitation".to_owned(),
            created_at: now,
            run_at: now,
            attempts: 0,
            last_error: None,
            answer: None,
            done_at: None,
            failed_at: None,
        };
        let tried = Status {
            attempts: 2,
            last_error: Some("451 later".to_owned()),
            ..waiting.clone()
        };
        let given_up = Status {
            failed_at: Some(now),
            ..tried.clone()
        };
        let sent = Status {
            done_at: Some(now),
            answer: Some("250 queued".to_owned()),
            ..waiting.clone()
        };
        assert_eq!(became(&waiting), "waiting in the outbox");
        assert_eq!(
            became(&tried),
            "waiting for its next attempt, after 2 so far: 451 later"
        );
        assert_eq!(became(&given_up), "given up: 451 later");
        assert_eq!(became(&sent), "taken by the mail server (250 queued)");
    }
}
