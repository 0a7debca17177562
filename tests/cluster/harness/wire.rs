//! The way to one server: requests and their answers, or none.

use reqwest::header::{AUTHORIZATION, HOST, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use std::sync::Once;
use std::time::Duration;
use url::Url;

/// More than any answer takes.
const TIMEOUT: Duration = Duration::from_secs(30);

/// No answer came: the server is gone, and nobody knows what it has still done.
#[derive(Debug)]
pub struct Lost;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: String,
}

/// Speaks to the server at one port.
#[derive(Clone)]
pub struct Wire {
    http: Client,
    base: Url,
    /// The issuer, whose addresses stand in pages and redirects whichever replica answers.
    pub issuer: Url,
}

impl Wire {
    /// To the server at that port of this machine.
    pub fn new(port: u16, issuer: &str) -> Self {
        static TLS: Once = Once::new();
        TLS.call_once(|| {
            rustls::crypto::aws_lc_rs::default_provider()
                .install_default()
                .expect("the first")
        });
        let http = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            // A connection of its own for each request, so that none leads to a server that was killed.
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        Self {
            http,
            base: format!("http://127.0.0.1:{port}").parse().unwrap(),
            issuer: issuer.parse().unwrap(),
        }
    }

    /// Gets a path.
    pub async fn get(&self, path: &str) -> Result<Reply, Lost> {
        self.send(self.request_get(path)).await
    }

    /// Gets a path with a bearer token.
    pub async fn get_with_token(&self, path: &str, token: &str) -> Result<Reply, Lost> {
        let header = format!("Bearer {token}");
        self.send(self.request_get(path).header(AUTHORIZATION, header))
            .await
    }

    /// A request that gets a path.
    pub fn request_get(&self, path: &str) -> RequestBuilder {
        let request = self.http.get(self.base.join(path).unwrap());
        request.header(HOST, self.issuer.authority())
    }

    /// A request that posts a form.
    pub fn request_post(&self, path: &str, fields: &[(String, String)]) -> RequestBuilder {
        let request = self.http.post(self.base.join(path).unwrap());
        request.header(HOST, self.issuer.authority()).form(fields)
    }

    /// Sends a request.
    ///
    /// # Panics
    /// When the answer is that something is wrong with the server: no story may bring that about.
    pub async fn send(&self, request: RequestBuilder) -> Result<Reply, Lost> {
        let answer = request.send().await.map_err(|_| Lost)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.text().await.map_err(|_| Lost)?;
        assert!(status < 500, "{status} {body}");
        Ok(Reply {
            status,
            headers,
            body,
        })
    }

    /// The key identifiers that are published, in order.
    pub async fn published_keys(&self) -> Vec<String> {
        let keys = self.get("/oauth2/jwks").await.expect("an answer").json();
        let mut kids: Vec<String> = keys["keys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect();
        kids.sort();
        kids
    }
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.body))
    }

    /// Status and `error` of a token endpoint's answer; the latter is empty in a good one.
    pub fn verdict(&self) -> (u16, String) {
        let error = self.json()["error"].as_str().unwrap_or_default().to_owned();
        (self.status, error)
    }
}
