//! A call to an API in the person's name: the access token in the `Authorization` header (RFC 6750, section 2.1).

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use serde::Serialize;

use crate::app::App;
use crate::problem::Problem;
use crate::provider::reasons;
use crate::session::Session;

pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new().route(&app.path("/call-api"), get(page))
}

#[derive(Serialize)]
struct View {
    address: String,
    status: String,
    /// The `WWW-Authenticate` header of a refusal.
    challenge: Option<String>,
    body: String,
}

async fn page(State(app): State<App>, jar: CookieJar) -> Response {
    let Some((_, session)) = app.signed_in(&jar) else {
        return Redirect::to(&app.path("/")).into_response();
    };
    let result = call(&app, &session).await.map(|view| app.page("api.html", view));
    app.answer(result)
}

async fn call(app: &App, session: &Session) -> Result<View, Problem> {
    let failed =
        |error: reqwest::Error| Problem::Internal(format!("The API can't be reached: {}", reasons(&error)));
    // The API serves all applications: it lives at the root, whatever this application's prefix.
    let address = app.public_url().join("/api/me").map_err(Problem::internal)?;
    let request = app
        .provider()
        .http()
        .get(address.as_str())
        .bearer_auth(session.access_token.secret());
    let response = request.send().await.map_err(failed)?;
    let challenge = response.headers().get(header::WWW_AUTHENTICATE);
    Ok(View {
        address: address.into(),
        status: response.status().to_string(),
        challenge: challenge.and_then(|value| value.to_str().ok()).map(str::to_owned),
        body: readable(response.text().await.map_err(failed)?),
    })
}

/// JSON with line breaks; anything else as it is.
fn readable(body: String) -> String {
    let pretty =
        serde_json::from_str::<serde_json::Value>(&body).and_then(|json| serde_json::to_string_pretty(&json));
    pretty.unwrap_or(body)
}
