//! Where the person is signed in.

use super::own;
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::AccountTab;
use crate::view::browser_name;
use crate::view::devices::{Device, Devices};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::devices;
use voltkey_flows::account::own_page::Wants;

/// The address of this room.
pub const PATH: &str = "/account/devices";
const SIGN_OUT: &str = "/account/devices/sign-out";
const OTHERS: &str = "/account/devices/sign-out-others";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(SIGN_OUT, routing::post(sign_out))
        .route(OTHERS, routing::post(sign_out_others))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let known = devices::list(screen.ctx(), &me).await?;
    let has_others = known.iter().any(|device| !device.is_this);
    let shown = known.into_iter().map(|device| Device {
        browser: browser_name(&device.user_agent).unwrap_or_default(),
        network: device.network,
        since: screen.moment_at(device.since),
        last_seen: screen.moment_at(device.last_seen),
        is_this: device.is_this,
        two_factors: device.two_factors,
        sign_out: screen.plain_form(&visitor, SIGN_OUT).with("device", device.sid),
    });
    let page = Devices {
        tabs: own::tabs(&screen, AccountTab::Devices),
        devices: shown.collect(),
        others: has_others.then(|| screen.plain_form(&visitor, OTHERS)),
        saved: own::what_was_saved(&params).is_some(),
    };
    screen.show(&page, Policy::OWN)
}

async fn sign_out(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    devices::sign_out(
        screen.ctx(),
        &visitor,
        &me,
        form.get("device").unwrap_or_default(),
    )
    .await?;
    own::done(&screen, &visitor, &params, PATH).await
}

async fn sign_out_others(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, (PATH, Wants::Session)).await?;
    devices::sign_out_others(screen.ctx(), &visitor, &me).await?;
    own::done(&screen, &visitor, &params, PATH).await
}
