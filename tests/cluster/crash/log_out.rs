//! `kill -9` while an app is being told of a log-out: after the next start it is told (at least once).

use crate::harness::{App, Browser, Database, PATIENCE, email, within, world};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_an_app_is_told_of_a_log_out() {
    is_told(&Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_an_app_is_told_of_a_log_out() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    is_told(&Database::Postgres(database)).await;
}

async fn is_told(database: &Database) {
    let app = Listener::default();
    let uri = app.start().await;
    let installation = database
        .installation()
        .with("VOLTKEY_OUTBOUND__ALLOW_PRIVATE", "[\"127.0.0.0/8\"]");
    let registered = format!("trusted = true\nbackchannel_logout_uri = {uri:?}\n");
    let world = world(1).await.replacen("trusted = true\n", &registered, 1);
    installation.write("world.toml", &world);
    installation.done(&["apply", "world.toml"]).await;

    let server = installation.serve().await;
    let mut browser = Browser::default();
    let request = App.authorize(&[]);
    let landed = browser.log_in(&server.wire, &request, &email(0)).await;
    let code = landed.expect("an answer").code();
    let tokens = App.exchange(&server.wire, &code).await.expect("an answer");
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    browser
        .open(&server.wire, "/auth/logout")
        .await
        .expect("an answer");
    let is_called = within(PATIENCE, async || app.calls() == 1).await;
    assert!(is_called, "the app is not called");
    server.kill();

    let open = "SELECT COUNT(*) FROM logout_calls WHERE ended_at IS NULL";
    assert_eq!(database.number(&installation, open).await, 1);
    // A minute passes, after which the call of a killed worker is anybody's again.
    database
        .execute(&installation, "UPDATE logout_calls SET locked_until = 0")
        .await;
    app.answers.set(()).expect("it is said once");
    let server = installation.serve().await;
    let told = "SELECT COUNT(*) FROM logout_calls WHERE outcome = 'told'";
    let is_told = within(PATIENCE, async || database.number(&installation, told).await == 1);
    assert!(is_told.await, "the app is not told");
    assert_eq!(app.calls(), 2);
    server.stop().await;
}

/// The server of an app, which hangs until it is said to answer.
#[derive(Clone, Default)]
struct Listener {
    calls: Arc<AtomicUsize>,
    answers: Arc<OnceLock<()>>,
}

impl Listener {
    /// Begins to serve until the test ends; gives where it is told of log-outs.
    async fn start(&self) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new()
            .route("/back-channel", post(hear))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://127.0.0.1:{port}/back-channel")
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

async fn hear(State(listener): State<Listener>, body: String) -> StatusCode {
    assert!(body.starts_with("logout_token=ey"), "{body}");
    listener.calls.fetch_add(1, Ordering::SeqCst);
    if listener.answers.get().is_none() {
        std::future::pending::<()>().await;
    }
    StatusCode::OK
}
