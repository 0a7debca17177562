//! The way back: the authorization response (OpenID Connect Core 1.0, section 3.1.2.5) and all that has to be checked
//! before anybody is signed in.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use openidconnect::core::CoreTokenResponse;
use openidconnect::{AccessToken, AuthorizationCode, OAuth2TokenResponse, SubjectIdentifier, TokenResponse};
use serde::Deserialize;

use crate::app::App;
use crate::browser;
use crate::id_token::{self, Expected, IdTokenRefused};
use crate::login::PendingLogin;
use crate::members::Member;
use crate::problem::Problem;
use crate::provider::{Client, Metadata, reasons};
use crate::session::{self, Session, UserInfo};

pub(crate) fn routes(app: &App) -> Router<App> {
    Router::new().route(&app.path("/callback"), get(receive))
}

/// The authorization response: `code` or `error`, never both.
#[derive(Deserialize)]
struct Answer {
    state: Option<String>,
    iss: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

async fn receive(State(app): State<App>, jar: CookieJar, Query(answer): Query<Answer>) -> Response {
    let result = sign_in(&app, jar, answer).await;
    app.answer(result)
}

async fn sign_in(app: &App, jar: CookieJar, answer: Answer) -> Result<impl IntoResponse + use<>, Problem> {
    let login = pending_login(app, &jar, answer.state.as_deref())?;
    let metadata = app.provider().metadata().await?;
    check_issuer(app, &metadata, answer.iss.as_deref())?;
    let code = code(answer)?;

    let client = app.client(&metadata)?;
    let tokens = client
        .exchange_code(code)
        .map_err(Problem::internal)?
        .set_pkce_verifier(login.verifier)
        .request_async(app.provider().http())
        .await
        .map_err(|error| Problem::Exchange(reasons(&error)))?;

    let expected = Expected::Login {
        nonce: &login.nonce,
        max_age: login.max_age,
    };
    let session = session(app, &client, &tokens, expected).await?;
    let jar = remember(app, jar, session);
    Ok((jar, Redirect::to(&login.target)))
}

/// `state` must be one of ours, not used yet, and come with the browser that it was made for: otherwise somebody could
/// sign a person in to an account that isn't theirs (RFC 6749, section 10.12).
fn pending_login(app: &App, jar: &CookieJar, state: Option<&str>) -> Result<PendingLogin, Problem> {
    let login = state
        .and_then(|state| app.logins().take(state))
        .ok_or(Problem::UnknownState)?;
    if app.known_browser(jar).as_ref() != Some(&login.browser) {
        return Err(Problem::UnknownState);
    }
    Ok(login)
}

/// A provider that says it always names itself must have done so (RFC 9207, section 2.4).
fn check_issuer(app: &App, metadata: &Metadata, iss: Option<&str>) -> Result<(), Problem> {
    let required = metadata
        .additional_metadata()
        .authorization_response_iss_parameter_supported;
    match iss {
        Some(iss) if iss == app.provider().issuer().as_str() => Ok(()),
        None if !required => Ok(()),
        Some(iss) => Err(Problem::WrongIssuer(iss.to_owned())),
        None => Err(Problem::WrongIssuer("nobody".to_owned())),
    }
}

fn code(answer: Answer) -> Result<AuthorizationCode, Problem> {
    if let Some(error) = answer.error {
        let description = answer
            .error_description
            .unwrap_or_else(|| "It gave no description.".to_owned());
        return Err(Problem::Refused { error, description });
    }
    answer
        .code
        .map(AuthorizationCode::new)
        .ok_or(Problem::EmptyAnswer)
}

/// What the tokens are worth: the verified ID token, and the claims of the UserInfo endpoint for the same subject.
async fn session(
    app: &App,
    client: &Client,
    tokens: &CoreTokenResponse,
    expected: Expected<'_>,
) -> Result<Session, Problem> {
    let id_token = tokens.id_token().ok_or(IdTokenRefused::Missing)?;
    let claims = id_token::verified(app, id_token, tokens.access_token(), expected).await?;
    let user_info = user_info(app, client, tokens.access_token(), claims.subject()).await?;
    Ok(Session {
        sid: session::sid(id_token),
        id_token: id_token.clone(),
        claims,
        user_info,
        access_token: tokens.access_token().clone(),
        refresh_token: tokens.refresh_token().cloned(),
        refreshed: 0,
        excursion: browser::random(),
    })
}

/// The UserInfo answer; its `sub` must equal the ID token's (OpenID Connect Core 1.0, section 5.3.2).
pub(crate) async fn user_info(
    app: &App,
    client: &Client,
    access_token: &AccessToken,
    subject: &SubjectIdentifier,
) -> Result<UserInfo, Problem> {
    let request = client
        .user_info(access_token.clone(), Some(subject.clone()))
        .map_err(|error| Problem::UserInfo(reasons(&error)))?;
    request
        .request_async(app.provider().http())
        .await
        .map_err(|error| Problem::UserInfo(reasons(&error)))
}

/// Keeps the session under a fresh key: whoever knew an older one has nothing.
fn remember(app: &App, jar: CookieJar, session: Session) -> CookieJar {
    if let Some((old, _)) = app.signed_in(&jar) {
        app.sessions().take(&old);
    }
    let member = Member::of(&session);
    app.members().take(&member.sub);
    app.members().insert(member.sub.clone(), member);
    let key = browser::random();
    app.sessions().insert(key.clone(), session);
    jar.add(browser::cookie(app, app.session_cookie(), key))
}
