//! Each setting in force, and where its value comes from.

use super::{enter_as_operator, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{OperatorSettings, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;

/// The address of this room.
pub(super) const PATH: &str = "/operator/settings";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let tabs = tabs(&screen, operator.staff(), StaffTab::Settings);
    let page = OperatorSettings::new(tabs, &screen.state().site.settings);
    screen.show(&page, Policy::OWN)
}
