//! A relying party of our own, `sundial`: it shows the authorization response that came to it, whichever way.

use anyhow::Result;
use axum::extract::Form;
use axum::routing::any;
use axum::{Json, Router};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// The app's server, which ends with the runtime.
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
            .fallback(async || StatusCode::NO_CONTENT);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port })
    }

    /// Its one redirect URI.
    pub fn callback(&self) -> String {
        format!("http://localhost:{}/callback", self.port)
    }
}

/// The method, and the parameters of the query (GET) or of the body (POST).
async fn callback(method: Method, Form(parameters): Form<BTreeMap<String, String>>) -> Json<Value> {
    Json(json!({ "method": method.as_str(), "parameters": parameters }))
}
