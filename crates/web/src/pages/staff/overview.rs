//! What there is to operate.

use super::{
    OPERATOR, app, app_log_outs, apps, audit, companies, enter_as_operator, keys, mail, refusals, settings,
    tabs,
};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator::{AppInTrouble, Room, Way};
use crate::view::{Operator, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::log_out_calls::{TroubledApp, troubled_apps};
use voltkey_flows::admin::operate::mail::outbox;

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(OPERATOR, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let page = (OPERATOR, Wants::Session);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, page).await?;
    let path = |room| match room {
        Room::Companies => companies::PATH,
        Room::Refusals => refusals::PATH,
        Room::Mail => mail::PATH,
        Room::Keys => keys::PATH,
        Room::Apps => apps::PATH,
        Room::Settings => settings::PATH,
        Room::Audit => audit::PATH,
    };
    let ways = Room::ALL
        .into_iter()
        .map(|room| Way::to(room, screen.plain_address(path(room))));
    let failed = outbox(screen.ctx(), &operator).await?.failed.jobs.len();
    let troubled = troubled_apps(screen.ctx(), &operator).await?;
    let in_trouble = |app: TroubledApp| AppInTrouble {
        href: app::address(&screen, app_log_outs::PATH, &app.id),
        name: app.name,
        calls: app.calls,
    };
    let page = Operator {
        tabs: tabs(&screen, operator.staff(), StaffTab::Overview),
        ways: ways.collect(),
        failed: u32::try_from(failed).unwrap_or(u32::MAX),
        mail_url: screen.plain_address(mail::PATH),
        troubled_apps: troubled.into_iter().map(in_trouble).collect(),
    };
    screen.show(&page, Policy::OWN)
}
