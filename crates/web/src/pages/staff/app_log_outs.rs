//! How an app is told of log-outs, and which of them it was told of in vain: for its developer, and for whoever mends it.

use super::{app, enter_as_operator, enter_by_form_as_operator, tabs};
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::app_log_outs::{LogOutCall, state};
use crate::view::{AppLogOuts, AppTab, StaffTab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::log_out_calls::{self, Troubled};
use voltkey_protocol::address;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app/log-outs";
const TELL_AGAIN: &str = "/operator/apps/app/log-outs/tell-again";
/// What [`own::saved`] says where the app is told again, and where not.
const TOLD: &str = "told";
const NOT_TOLD: &str = "not-told";

/// The addresses of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(TELL_AGAIN, routing::post(tell_again))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let in_vain = log_out_calls::in_vain(screen.ctx(), &operator, &app.id).await?;
    let calls: Vec<_> = in_vain.calls.into_iter().map(|call| row(&screen, call)).collect();
    let page = AppLogOuts {
        tabs: tabs(&screen, operator.staff(), StaffTab::Apps),
        app_tabs: app::app_tabs(&screen, &app.id, AppTab::LogOuts),
        back_channel: app.client.backchannel_logout_uri,
        front_channel: app.client.frontchannel_logout_uri,
        registration_url: app::address(&screen, app::PATH, &app.id),
        tell_again: (!calls.is_empty()).then(|| app::form(&screen, &visitor, TELL_AGAIN, &app.id)),
        calls,
        more: in_vain.more,
        saved: match own::what_was_saved(&params) {
            Some(TOLD) => Some(true),
            Some(NOT_TOLD) => Some(false),
            _ => None,
        },
        name: app.name,
    };
    screen.show(&page, Policy::OWN)
}

async fn tell_again(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page = (PATH, Wants::Session);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, page).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let what = match log_out_calls::tell_again(screen.ctx(), &visitor, &operator, &app.id).await? {
        true => TOLD,
        false => NOT_TOLD,
    };
    let next = address::with_parameters(&own::saved(&screen, PATH, what), &[(app::PARAMETER, &app.id)]);
    Ok(Redirect::to(&next).into_response())
}

fn row(screen: &Screen, call: Troubled) -> LogOutCall {
    LogOutCall {
        state: state(call.outcome),
        ended: screen.moment_at(call.created_at),
        next: call.outcome.is_none().then(|| screen.moment_at(call.run_at)),
        attempts: u32::try_from(call.attempts).unwrap_or_default(),
        reason: call.last_error.unwrap_or_default(),
    }
}
