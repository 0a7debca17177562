//! Relying parties of our own on one server. `sundial` shows the authorization response that came to it, whichever way,
//! and keeps a session until the provider's page loads its page for log-outs. The servers of `almanac` and `hourglass`
//! are called instead: one refuses, the other does not answer.

use anyhow::Result;
use axum::extract::{Form, RawForm};
use axum::response::{AppendHeaders, Html, IntoResponse};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use http::header::SET_COOKIE;
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::pending;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// The cookie of a session of `sundial`.
const SESSION: &str = "sundial_session";

/// The apps' server, which ends with the runtime.
pub struct App {
    port: u16,
}

impl App {
    /// Starts it.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let router = Router::new()
            .route("/callback", any(callback))
            .route("/", get(home))
            .route("/front-channel", get(front_channel))
            .route("/refuses", post(async || refusal()))
            .route("/hangs", post(async || pending::<StatusCode>().await))
            .fallback(async || StatusCode::NO_CONTENT);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port })
    }

    /// An address of it.
    pub fn address(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }
}

/// The method, and the parameters of the query (GET) or of the body (POST). Whoever comes so is signed in.
async fn callback(method: Method, Form(parameters): Form<BTreeMap<String, String>>) -> impl IntoResponse {
    let session = format!("{SESSION}=1; Path=/; HttpOnly; SameSite=Lax");
    let shown: Json<Value> = Json(json!({ "method": method.as_str(), "parameters": parameters }));
    (AppendHeaders([(SET_COOKIE, session)]), shown)
}

/// Whether this browser is signed in.
async fn home(headers: HeaderMap) -> Html<&'static str> {
    let cookies = headers.get("cookie").and_then(|value| value.to_str().ok());
    match cookies.is_some_and(|cookies| cookies.contains(SESSION)) {
        true => Html("<!doctype html><title>Sundial</title><h1>Signed in to Sundial</h1>"),
        false => Html("<!doctype html><title>Sundial</title><h1>Signed out of Sundial</h1>"),
    }
}

/// OpenID Connect Front-Channel Logout 1.0, 2: `iss` and `sid` come along.
async fn front_channel(RawForm(query): RawForm) -> impl IntoResponse {
    let query = String::from_utf8_lossy(&query);
    let is_told = ["iss=http", "sid="].iter().all(|part| query.contains(part));
    let over = match is_told {
        true => format!("{SESSION}=; Path=/; Max-Age=0"),
        false => format!("{SESSION}=1; Path=/"),
    };
    (
        AppendHeaders([(SET_COOKIE, over)]),
        Html("<!doctype html><title>Sundial</title>"),
    )
}

fn refusal() -> (StatusCode, Json<Value>) {
    let reason = json!({ "error": "invalid_request", "error_description": "no such session" });
    (StatusCode::BAD_REQUEST, Json(reason))
}
