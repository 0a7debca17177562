//! Configuration, by file and by variable.

use crate::harness::Installation;

/// What `serve` complains about with that configuration file.
async fn complaint(text: &str) -> String {
    let installation = Installation::new();
    installation.write("voltkey.toml", text);
    installation.refused(&["--config", "voltkey.toml", "serve"]).await
}

/// What `serve` complains about with that variable.
async fn complaint_about_variable(name: &str, value: &str) -> String {
    Installation::new().with(name, value).refused(&["serve"]).await
}

#[tokio::test]
async fn an_unknown_key_is_named_with_its_line_and_the_nearest() {
    assert_eq!(
        complaint("[session]\nabsolute = \"30d\"\nidel = \"8h\"\n").await,
        "voltkey.toml:3: unknown key `session.idel`: did you mean `session.idle`?"
    );
    assert_eq!(
        complaint_about_variable("VOLTKEY_SESION__IDLE", "8h").await,
        "VOLTKEY_SESION__IDLE: unknown key `sesion.idle`: did you mean `VOLTKEY_SESSION__IDLE`?"
    );
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_with_what_is_expected() {
    assert_eq!(
        complaint("[session]\nidle = 8\n").await,
        "voltkey.toml:2: `session.idle`: expected a time such as \"30s\", \"15m\", \"8h\" or \"30d\" \
         (at most 3650d), found 8"
    );
    assert_eq!(
        complaint_about_variable("VOLTKEY_PASSWORD__MIN_STRENGTH", "strong").await,
        "VOLTKEY_PASSWORD__MIN_STRENGTH: `password.min_strength`: expected a whole number from 0 to 4, \
         found \"strong\""
    );
}

#[tokio::test]
async fn all_mistakes_are_told_at_once() {
    let told = complaint("[session]\nidle = \"always\"\n[mails]\nurl = \"smtp://localhost\"\n").await;
    let places: Vec<_> = told
        .lines()
        .map(|line| line.split(": ").next().unwrap())
        .collect();
    assert_eq!(places, ["voltkey.toml:2", "voltkey.toml:4"], "{told}");
}

#[tokio::test]
async fn the_public_url_is_https_and_nothing_but_an_origin() {
    let wrong = [
        "https://id.example.com/sso",
        "https://id.example.com/?a=b",
        "http://id.example.com",
    ];
    for address in wrong {
        let told = complaint_about_variable("VOLTKEY_SERVER__PUBLIC_URL", address).await;
        let expected = format!(
            "VOLTKEY_SERVER__PUBLIC_URL: `server.public_url`: expected an address such as \
             \"https://id.example.com\", without path, query and fragment (http only on localhost), \
             found {address:?}"
        );
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn what_is_no_toml_is_told_with_its_line() {
    let told = complaint("[server]\nlisten = 127.0.0.1:8080\n").await;
    assert!(told.starts_with("voltkey.toml:2: "), "{told}");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let told = Installation::new()
        .refused(&["--config", "nowhere.toml", "serve"])
        .await;
    assert!(told.starts_with("nowhere.toml: cannot be read: "), "{told}");
}

#[tokio::test]
async fn the_password_of_a_database_is_never_repeated() {
    let told = complaint("[database]\nurl = \"mysql://volt:s3cret@db.example/volt\"\n").await;
    assert!(
        told.starts_with("voltkey.toml:2: `database.url`: expected "),
        "{told}"
    );
    assert!(!told.contains("s3cret"), "{told}");
}
