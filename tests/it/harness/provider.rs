//! The provider as the network reaches it: one request, one reply.

use super::records::Records;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use tower::ServiceExt as _;
use url::Url;
use voltkey_protocol::error::Rule;

/// More than any page has.
const MAX_BODY: usize = 1024 * 1024;

/// The whole router. Cloning it is cheap.
#[derive(Clone)]
pub struct Provider {
    router: Router,
    issuer: Url,
    records: Records,
}

impl Provider {
    pub(super) fn new(router: Router, issuer: Url, records: Records) -> Self {
        Self {
            router,
            issuer,
            records,
        }
    }

    /// The router, for what it says of itself.
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// The issuer's address.
    pub fn issuer(&self) -> &Url {
        &self.issuer
    }

    /// The address of a path, or the address itself.
    pub fn address(&self, path: &str) -> Url {
        self.issuer.join(path).expect("a path or an address")
    }

    /// Sends a request as the machine with that address would.
    ///
    /// # Panics
    /// When the answer is a 500: no request may bring one about. When it is a refusal whose reference number leads
    /// to no record with the rule that refused.
    pub async fn send(&self, from: IpAddr, mut request: Request<Body>) -> Reply {
        let asked = format!("{} {}", request.method(), request.uri());
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(from, 50_000)));
        let (head, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible")
            .into_parts();
        let body = to_bytes(body, MAX_BODY).await.expect("a body");
        // An image is none, and stays recognisable.
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_ne!(
            head.status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "{asked} was answered: {body}"
        );
        let reply = Reply {
            status: head.status,
            headers: head.headers,
            body,
        };
        if let Some(number) = reply.told_reference() {
            let refusal = self.records.refusal(&number).await;
            let rule = refusal.rule.parse::<Rule>();
            assert!(rule.is_ok(), "{asked} was refused by {refusal:?}");
        }
        reply
    }
}

/// An answer, as it came.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status code.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Reply {
    /// The value of a header; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ASCII"))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.body))
    }

    /// Status and `error` of a refusal (RFC 6749, 5.2), whose other members must be there too.
    pub fn refusal(&self) -> (u16, String) {
        let body = self.json();
        assert!(
            body["error_description"].is_string(),
            "a refusal says why: {body}"
        );
        assert_eq!(self.header("cache-control"), "no-store");
        (
            self.status.as_u16(),
            body["error"].as_str().expect("error").to_owned(),
        )
    }

    /// The reference number of a refusal.
    pub fn reference(&self) -> String {
        self.json()["error_reference"]
            .as_str()
            .expect("error_reference")
            .to_owned()
    }

    /// The reference number of an error as a client is told it: in the body's JSON, in the address of a redirect, or
    /// in the form that a page posts to it.
    fn told_reference(&self) -> Option<String> {
        if let Ok(body) = serde_json::from_str::<Value>(&self.body) {
            return Some(body.get("error_reference")?.as_str()?.to_owned());
        }
        let in_address = Url::parse(self.header("location")).ok();
        let described = in_address.and_then(|url| {
            let mut pairs = url.query_pairs().into_owned();
            pairs.find(|(name, _)| name == "error_description")
        });
        let text = described.map_or_else(|| self.body.clone(), |(_, text)| text);
        let (_, number) = text.split_once("(reference ")?;
        Some(number.split_once(')')?.0.to_owned())
    }

    /// The body of a 200.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.json()
    }
}
