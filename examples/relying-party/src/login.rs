//! The way to the provider: the authorization request (OpenID Connect Core 1.0, section 3.1.2.1) with PKCE (RFC 7636).
//!
//! The same address is the `initiate_login_uri`, to which others send people who are to be signed in (section 4).

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope};
use serde::Deserialize;

use crate::app::{App, BrowserId};
use crate::browser;
use crate::problem::Problem;

pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new().route(&app.path("/login"), get(begin).post(begin))
}

/// What must be remembered until the answer comes. Its key is the `state`.
pub(crate) struct PendingLogin {
    /// The browser that must bring the answer back.
    pub browser: BrowserId,
    pub nonce: Nonce,
    pub verifier: PkceCodeVerifier,
    /// The greatest age in seconds of the person's last authentication, if one was asked for.
    pub max_age: Option<u64>,
    /// The path to show afterwards.
    pub target: String,
}

/// What others may say when they send somebody here, and what a developer may want to try.
#[derive(Deserialize)]
struct Wish {
    iss: Option<String>,
    target_link_uri: Option<String>,
    login_hint: Option<String>,
    prompt: Option<String>,
    max_age: Option<u64>,
    ui_locales: Option<String>,
    acr_values: Option<String>,
}

impl Wish {
    /// The parameters that go to the provider as they came.
    fn passed_on(&self) -> impl Iterator<Item = (&'static str, String)> {
        [
            ("login_hint", self.login_hint.clone()),
            ("prompt", self.prompt.clone()),
            ("max_age", self.max_age.map(|seconds| seconds.to_string())),
            ("ui_locales", self.ui_locales.clone()),
            ("acr_values", self.acr_values.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

async fn begin(State(app): State<App>, jar: CookieJar, Form(wish): Form<Wish>) -> Response {
    let result = redirect(&app, jar, wish).await;
    app.answer(result)
}

async fn redirect(app: &App, jar: CookieJar, wish: Wish) -> Result<impl IntoResponse, Problem> {
    if let Some(iss) = wish
        .iss
        .as_ref()
        .filter(|iss| *iss != app.provider().issuer().as_str())
    {
        return Err(Problem::ForeignIssuer(iss.clone()));
    }
    let client = app.client(&*app.provider().metadata().await?)?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(browser::random()),
            || Nonce::new(browser::random()),
        )
        .add_scopes(app.registration().scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge);
    for (name, value) in wish.passed_on() {
        request = request.add_extra_param(name, value);
    }
    let (address, state, nonce) = request.url();
    let (jar, browser) = app.browser(jar);
    let target = own_target(app, wish.target_link_uri.as_deref());
    let pending = PendingLogin {
        browser,
        nonce,
        verifier,
        max_age: wish.max_age,
        target,
    };
    app.logins().insert(state.into_secret(), pending);
    Ok((jar, Redirect::to(address.as_str())))
}

/// Where to go afterwards: a page of this application and nowhere else, or this would be an open redirector.
fn own_target(app: &App, target_link_uri: Option<&str>) -> String {
    let own = target_link_uri
        .and_then(|target| url::Url::parse(target).ok())
        .filter(|target| {
            target.origin() == app.public_url().origin() && target.path().starts_with(&app.path("/"))
        });
    match own {
        Some(target) => target[url::Position::BeforePath..url::Position::AfterQuery].to_owned(),
        None => app.path("/profile"),
    }
}
