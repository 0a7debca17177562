//! A new access token, without a person: the refresh token (RFC 6749, section 6; OpenID Connect Core 1.0, section 12).

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum_extra::extract::cookie::CookieJar;
use openidconnect::{OAuth2TokenResponse, TokenResponse};

use crate::app::App;
use crate::browser;
use crate::callback::user_info;
use crate::id_token::{self, Expected};
use crate::problem::Problem;
use crate::provider::reasons;
use crate::session::Session;

pub(crate) fn routes(app: &App) -> Router<App> {
    let own_forms_only = from_fn_with_state(app.clone(), browser::own_forms_only);
    Router::new().route(&app.path("/refresh"), post(renew).layer(own_forms_only))
}

async fn renew(State(app): State<App>, jar: CookieJar) -> Response {
    let Some((key, session)) = app.signed_in(&jar) else {
        return Redirect::to(&app.path("/")).into_response();
    };
    let result = refreshed(&app, session).await.map(|session| {
        app.sessions().update(&key, |current| *current = session);
        Redirect::to(&app.path("/profile"))
    });
    app.answer(result)
}

/// The session with its new tokens. The answer may leave the ID token and the refresh token out: then the old ones stay.
async fn refreshed(app: &App, mut session: Session) -> Result<Session, Problem> {
    let refresh_token = session.refresh_token.clone().ok_or(Problem::NoRefreshToken)?;
    let client = app.client(&*app.provider().metadata().await?)?;
    let tokens = client
        .exchange_refresh_token(&refresh_token)
        .map_err(Problem::internal)?
        .request_async(app.provider().http())
        .await
        .map_err(|error| Problem::Exchange(reasons(&error)))?;
    if let Some(id_token) = tokens.id_token() {
        let expected = Expected::Refresh {
            subject: session.claims.subject(),
        };
        session.claims = id_token::verified(app, id_token, tokens.access_token(), expected).await?;
        session.id_token = id_token.clone();
    }
    session.user_info = user_info(app, &client, tokens.access_token(), session.claims.subject()).await?;
    session.access_token = tokens.access_token().clone();
    session.refresh_token = tokens.refresh_token().cloned().or(session.refresh_token);
    session.refreshed += 1;
    Ok(session)
}
