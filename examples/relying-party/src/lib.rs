//! A web application that signs people in with an OpenID Connect provider: a model to read and to take from.
//!
//! One process serves two applications of the demo: the platform at `/`, and "Solar Reports" under
//! `/solar-reports`, which is somebody else's and has to ask for consent. Each is one [`Registration`].
//!
//! | file | what it shows |
//! |---|---|
//! | [`mod@provider`] | discovery: how to learn the provider's addresses and keys, and to keep up with them |
//! | `login.rs` | the authorization request: PKCE, `state`, `nonce` |
//! | `callback.rs` | the authorization response: what to check before anybody is signed in |
//! | `id_token.rs` | the ID token: signature, claims, `at_hash`, `auth_time` |
//! | `profile.rs`, `claims.rs` | every claim that came, explained |
//! | `refresh.rs` | a new access token without a person |
//! | `logout.rs` | RP-initiated logout |
//! | `single_logout.rs`, `logout_token.rs` | back- and front-channel logout: the provider tells that somebody has signed out |
//! | `api/` | the other side: an API that accepts access tokens |
//!
//! What a real application does otherwise: it keeps its sessions in a database, and its secrets out of its code.

use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;

mod api;
mod app;
mod browser;
mod call_api;
mod callback;
mod claims;
mod home;
mod id_token;
mod jwt;
mod keys;
mod login;
mod logout;
mod logout_token;
mod members;
mod memory;
mod pages;
mod problem;
mod profile;
pub mod provider;
mod refresh;
mod session;
mod settings;
mod single_logout;
#[cfg(test)]
mod tests;

pub use openidconnect::IssuerUrl;
pub use settings::{Registration, Settings, command_line};

use app::App;
use keys::Keys;
use pages::Pages;
use provider::Provider;

/// The whole application, ready to be served. Nothing is asked of the provider before the first sign-in, so that
/// the two may start in any order.
///
/// # Errors
/// When the HTTP client can't be made.
pub fn router(settings: Settings) -> anyhow::Result<Router> {
    let provider = Arc::new(Provider::new(settings.issuer.clone())?);
    let pages = Pages::new();
    let keys = Arc::new(Keys::new(provider.clone()));
    let api = api::routes(settings.issuer.as_str(), keys.clone(), &settings.api_audience);
    let mut router = pages::assets().merge(api);
    for registration in &settings.registrations {
        let app = App::new(
            registration.clone(),
            &settings,
            provider.clone(),
            keys.clone(),
            pages.clone(),
        );
        router = router.merge(rooms(app));
    }
    Ok(router.layer(axum::middleware::map_response_with_state(
        pages::policy(&settings.issuer),
        pages::protect,
    )))
}

/// Serves [`router`] on `settings.listen` until the process ends.
///
/// # Errors
/// When the address can't be listened on.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    axum::serve(listener, router(settings)?).await?;
    Ok(())
}

fn rooms(app: App) -> Router {
    Router::new()
        .merge(home::routes(&app))
        .merge(login::routes(&app))
        .merge(callback::routes(&app))
        .merge(profile::routes(&app))
        .merge(call_api::routes(&app))
        .merge(refresh::routes(&app))
        .merge(logout::routes(&app))
        .merge(single_logout::routes(&app))
        .with_state(app)
}
