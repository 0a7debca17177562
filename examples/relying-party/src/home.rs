//! The first page: who is signed in, or the way to sign in.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::CookieJar;
use serde::{Deserialize, Serialize};

use crate::app::App;

pub(crate) fn routes(app: &App) -> Router<App> {
    let router = Router::new().route(&app.path("/"), get(page));
    if app.registration().prefix.is_empty() {
        return router;
    }
    let home = app.path("/");
    router.route(
        &app.registration().prefix,
        get(move || async move { Redirect::permanent(&home) }),
    )
}

#[derive(Deserialize)]
struct Arrival {
    /// Comes back from the provider after a logout.
    state: Option<String>,
}

#[derive(Serialize)]
struct View {
    name: Option<String>,
    signed_out: bool,
    /// The provider has told that the person signed out there.
    ended: bool,
}

async fn page(State(app): State<App>, Query(arrival): Query<Arrival>, jar: CookieJar) -> Response {
    let name = app.signed_in(&jar).map(|(_, session)| session.display_name());
    let signed_out = name.is_none() && crate::logout::came_back(&app, &jar, arrival.state.as_deref());
    let ended = name.is_none() && !signed_out && app.was_ended(&jar);
    let view = View {
        name,
        signed_out,
        ended,
    };
    app.page("home.html", view)
}
