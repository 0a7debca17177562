//! The whole login as a client library drives it, from discovery to the refreshed tokens.

use crate::harness::{ISSUER, Provider, World};
use axum::body::Body;
use chrono::DateTime;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl, Scope, TokenResponse as _,
};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use url::Position;

/// Carries the library's requests to the router.
async fn carry(provider: &Provider, request: HttpRequest) -> Result<HttpResponse, Infallible> {
    let (mut head, body) = request.into_parts();
    let url: url::Url = head.uri.to_string().parse().expect("an address");
    assert_eq!(
        url.origin().ascii_serialization(),
        ISSUER,
        "the library asks nobody else"
    );
    head.uri = url[Position::BeforePath..].parse().expect("a path");
    let reply = provider
        .send(
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            http::Request::from_parts(head, Body::from(body)),
        )
        .await;
    let mut response = http::Response::new(reply.body.into_bytes());
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}

#[tokio::test]
async fn openidconnect_completes_a_login() {
    let world = World::new().await;
    let http = |request: HttpRequest| carry(world.provider(), request);
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, &http)
        .await
        .expect("discovery");
    let registered = world.client("platform");
    let secret = registered.secret.clone().map(ClientSecret::new);
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(registered.id), secret)
        .set_redirect_uri(RedirectUrl::new(registered.redirect_uri).unwrap());

    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scopes(["email", "offline_access"].map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .url();
    let mut browser = world.browser();
    let login = browser.arrive(url.as_str()).await.page();
    let answer = world.log_in(&mut browser, login, "ada").await.answer();
    assert_eq!(answer.get("state"), Some(state.secret().as_str()));

    let exchange = client
        .exchange_code(AuthorizationCode::new(answer.code().to_owned()))
        .expect("a token endpoint");
    let tokens = exchange
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .expect("tokens");
    let now = DateTime::from_timestamp(world.now().as_seconds(), 0).expect("a moment");
    let verifier = client.id_token_verifier().set_time_fn(move || now);
    let id_token = tokens.id_token().expect("an ID token");
    let claims = id_token.claims(&verifier, &nonce).expect("valid claims");
    let key = id_token.signing_key(&verifier).expect("the signing key");
    let hash =
        AccessTokenHash::from_token(tokens.access_token(), id_token.signing_alg().unwrap(), key).unwrap();
    assert_eq!(claims.access_token_hash(), Some(&hash));

    let asked = client
        .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
        .expect("an endpoint");
    let userinfo: CoreUserInfoClaims = asked.request_async(&http).await.expect("the same subject");
    assert_eq!(
        userinfo.email().map(|email| email.as_str()),
        Some("ada@sonnenfeld.example")
    );

    let refresh_token = tokens.refresh_token().expect("a refresh token");
    let refreshing = client
        .exchange_refresh_token(refresh_token)
        .expect("a token endpoint");
    let refreshed = refreshing.request_async(&http).await.expect("new tokens");
    assert_ne!(
        refreshed.refresh_token().unwrap().secret(),
        refresh_token.secret()
    );
}
