//! The way out: RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0), and the address that clears everything.

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use openidconnect::{ClientId, CsrfToken, LogoutRequest, PostLogoutRedirectUrl};

use crate::app::App;
use crate::browser;
use crate::problem::Problem;
use crate::session::Session;

pub(crate) fn routes(app: &App) -> Router<App> {
    let own_forms_only = from_fn_with_state(app.clone(), browser::own_forms_only);
    Router::new()
        .route(&app.path("/logout"), post(sign_out).layer(own_forms_only))
        .route(&app.path("/auth/logout"), get(clear))
}

/// Ends the session here first, then sends the browser to the provider, which ends its own.
async fn sign_out(State(app): State<App>, jar: CookieJar) -> Response {
    let Some((key, session)) = app.signed_in(&jar) else {
        return Redirect::to(&app.path("/")).into_response();
    };
    app.sessions().take(&key);
    let (jar, browser) = app.browser(browser::without(jar, app.session_cookie()));
    let state = browser::random();
    app.logouts().insert(state.clone(), browser);
    let result = provider_logout(&app, &session, state)
        .await
        .map(|address| Redirect::to(&address));
    (jar, app.answer(result)).into_response()
}

/// The address of the provider's logout, which comes back to our home page; our home page where it has none.
async fn provider_logout(app: &App, session: &Session, state: String) -> Result<String, Problem> {
    let metadata = app.provider().metadata().await?;
    let Some(endpoint) = metadata.additional_metadata().end_session_endpoint.clone() else {
        return Ok(app.path("/"));
    };
    let home = PostLogoutRedirectUrl::new(app.address("/")).map_err(Problem::internal)?;
    let request = LogoutRequest::from(endpoint)
        .set_id_token_hint(&session.id_token)
        .set_client_id(ClientId::new(app.registration().client_id.clone()))
        .set_post_logout_redirect_uri(home)
        .set_state(CsrfToken::new(state));
    Ok(request.http_get_url().to_string())
}

/// Whether the browser is back from a logout that it began here.
pub(crate) fn came_back(app: &App, jar: &CookieJar, state: Option<&str>) -> bool {
    let browser = state.and_then(|state| app.logouts().take(state));
    browser.is_some() && browser == app.known_browser(jar)
}

/// For somebody who can't get in at all: forgets this browser, and lets the provider do the same.
async fn clear(State(app): State<App>, jar: CookieJar) -> Response {
    if let Some((key, _)) = app.signed_in(&jar) {
        app.sessions().take(&key);
    }
    let provider = format!(
        "{}/auth/logout",
        app.provider().issuer().as_str().trim_end_matches('/')
    );
    (app.forget_browser(jar), Redirect::to(&provider)).into_response()
}
