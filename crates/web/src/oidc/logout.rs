//! RP-initiated log-out (OpenID Connect RP-Initiated Logout 1.0, 2), by GET and by POST. Where the request may not
//! be the person's own, a page asks first; its button posts to `/oauth2/logout/confirm`.

use crate::cookies;
use crate::error::Answer;
use crate::extract::{Form, OwnForm, Query, TOKEN};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{self, Identity, SignOut, SignedOut, WayOn};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use url::form_urlencoded::Serializer;
use voltkey_flows::Visitor;
use voltkey_flows::error::App;
use voltkey_flows::oidc::end_session::{self, EndSession};
use voltkey_protocol::params::Params;

const PATH: &str = "/oauth2/logout";
const CONFIRM: &str = "/oauth2/logout/confirm";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(CONFIRM, routing::post(confirm))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let outcome = end_session::begin(screen.ctx(), &visitor, params).await?;
    answer(screen, &visitor, outcome)
}

/// A POST from another site brings no session cookie, the GET after it does.
async fn post(Form(params): Form) -> Redirect {
    let query = Serializer::new(String::new())
        .extend_pairs(params.iter())
        .finish();
    Redirect::to(&format!("{PATH}?{query}"))
}

async fn confirm(screen: Screen, Extension(visitor): Extension<Visitor>, OwnForm(form): OwnForm) -> Answer {
    let outcome = end_session::confirm(screen.ctx(), &visitor, form.with(TOKEN, None)).await?;
    answer(screen, &visitor, outcome)
}

fn answer(screen: Screen, visitor: &Visitor, outcome: EndSession) -> Answer {
    match outcome {
        EndSession::Confirm {
            params,
            app,
            email,
            ui_locales,
        } => {
            let screen = screen.speaking(&ui_locales);
            let page = SignOut {
                form: carrying(screen.plain_form(visitor, CONFIRM), &params),
                app: app.map(|app| app.name),
                identity: Some(Identity::new(email, "")),
                ends_others: !visitor.other_sessions.is_empty(),
            };
            screen.show(&page, Policy::LEAVING)
        }
        EndSession::Done {
            destination,
            app,
            ui_locales,
        } => {
            let secure = screen.state().site.is_secure();
            let gone = AppendHeaders(cookies::expire_login(secure).map(|cookie| (SET_COOKIE, cookie)));
            let answer = match destination {
                Some(address) => Redirect::to(&address).into_response(),
                None => signed_out(&screen.speaking(&ui_locales), app)?,
            };
            Ok((gone, answer).into_response())
        }
    }
}

fn signed_out(screen: &Screen, app: Option<App>) -> Answer {
    let home = app.and_then(|app| {
        Some(WayOn {
            href: app.home?,
            app: app.name,
        })
    });
    let way_on = home.unwrap_or_else(|| screen.front_door());
    screen.show_once(
        &SignedOut {
            way_on: Some(way_on),
            everything: false,
        },
        Policy::OWN,
    )
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
