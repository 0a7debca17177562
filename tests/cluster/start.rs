//! From nothing to a provider, its end in order, and the same provider again.

use crate::harness::{App, Browser, Installation, PATIENCE, Server, email, tokens, within, world};
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far less than the half minute that requests under way are given.
const AT_ONCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn an_empty_folder_becomes_a_provider() {
    let installation = Installation::new();
    let server = installation.serve().await;

    let live = server.wire.get("/health/live").await.expect("an answer");
    assert_eq!((live.status, live.body.as_str()), (200, "live\n"));
    let discovery = server
        .wire
        .get("/.well-known/openid-configuration")
        .await
        .expect("an answer");
    assert_eq!(
        discovery.json()["issuer"],
        Value::from(installation.public_url.as_str())
    );
    // Each of the three algorithms has a key that signs, and one that will.
    assert_eq!(server.wire.published_keys().await.len(), 8);

    let made: Vec<_> = installation.everything().into_keys().collect();
    for name in ["data/voltkey.db", "keys/master.key"] {
        assert!(made.contains(&installation.path(name)), "{made:?}");
        assert_eq!(installation.mode(name), 0o600, "{name}");
    }
    assert_eq!(installation.mode("keys"), 0o700);

    let outcome = server.stop().await;
    let port = installation.port;
    assert_eq!(
        outcome.stdout,
        format!("Voltkey listens on 127.0.0.1:{port} as http://localhost:{port}\n")
    );
}

#[tokio::test]
async fn the_second_start_takes_up_what_the_first_has_made() {
    let installation = Installation::new();
    let server = installation.serve().await;
    let keys = server.wire.published_keys().await;
    server.stop().await;
    let before = installation.everything();

    let server = installation.serve().await;
    assert_eq!(server.wire.published_keys().await, keys);
    server.stop().await;
    let after = installation.everything();
    let master_key = installation.path("keys/master.key");
    assert_eq!(after[&master_key], before[&master_key]);
    assert!(after.keys().eq(before.keys()), "a stop leaves no journal behind");
}

#[tokio::test]
async fn a_session_and_a_refresh_token_outlive_a_restart() {
    let installation = Installation::new();
    installation.write("world.toml", &world(1).await);
    installation.done(&["apply", "world.toml"]).await;
    let mut browser = Browser::default();
    let server = installation.serve().await;
    let landed = browser.log_in(&server.wire, &App.authorize(&[]), &email(0)).await;
    let code = landed.expect("an answer").code();
    let (access, refresh) = tokens(&App.exchange(&server.wire, &code).await.expect("an answer"));
    server.stop().await;

    let server = installation.serve().await;
    let silent = App.authorize(&[("prompt", "none")]);
    let landed = browser.open(&server.wire, &silent).await.expect("an answer");
    assert!(landed.try_code().is_some(), "{landed:?}");
    let userinfo = server.wire.get_with_token("/oauth2/userinfo", &access).await;
    assert_eq!(userinfo.expect("an answer").status, 200);
    tokens(&App.refresh(&server.wire, &refresh).await.expect("an answer"));
}

#[tokio::test]
async fn sigterm_lets_the_request_under_way_finish() {
    let installation = Installation::new();
    let server = installation.serve().await;
    let form = "grant_type=client_credentials";
    let mut connection = begin_post(installation.port, form.len()).await;

    server.terminate();
    let takes_no_more = async || {
        TcpStream::connect(("127.0.0.1", installation.port))
            .await
            .is_err()
    };
    assert!(within(PATIENCE, takes_no_more).await, "it still listens");
    connection.write_all(form.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(answer.contains("\"invalid_client\""), "{answer}");
    assert_eq!(ended(server).await, Some(0));
}

#[tokio::test]
async fn sigterm_during_the_start_ends_it_in_order() {
    let installation = Installation::new();
    let process = installation.start(&["serve"]);
    let listens = async || TcpStream::connect(("127.0.0.1", installation.port)).await.is_ok();
    assert!(within(PATIENCE, listens).await);
    process.terminate();
    let outcome = process.end().await;
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(!installation.path("data/voltkey.db-wal").exists());
}

#[tokio::test]
async fn a_connection_that_rests_does_not_hold_up_the_end() {
    let installation = Installation::new();
    let server = installation.serve().await;
    let _silent = TcpStream::connect(("127.0.0.1", installation.port))
        .await
        .unwrap();
    let mut kept = TcpStream::connect(("127.0.0.1", installation.port))
        .await
        .unwrap();
    kept.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut first = [0; 12];
    kept.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");

    server.terminate();
    let end = timeout(AT_ONCE, ended(server)).await;
    assert_eq!(end.expect("no waiting for silent clients"), Some(0));
}

#[tokio::test]
async fn who_never_ends_a_request_s_head_is_let_go() {
    let installation = Installation::new().with("VOLTKEY_SERVER__HEADER_TIMEOUT", "1s");
    let server = installation.serve().await;
    let mut slow = TcpStream::connect(("127.0.0.1", installation.port))
        .await
        .unwrap();
    slow.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let end = timeout(AT_ONCE, slow.read_to_end(&mut answer)).await;
    end.expect("the connection ends").ok();
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    let live = server.wire.get("/health/live").await.expect("an answer");
    assert_eq!(live.status, 200, "others are served");
}

#[tokio::test]
async fn the_version_is_told_without_touching_anything() {
    let installation = Installation::new();
    assert_eq!(
        installation.done(&["--version"]).await,
        format!("voltkey {}\n", env!("CARGO_PKG_VERSION"))
    );
    assert!(installation.everything().is_empty());
}

/// Sends the head of a token request, and waits until the server asks for its body: then it is under way.
async fn begin_post(port: u16, length: usize) -> TcpStream {
    const GO_ON: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut connection = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = format!(
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; GO_ON.len()];
    connection.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, GO_ON);
    connection
}

async fn ended(server: Server) -> Option<i32> {
    server.end().await.code
}
