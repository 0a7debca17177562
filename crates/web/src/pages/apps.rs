//! Apps that may act for the person, and taking that back.

use super::own;
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::apps::{AppAccess, Apps};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::apps;
use voltkey_flows::account::own_page::Wants;

/// The address of this room.
pub const PATH: &str = "/account/apps";
const WITHDRAW: &str = "/account/apps/withdraw";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(WITHDRAW, routing::post(withdraw))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let known = apps::list(screen.ctx(), &me).await?;
    let shown = known.into_iter().map(|access| (screen.app(&access.app), access));
    let shown = shown.map(|(app, access)| AppAccess {
        withdraw: screen.plain_form(&visitor, WITHDRAW).with("client_id", app.id),
        name: app.name,
        start_url: app.login.or(app.home),
        scopes: access.scopes,
        since: screen.moment_at(access.since),
    });
    let saved = match own::what_was_saved(&params) {
        Some(client_id) => apps::without_access(screen.ctx(), &me, client_id).await?,
        None => None,
    };
    let page = Apps {
        tabs: own::tabs(&screen, AccountTab::Apps),
        apps: shown.collect(),
        saved: saved.map(|app| screen.app(&app).name),
    };
    screen.show(&page, Policy::OWN)
}

async fn withdraw(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    let client_id = form.get("client_id").unwrap_or_default();
    let next = match apps::withdraw(screen.ctx(), &visitor, &me, client_id).await? {
        true => own::saved(&screen, PATH, client_id),
        false => screen.plain_address(PATH),
    };
    Ok(Redirect::to(&next).into_response())
}
