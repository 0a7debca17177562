//! `/auth/logout` (S13): typed into the address bar, it clears every trace of the login state in this browser,
//! whatever shape it is in. A link on another site only leads to a page with one button.

use super::signed_out;
use crate::cookies;
use crate::error::Answer;
use crate::extract::{OwnForm, origin};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{SignOut, SignedOut};
use axum::response::{AppendHeaders, IntoResponse};
use axum::{Extension, Router, routing};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};
use voltkey_flows::Visitor;
use voltkey_flows::account::receipt::Receipt;
use voltkey_flows::account::{log_out, receipt};
use voltkey_flows::error::Fault;

/// The address of this room.
pub const PATH: &str = "/auth/logout";

/// Reaches every subdomain of the site, so that it is sent here only.
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, headers: HeaderMap) -> Answer {
    if origin::is_own_navigation(&headers) {
        return clear(&screen, &visitor).await;
    }
    let page = SignOut {
        form: screen.plain_form(&visitor, PATH),
        app: None,
        identity: None,
        ends_others: !visitor.other_sessions.is_empty(),
    };
    screen.show(&page, Policy::OWN)
}

async fn post(screen: Screen, Extension(visitor): Extension<Visitor>, OwnForm(_): OwnForm) -> Answer {
    clear(&screen, &visitor).await
}

/// The browser is cleared also when the session's end can't be written down.
async fn clear(screen: &Screen, visitor: &Visitor) -> Answer {
    let ended = end(screen, visitor).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "the session could not be ended");
        None
    });
    let (id, receipt) = ended.unwrap_or_default();
    let page = SignedOut {
        everything: true,
        // The answer would bring a cookie.
        looks_again: false,
        ..signed_out::page(screen, &receipt, &id)
    };
    let origins = receipt.pages.into_iter().map(|page| page.origin);
    let gone = AppendHeaders(cookies::expire_all().map(|cookie| (SET_COOKIE, cookie)));
    Ok((
        gone,
        [(CLEAR_SITE_DATA, "\"cookies\", \"storage\"")],
        screen.show_once(&page, Policy::OWN.with_frames_of(origins))?,
    )
        .into_response())
}

/// Ends what there is, and gives the number under which its receipt is found.
async fn end(screen: &Screen, visitor: &Visitor) -> Result<Option<(String, Receipt)>, Fault> {
    let Some(id) = log_out::forget(screen.ctx(), visitor).await? else {
        return Ok(None);
    };
    let receipt = receipt::fresh(screen.ctx(), &id).await?;
    Ok(receipt.map(|receipt| (id, receipt)))
}
