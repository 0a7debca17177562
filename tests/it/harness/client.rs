//! A client: a relying party that signs people in, or a machine that acts for itself.

use super::authorization::AuthorizationRequest;
use super::jwt::{self, Jwt};
use super::provider::{Provider, Reply};
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use url::form_urlencoded::{Serializer, byte_serialize};
use voltkey_crypto::clock::{Clock as _, ManualClock};
use voltkey_protocol::jose::KeyManagement;

/// Where the clients' servers are.
const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1));

/// A registered client, or somebody who says so.
#[derive(Clone)]
pub struct Client {
    provider: Provider,
    clock: ManualClock,
    /// `client_id`.
    pub id: String,
    /// `client_secret`; none for a public client.
    pub secret: Option<String>,
    /// Whether it sends its secret in the body instead of the header.
    pub posts_secret: bool,
    /// Where its authorization responses go.
    pub redirect_uri: String,
}

impl Client {
    pub(super) fn new(provider: Provider, clock: ManualClock, id: &str, secret: Option<&str>) -> Self {
        let secret = secret.map(str::to_owned);
        Self {
            provider,
            clock,
            id: id.to_owned(),
            secret,
            posts_secret: false,
            redirect_uri: String::new(),
        }
    }

    /// The same with another secret, or none.
    #[must_use]
    pub fn with_secret(self, secret: Option<&str>) -> Self {
        Self {
            secret: secret.map(str::to_owned),
            ..self
        }
    }

    /// The same client, whose requests reach another replica.
    #[must_use]
    pub fn at(self, provider: Provider) -> Self {
        Self { provider, ..self }
    }

    /// Begins a login: a code request with PKCE, state and nonce.
    pub fn authorize(&self, scope: &str) -> AuthorizationRequest {
        let endpoint = self.provider.address("/oauth2/authorize");
        AuthorizationRequest::new(endpoint, &self.id, &self.redirect_uri, scope)
    }

    /// Exchanges a code, with what the request remembers.
    pub async fn exchange(&self, request: &AuthorizationRequest, code: &str) -> Reply {
        let mut params = vec![("grant_type", "authorization_code"), ("code", code)];
        params.push(("redirect_uri", request.get("redirect_uri")));
        params.extend(
            request
                .verifier
                .as_deref()
                .map(|verifier| ("code_verifier", verifier)),
        );
        self.token(&params).await
    }

    /// Refreshes.
    pub async fn refresh(&self, refresh_token: &str) -> Reply {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)])
            .await
    }

    /// Sends a token request.
    pub async fn token(&self, params: &[(&str, &str)]) -> Reply {
        self.post("/oauth2/token", params).await
    }

    /// Asks what a token is worth.
    pub async fn introspect(&self, token: &str) -> Value {
        self.post("/oauth2/introspect", &[("token", token)]).await.ok()
    }

    /// Ends a token before its time.
    pub async fn revoke(&self, token: &str) {
        let reply = self.post("/oauth2/revoke", &[("token", token)]).await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (200, ""));
    }

    /// Asks for the claims about the person, with the token in the header.
    pub async fn userinfo(&self, access_token: &str) -> Reply {
        self.userinfo_with(&format!("Bearer {access_token}")).await
    }

    /// Asks for the claims about the person with any `Authorization` header.
    pub async fn userinfo_with(&self, authorization: &str) -> Reply {
        let request = Request::get("/oauth2/userinfo").header(AUTHORIZATION, authorization);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts to an endpoint, and authenticates as this client does.
    pub async fn post(&self, path: &str, params: &[(&str, &str)]) -> Reply {
        let mut params = params.to_vec();
        let mut header = None;
        match &self.secret {
            None => params.push(("client_id", &self.id)),
            Some(secret) if self.posts_secret => {
                params.extend([("client_id", self.id.as_str()), ("client_secret", secret)]);
            }
            Some(secret) => header = Some(basic(&self.id, secret)),
        }
        self.post_as_is(path, header.as_deref(), &params).await
    }

    /// Posts to an endpoint with exactly this `Authorization` header and these parameters.
    pub async fn post_as_is(
        &self,
        path: &str,
        authorization: Option<&str>,
        params: &[(&str, &str)],
    ) -> Reply {
        let body = Serializer::new(String::new()).extend_pairs(params).finish();
        self.post_body(path, authorization, "application/x-www-form-urlencoded", body)
            .await
    }

    /// Posts any body to an endpoint.
    pub async fn post_body(
        &self,
        path: &str,
        authorization: Option<&str>,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::post(path).header(CONTENT_TYPE, content_type);
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Gets an address without authenticating.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(
            Request::builder()
                .method(Method::GET)
                .uri(path)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        self.provider.send(ADDRESS, request).await
    }

    /// The provider's keys, fetched anew.
    pub async fn jwks(&self) -> Value {
        self.get("/oauth2/jwks").await.ok()
    }

    /// A text, encrypted to the provider.
    pub async fn encrypt(&self, alg: KeyManagement, text: &str) -> String {
        jwt::encrypt(text, alg, &self.jwks().await)
    }

    /// A JWT whose signature fits a published key; none when it does not.
    pub async fn verify_signature(&self, jwt: &str) -> Option<Jwt> {
        jwt::verify(jwt, &self.jwks().await)
    }

    /// A token whose signature fits a published key, which the issuer made and whose time has not passed; none
    /// when it is not one.
    pub async fn try_verify(&self, token: &str) -> Option<Jwt> {
        let jwt = self.verify_signature(token).await?;
        let is_ours = jwt.claims["iss"] == self.provider.issuer().origin().ascii_serialization();
        let now = self.clock.now().as_seconds();
        let is_timely = jwt.claims["iat"].as_i64()? <= now && now < jwt.claims["exp"].as_i64()?;
        (is_ours && is_timely).then_some(jwt)
    }

    /// As [`Client::try_verify`], for a token that must be good.
    ///
    /// # Panics
    /// When it is not.
    pub async fn verify(&self, token: &str) -> Jwt {
        self.try_verify(token).await.expect("a token of this provider")
    }
}

/// HTTP Basic as RFC 6749, 2.3.1 has it: both halves form-urlencoded.
pub fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{}", encode(id), encode(secret)))
    )
}

/// A successful token response.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token; empty where there is none.
    pub refresh: String,
    /// The ID token; empty where there is none.
    pub id: String,
    /// What was granted.
    pub scope: String,
}

impl Reply {
    /// The tokens of a token response, whose fixed members must be right (RFC 6749, 5.1).
    pub fn tokens(&self) -> Tokens {
        let body = self.ok();
        assert_eq!(body["token_type"], "Bearer");
        assert!(body["expires_in"].is_u64(), "{body}");
        assert_eq!(
            (self.header("cache-control"), self.header("pragma")),
            ("no-store", "no-cache")
        );
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Tokens {
            access: text("access_token"),
            refresh: text("refresh_token"),
            id: text("id_token"),
            scope: text("scope"),
        }
    }
}
