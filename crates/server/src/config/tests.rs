//! Loading as an operator meets it: right files, wrong files, and the environment.

use super::layer::{Entry, Layer};
use super::value::Value;
use super::*;
use std::path::Path;
use std::time::Duration;

/// Loads a file of that text, beside the variables given.
fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let file = Layer::from_toml(Path::new("voltkey.toml"), text)?;
    let env: Vec<_> = env
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    Config::from_layers(Some(file), &env)
}

/// What is said about a wrong file, a line for each problem.
fn complaints(text: &str, env: &[(&str, &str)]) -> String {
    load(text, env).expect_err("something is wrong").to_string()
}

#[test]
fn every_default_is_right() {
    let config = Config::load(None, &[]).expect("the defaults are right");
    assert_eq!(config.server.public_url.as_str(), "http://localhost:8080");
    assert_eq!(config.session.idle, Duration::from_secs(8 * 3600));
    assert_eq!(
        config.mail.subjects.activation.in_language("de"),
        Some("{platform.name} Kontoaktivierung")
    );
    assert_eq!(config.mail.subjects.new_device.in_language("de"), None);
    assert!(config.platform.name.is_none() && config.brand.logo.is_none() && config.support.email.is_none());
}

#[test]
fn the_configurations_beside_the_defaults_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    for name in ["amperecloud.toml", "demo.toml"] {
        Config::load(Some(&folder.join(name)), &[]).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// A key that the file names and no section reads would be set in vain.
#[test]
fn every_key_of_the_file_is_read() {
    for key in Layer::defaults().keys() {
        let mut keys = Keys::new(Layer::defaults());
        let mut wrong = Layer::default();
        let origin = Origin::Variable("TEST".into());
        wrong.insert(
            key.to_owned(),
            Entry {
                value: Value::Other("a boolean"),
                origin,
            },
        );
        keys.overlay(wrong);
        let config = Config::read(&mut keys);
        let error = keys.finish(config).expect_err(key);
        assert!(
            error
                .to_string()
                .starts_with(&format!("TEST: `{key}`: expected ")),
            "{error}"
        );
    }
}

#[test]
fn the_file_wins_over_the_defaults_and_the_environment_over_the_file() {
    let text = "[session]\nidle = \"1h\"\nabsolute = \"2d\"\n";
    let config = load(
        text,
        &[
            ("VOLTKEY_SESSION__IDLE", "30m"),
            ("VOLTKEY_TEST", "x"),
            ("HOME", "/"),
        ],
    )
    .expect("right");
    assert_eq!(config.session.idle, Duration::from_secs(30 * 60));
    assert_eq!(config.session.absolute, Duration::from_secs(2 * 86_400));
    assert_eq!(config.session.pin_only, Duration::from_secs(30 * 86_400));
}

#[test]
fn the_environment_can_say_each_type() {
    let config = load(
        "",
        &[
            ("VOLTKEY_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7"),
            ("VOLTKEY_PASSWORD__REQUIRE", r#"["upper", "digit"]"#),
            ("VOLTKEY_PASSWORD__MIN_LENGTH", "12"),
            ("VOLTKEY_SECOND_FACTOR__GRACE_UNTIL", "2027-02-06"),
            ("VOLTKEY_MAIL__SUBJECTS__NEW_DEVICE__EN", "Someone signed in"),
        ],
    )
    .expect("right");
    let proxies: Vec<_> = config
        .server
        .trusted_proxies
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(proxies, ["10.0.0.0/8", "192.0.2.7/32"]);
    assert_eq!(config.password.require.len(), 2);
    assert_eq!(config.password.min_length, 12);
    assert_eq!(
        config.second_factor.grace_until,
        Some(jiff::civil::date(2027, 2, 6))
    );
    assert_eq!(
        config.mail.subjects.new_device.in_language("en"),
        Some("Someone signed in")
    );
}

/// Each kind of mail has its own subject, save the one that people write themselves.
#[test]
fn an_operator_can_choose_the_subject_of_each_kind_of_mail() {
    for (kind, section) in [
        ("invitation", "activation"),
        ("new_device", "new_device"),
        ("password_reset", "password_reset"),
        ("password_changed", "password_changed"),
        ("otp_reset", "otp_reset"),
        ("factor_reminder", "factor_reminder"),
        ("enrolled", "enrolled"),
        ("second_factor_off", "second_factor_off"),
        ("authenticator_replaced", "authenticator_replaced"),
        ("recovery_codes_made", "recovery_codes_made"),
        ("recovery_code_used", "recovery_code_used"),
        ("confirm_email", "confirm_email"),
        ("email_changed", "email_changed"),
        ("account_frozen", "account_frozen"),
        ("member_frozen", "member_frozen"),
        ("wrong_pins", "wrong_pins"),
    ] {
        for language in ["en", "es", "de"] {
            let text = format!("[mail.subjects.{section}]\n{language} = \"chosen\"\n");
            let subjects = load(&text, &[]).expect("right").mail.subjects;
            let chosen = subjects
                .of_kind(kind)
                .and_then(|subject| subject.in_language(language));
            assert_eq!(chosen, Some("chosen"), "{kind} {language}");
            let others = ["new_device", "enrolled", "otp_reset"];
            for other in others.into_iter().filter(|other| *other != kind) {
                let subject = subjects.of_kind(other).expect("a kind");
                assert_eq!(subject.in_language(language), None, "{kind} is not {other}");
            }
        }
    }
    let subjects = load("", &[]).expect("right").mail.subjects;
    assert!(subjects.of_kind("support_request").is_none());
}

/// Else each mail that is to have it would be given up.
#[test]
fn what_stands_in_a_subject_is_one_line() {
    let text = "[mail.subjects.enrolled]\nde = \"a\\nb\"\n[platform]\nname = \"a\\rb\"\n";
    assert_eq!(
        complaints(text, &[]),
        "\
voltkey.toml:2: `mail.subjects.enrolled.de` is not one line
voltkey.toml:4: `platform.name` is not one line"
    );
}

#[test]
fn a_bare_toml_date_is_a_date() {
    let config = load("second_factor.grace_until = 2027-02-06", &[]).expect("right");
    assert_eq!(
        config.second_factor.grace_until,
        Some(jiff::civil::date(2027, 2, 6))
    );
}

#[test]
fn every_problem_is_told_with_its_place_in_order() {
    let text = "\
[password]
min_strength = 5
require = [\"upper\", \"emoji\"]

[sesion]
idle = \"8h\"

[tokens]
access = 900
idle = \"8h\"

[weather]
";
    let env = [
        ("VOLTKEY_TOKENS__ACCESS_ALG", "HS256"),
        ("VOLTKEY_SESION__IDLE", "8h"),
    ];
    assert_eq!(
        complaints(text, &env),
        "\
voltkey.toml:2: `password.min_strength`: expected a whole number from 0 to 4, found 5
voltkey.toml:3: `password.require`: expected a list, each one of \"upper\", \"lower\", \"digit\", \"special\", found [\"upper\", \"emoji\"]
voltkey.toml:6: unknown key `sesion.idle`: did you mean `session.idle`?
voltkey.toml:9: `tokens.access`: expected a time such as \"30s\", \"15m\", \"8h\" or \"30d\" (at most 3650d), found 900
voltkey.toml:10: unknown key `tokens.idle`: did you mean `session.idle`?
voltkey.toml:12: unknown key `weather`
VOLTKEY_SESION__IDLE: unknown key `sesion.idle`: did you mean `VOLTKEY_SESSION__IDLE`?
VOLTKEY_TOKENS__ACCESS_ALG: `tokens.access_alg`: expected one of \"RS256\", \"ES256\", \"EdDSA\", found \"HS256\""
    );
}

#[test]
fn a_section_is_not_a_key_and_may_be_empty() {
    assert_eq!(
        complaints("server = \"0.0.0.0:80\"", &[]),
        "voltkey.toml:1: `server` is a section: its keys stand below a line `[server]`"
    );
    assert!(load("[server]\n[mail.subjects]\n", &[]).is_ok());
}

#[test]
fn a_variable_with_too_few_underscores_is_not_ignored() {
    assert_eq!(
        complaints("", &[("VOLTKEY_SERVER_PUBLIC_URL", "https://id.example.com")]),
        "VOLTKEY_SERVER_PUBLIC_URL: unknown key `server_public_url`: did you mean `VOLTKEY_SERVER__PUBLIC_URL`?"
    );
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let complaints = complaints("[server]\nlisten = \n\nidle 8h\n", &[]);
    assert!(
        complaints
            .lines()
            .any(|line| line.starts_with("voltkey.toml:2: ")),
        "{complaints}"
    );
    assert!(
        complaints
            .lines()
            .any(|line| line.starts_with("voltkey.toml:4: ")),
        "{complaints}"
    );
}

#[test]
fn a_missing_file_is_named() {
    let error = Config::load(Some(Path::new("nowhere/voltkey.toml")), &[]).expect_err("there is none");
    assert!(
        error
            .to_string()
            .starts_with("nowhere/voltkey.toml: cannot be read: "),
        "{error}"
    );
}

#[test]
fn a_password_never_reaches_a_message() {
    let text = "[mail]\nurl = \"smtp://volt:s3cret@mail.example.com\"\n[database]\nurl = \"mysql://volt:s3cret@db\"\n";
    let complaints = complaints(text, &[]);
    assert_eq!(complaints.lines().count(), 2);
    assert!(!complaints.contains("s3cret"), "{complaints}");
}

#[test]
fn lifetimes_must_agree_with_each_other() {
    let text = "[session]\nidle = \"40d\"\n[tokens]\nrefresh_absolute = \"1d\"\ncode = \"11m\"\n";
    assert_eq!(
        complaints(text, &[("VOLTKEY_TOKENS__REFRESH_GRACE", "31d")]),
        "\
voltkey.toml:2: `session.idle` is longer than `session.absolute`
voltkey.toml:4: `tokens.refresh` is longer than `tokens.refresh_absolute`
voltkey.toml:5: `tokens.code` is longer than 10m, the most that RFC 6749 recommends
VOLTKEY_TOKENS__REFRESH_GRACE: `tokens.refresh_grace` is not shorter than `tokens.refresh`"
    );
}

#[test]
fn every_type_names_what_it_expects() {
    for (key, value) in [
        ("server.listen", "8080"),
        ("server.public_url", "https://id.example.com/sso"),
        ("mail.from", "Example"),
        ("platform.time_zone", "Europe/Atlantis"),
        ("platform.login_url", "javascript:alert(1)"),
        ("brand.accent", "green"),
        ("second_factor.grace_until", "2027-02-30"),
        ("outbound.allow_private", "10.0.0.0/40"),
        ("keys.dir", ""),
        ("support.email", "support"),
        ("log.level", "inof"),
    ] {
        let variable = format!("VOLTKEY_{}", key.replace('.', "__").to_uppercase());
        let complaint = complaints("", &[(&variable, value)]);
        assert!(
            complaint.starts_with(&format!("{variable}: `{key}`: expected ")),
            "{complaint}"
        );
    }
}
