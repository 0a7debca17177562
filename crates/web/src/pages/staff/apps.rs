//! The apps that may ask for tokens.

use super::{app, enter_as_operator, new_app, registration, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_apps::AppRow;
use crate::view::{OperatorApps, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::apps;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let rows = apps::list(screen.ctx(), &operator).await?.into_iter();
    let rows = rows.map(|line| AppRow {
        href: app::address(&screen, app::PATH, &line.id),
        name: line.name,
        id: line.id,
        trusted: line.trusted,
        is_public: line.is_public,
    });
    let page = OperatorApps {
        rows: rows.collect(),
        tabs: tabs(&screen, operator.staff(), StaffTab::Apps),
        new_url: screen.plain_address(new_app::PATH),
        registration_url: screen.plain_address(registration::PATH),
    };
    screen.show(&page, Policy::OWN)
}
