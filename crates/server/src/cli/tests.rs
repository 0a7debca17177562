//! The command line as it is typed.

use super::*;
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use voltkey_protocol::jose::SigningAlg;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(line.split_whitespace())
}

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn the_configuration_may_stand_before_or_after_the_command() {
    for line in ["voltkey --config a.toml serve", "voltkey serve --config a.toml"] {
        let cli = parse(line).expect("right");
        assert_eq!(cli.config, Some(PathBuf::from("a.toml")));
        assert!(matches!(cli.command, Command::Serve));
    }
}

#[test]
fn keys_are_rotated_by_algorithm() {
    let cli = parse("voltkey keys rotate --now --alg RS256").expect("right");
    let Command::Keys(KeysCommand::Rotate { now, alg }) = cli.command else {
        panic!("another command")
    };
    assert!(now);
    assert_eq!(alg, Some(KeyAlg::Signing(SigningAlg::RS256)));
    assert!(parse("voltkey keys rotate --alg HS256").is_err());
}

#[test]
fn a_registration_token_has_limits() {
    let line = "voltkey registration-token create Partners --uses 3 --expires 7d --client-credentials";
    let Command::RegistrationToken(RegistrationTokenCommand::Create {
        label,
        uses,
        expires,
        client_credentials,
    }) = parse(line).expect("right").command
    else {
        panic!("another command")
    };
    assert_eq!((label.as_str(), uses), ("Partners", Some(3)));
    assert_eq!(expires, Some(Duration::from_secs(7 * 24 * 3600)));
    assert!(client_credentials);
    for wrong in ["--uses 0", "--uses many", "--expires soon"] {
        assert!(parse(&format!("voltkey registration-token create Partners {wrong}")).is_err());
    }
}

#[test]
fn several_heads_are_compared() {
    let cli = parse("voltkey audit verify --company sonnenfeld --head a.b.c --head d.e.f").expect("right");
    let Command::Audit(AuditCommand::Verify { company, head }) = cli.command else {
        panic!("another command")
    };
    assert_eq!(company.as_deref(), Some("sonnenfeld"));
    assert_eq!(head, ["a.b.c", "d.e.f"]);
}

#[test]
fn a_dry_run_is_asked_for() {
    let cli = parse("voltkey apply world.toml --dry-run").expect("right");
    assert!(matches!(cli.command, Command::Apply { dry_run: true, .. }));
}

#[test]
fn a_wrong_command_line_ends_with_2_and_questions_with_0() {
    assert_eq!(parse("voltkey sevre").expect_err("wrong").exit_code(), 2);
    assert_eq!(parse("voltkey").expect_err("wrong").exit_code(), 2);
    let version = parse("voltkey --version").expect_err("an answer");
    assert_eq!(
        (version.kind(), version.exit_code()),
        (ErrorKind::DisplayVersion, 0)
    );
}
