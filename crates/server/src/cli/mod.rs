//! What can be written on the command line.
//!
//! The process ends with 0 when the deed is done, 1 when it failed, and 2 when the command line was wrong.

pub mod apply;
pub mod audit;
pub mod check;
pub mod keys;
pub mod registration_token;
pub mod user;

#[cfg(test)]
mod tests;

use crate::config::value::TextSetting as _;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_protocol::jose::KeyAlg;
use voltkey_store::memberships::Role;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "voltkey",
    version,
    about = "An OpenID Connect provider in one binary",
    after_help = "Every key of the configuration can also be set by a variable VOLTKEY_<SECTION>__<KEY>, \
                  such as VOLTKEY_SERVER__PUBLIC_URL."
)]
pub struct Cli {
    /// Configuration file (TOML); without one the built-in defaults hold
    #[arg(long, global = true, value_name = "FILE", env = "VOLTKEY_CONFIG")]
    pub config: Option<PathBuf>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the process is to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the provider until SIGTERM
    ///
    /// Makes what is missing: the data folder, the tables, the master key, the first signing keys.
    Serve,

    /// Create or update clients, companies and people as a file describes them
    ///
    /// What the file does not name stays as it is. Passwords, one-time code secrets and names of people are
    /// set only when a person is created. Prints what changed.
    Apply {
        /// The description (TOML)
        file: PathBuf,
        /// Print what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },

    /// Examine configuration, database, keys, mail, clock and public address, and name each remedy
    ///
    /// Changes nothing and sends no mail.
    Check,

    /// List, rotate, import or export keys
    #[command(subcommand)]
    Keys(KeysCommand),

    /// Make, list or revoke the tokens with which apps register themselves
    #[command(subcommand)]
    RegistrationToken(RegistrationTokenCommand),

    /// Verify the audit trail, or print its signed heads
    #[command(subcommand)]
    Audit(AuditCommand),

    /// Invite people, reset their second factor, or let them in again
    #[command(subcommand)]
    User(UserCommand),
}

/// Deeds on initial access tokens (RFC 7591).
#[derive(Debug, Subcommand)]
pub enum RegistrationTokenCommand {
    /// Make a token, and print it: nobody can read it again
    Create {
        /// What it is for, such as the name of a partner
        label: String,
        /// How many apps may register with it; without it any number
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        uses: Option<u32>,
        /// How long it works, such as 12h or 7d; without it until it is revoked
        #[arg(long, value_name = "TIME", value_parser = time)]
        expires: Option<Duration>,
        /// Let apps that register with it ask for tokens in their own name (client_credentials)
        #[arg(long)]
        client_credentials: bool,
    },

    /// Print each token's name, label and state
    List,

    /// Let nothing register with a token any more; what did stays
    Revoke {
        /// The token's name, as `registration-token list` prints it
        id: String,
    },
}

fn time(text: &str) -> Result<Duration, String> {
    Duration::parse_text(text).ok_or_else(|| format!("expected {}", Duration::EXPECTED))
}

/// What is asked of the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Walk the chains, and name every event that was changed, removed or reordered
    ///
    /// Ends with 1 when something is wrong. Details that were deleted are counted, and are nothing wrong.
    Verify {
        /// The slug of the company whose chain is walked; without it all are, and the instance's
        #[arg(long, value_name = "SLUG")]
        company: Option<String>,
        /// A signed head, or the line of the log that holds it: finds an end that was cut off since; may be repeated
        #[arg(long, value_name = "TEXT")]
        head: Vec<String>,
    },

    /// Print the signed head of each chain, to be kept where the database's owner can't write
    Heads,
}

/// Deeds on people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Mail somebody the link with which they make their account, or send it again
    ///
    /// Sent again, the old link works no more. Whoever has an account already joins the company with it.
    Invite(InviteArgs),

    /// Remove somebody's authenticators, and mail them the code with which they set up a new one
    ///
    /// Ends their sessions and refresh tokens. The password stays as it is.
    ResetOtp {
        /// The account's e-mail address
        email: String,
    },

    /// Let somebody sign in again whose account is blocked, or was frozen by its person
    ///
    /// The only way for operators, on whose accounts no page acts.
    Unblock {
        /// The account's e-mail address
        email: String,
    },
}

/// Who is invited, and as what.
#[derive(Debug, Args)]
pub struct InviteArgs {
    /// The e-mail address
    pub email: String,
    /// The slug of the company that they join; without it an account outside of companies
    #[arg(long, value_name = "SLUG")]
    pub company: Option<String>,
    /// The role in that company: member or admin
    #[arg(long, default_value = "member")]
    pub role: Role,
    /// A role on the whole instance, support or operator; may be repeated
    #[arg(long, value_name = "ROLE", value_parser = instance_role)]
    pub instance_role: Vec<InstanceRole>,
    /// First name
    #[arg(long, value_name = "NAME", default_value = "")]
    pub given_name: String,
    /// Last name
    #[arg(long, value_name = "NAME", default_value = "")]
    pub family_name: String,
    /// Language of the mail and of the pages: en, es or de; else as it was, or English
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// The client that they are invited for: activation ends at its login
    #[arg(long, value_name = "CLIENT_ID")]
    pub client: Option<String>,
}

fn instance_role(word: &str) -> Result<InstanceRole, String> {
    match word {
        "support" => Ok(InstanceRole::Support),
        "operator" => Ok(InstanceRole::Operator),
        _ => Err("expected support or operator".to_owned()),
    }
}

/// Deeds on the keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Print each key with its algorithm, state and dates
    List,

    /// Let each algorithm's next key sign, and retire the one before it; make new keys that decrypt
    ///
    /// Refused, with the time at which it will do, while a next signing key is younger than a day: clients may not
    /// have fetched it yet. An old key that decrypts does so for 30 days more.
    Rotate {
        /// After a compromise: rotate at once and withdraw the old key, so that what it signed is refused, and what is
        /// encrypted to it
        #[arg(long)]
        now: bool,
        /// Only this algorithm: RS256, ES256, EdDSA, RSA-OAEP-256 or ECDH-ES
        #[arg(long, value_name = "ALG")]
        alg: Option<KeyAlg>,
    },

    /// Take a private key from a PEM file (PKCS#8, or PKCS#1 for RSA) as its algorithm's next key
    Import {
        /// The PEM file
        file: PathBuf,
    },

    /// Print a private key as PEM
    Export {
        /// The key's name, as `keys list` prints it
        // A thumbprint (RFC 7638): one of 64 begins with a hyphen.
        #[arg(allow_hyphen_values = true)]
        kid: String,
    },
}
