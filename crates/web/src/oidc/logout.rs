//! RP-initiated log-out (OpenID Connect RP-Initiated Logout 1.0, 2), by GET and by POST. Where the request may not
//! be the person's own, a page asks first; its button posts to `/oauth2/logout/confirm`. What follows a log-out is told
//! at `/signed-out`.

use crate::cookies;
use crate::error::{Answer, page};
use crate::extract::{Form, OwnForm, Query, TOKEN};
use crate::pages::signed_out;
use crate::screen::{Policy, Screen, UI_LOCALES};
use crate::state::AppState;
use crate::view::{self, Identity, SignOut, SignedOut};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use voltkey_flows::Visitor;
use voltkey_flows::account::session;
use voltkey_flows::error::{PageError, Refused};
use voltkey_flows::oidc::end_session::{self, EndSession};
use voltkey_protocol::params::Params;

const PATH: &str = "/oauth2/logout";
const RESUME: &str = "/oauth2/logout/resume";
const CONFIRM: &str = "/oauth2/logout/confirm";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(RESUME, routing::get(resume))
        .route(CONFIRM, routing::post(confirm))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let outcome = end_session::begin(screen.ctx(), &visitor, params).await;
    answer(screen, &visitor, outcome).await
}

/// A POST from another site brings no session cookie: it is kept, and the GET after it goes on.
async fn post(screen: Screen, Extension(visitor): Extension<Visitor>, Form(params): Form) -> Answer {
    let id = end_session::keep(screen.ctx(), &visitor, &params).await?;
    let screen = screen.in_languages(params.get(UI_LOCALES));
    Ok(Redirect::to(&screen.address(RESUME, &id)).into_response())
}

async fn resume(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let id = params.get("request").unwrap_or_default();
    let params = end_session::kept(screen.ctx(), &visitor, id).await?;
    let outcome = end_session::begin(screen.ctx(), &visitor, params).await;
    answer(screen, &visitor, outcome).await
}

async fn confirm(screen: Screen, Extension(visitor): Extension<Visitor>, OwnForm(form): OwnForm) -> Answer {
    let outcome = end_session::confirm(screen.ctx(), &visitor, form.with(TOKEN, None)).await;
    answer(screen, &visitor, outcome).await
}

async fn answer(screen: Screen, visitor: &Visitor, outcome: Result<EndSession, PageError>) -> Answer {
    match outcome {
        Err(PageError::Refused(refused)) if refused.retry_after.is_none() => {
            show_refused(&screen, visitor, &refused).await
        }
        Err(error) => Err(error.into()),
        Ok(EndSession::Confirm {
            params,
            app,
            email,
            ui_locales,
        }) => {
            let screen = screen.speaking(&ui_locales);
            let page = SignOut {
                form: carrying(screen.plain_form(visitor, CONFIRM), &params),
                app: app.map(|app| app.name),
                identity: Some(Identity::new(email, "")),
                ends_others: !visitor.other_sessions.is_empty(),
            };
            screen.show(&page, Policy::LEAVING)
        }
        Ok(EndSession::Told(id)) => {
            let receipt = Redirect::to(&screen.address(signed_out::PATH, &id));
            Ok(leaving_nothing(&screen, receipt))
        }
        Ok(EndSession::Done {
            destination: Some(address),
            ..
        }) => Ok(leaving_nothing(&screen, Redirect::to(&address))),
        Ok(EndSession::Done { app, ui_locales, .. }) => {
            let screen = screen.speaking(&ui_locales);
            let page = SignedOut {
                way_on: Some(signed_out::home(&screen, app.as_ref())),
                ..SignedOut::default()
            };
            let page = screen.show_once(&page, Policy::OWN)?;
            Ok(leaving_nothing(&screen, page))
        }
    }
}

/// The answer, which also removes what a login has left in the browser.
fn leaving_nothing(screen: &Screen, answer: impl IntoResponse) -> axum::response::Response {
    let secure = screen.state().site.is_secure();
    let gone = AppendHeaders(cookies::expire_login(secure).map(|cookie| (SET_COOKIE, cookie)));
    (gone, answer).into_response()
}

/// Nothing has happened yet: whoever is signed in can sign out without the app's wishes.
async fn show_refused(screen: &Screen, visitor: &Visitor, refused: &Refused) -> Answer {
    let is_signed_in = session::current(screen.ctx(), visitor).await?.is_some();
    let sign_out = is_signed_in.then(|| screen.plain_form(visitor, CONFIRM));
    page::log_out_refused(screen, refused, sign_out)
}

/// The form with the request's own parameters, of which none can stand for the form's token.
fn carrying(form: view::Form, params: &Params) -> view::Form {
    let own = params.iter().filter(|(name, _)| *name != TOKEN);
    own.fold(form, |form, (name, value)| form.with(name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_cannot_bring_a_form_token() {
        let params = [("state", "s"), (TOKEN, "forged")].into_iter().collect();
        let form = carrying(view::Form::to(CONFIRM).with(TOKEN, "ours"), &params);
        let hidden: Vec<_> = form
            .hidden
            .iter()
            .map(|input| (&*input.name, &*input.value))
            .collect();
        assert_eq!(hidden, [(TOKEN, "ours"), ("state", "s")]);
    }
}
