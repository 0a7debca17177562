//! What was refused to one app, and why.

use super::app::{self, PARAMETER};
use super::console::QUERY;
use super::refusals::{BEFORE, row, shown};
use super::{enter_as_operator, kept, refusals as everywhere, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{AppRefusals, AppTab, Hidden, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::refusals;
use voltkey_protocol::address;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app/refusals";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let q = params.get(QUERY).unwrap_or_default().trim();
    let of_app = Hidden {
        name: PARAMETER.into(),
        value: app.id.clone(),
    };
    let mut page = AppRefusals {
        tabs: tabs(&screen, operator.staff(), StaffTab::Apps),
        app_tabs: app::app_tabs(&screen, &app.id, AppTab::Refusals),
        name: app.name,
        action: PATH.to_owned(),
        hidden: kept(&screen).into_iter().chain([of_app]).collect(),
        q: q.to_owned(),
        refusal: None,
        rows: Vec::new(),
        older_url: None,
        everywhere_url: everywhere::with(&screen, QUERY, q),
    };
    let with =
        |name, value: &str| address::with_parameters(&app::address(&screen, PATH, &app.id), &[(name, value)]);
    if q.is_empty() {
        // A place that can't be read is the beginning.
        let before = params.get(BEFORE).and_then(|place| place.parse().ok());
        let latest = refusals::latest(screen.ctx(), &operator, Some(&app.id), before.as_ref()).await?;
        page.older_url = latest.next.map(|place| with(BEFORE, &place.to_string()));
        let rows = latest.refusals.into_iter();
        page.rows = rows
            .map(|refusal| {
                let href = with(QUERY, &refusal.reference);
                row(&screen, refusal, href).without_app()
            })
            .collect();
    } else {
        let found = refusals::find_of_app(screen.ctx(), &operator, &app.id, q).await?;
        page.refusal = found.map(|refused| shown(&screen, refused));
    }
    screen.show(&page, Policy::OWN)
}
