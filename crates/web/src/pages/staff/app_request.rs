//! What would be answered to an authorization request of an app, and why. Nothing comes of asking.

use super::{app, enter_as_operator, enter_by_form_as_operator, tabs};
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::snippets::Settings;
use crate::view::{AppRequest, AppTab, Field, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::apps::App;
use voltkey_flows::admin::operate::check_request;
use voltkey_flows::admin::staff::Operator;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app/request";
const ADDRESS: &str = "address";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

/// Begins with a request that would do.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let settings = Settings::new(screen.brand(), &screen.ctx().settings().issuer, &app.client);
    let example = check_request::example(screen.ctx(), &operator, &app.client, settings.scope());
    let page = page(&screen, &visitor, &operator, &app, &example);
    screen.show(&page, Policy::OWN)
}

/// The request may hold hints that are nobody else's business: it stands in no address, and on this answer alone.
async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::Session);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let pasted = form.get(ADDRESS).unwrap_or_default();
    let mut page = page(&screen, &visitor, &operator, &app, pasted);
    if pasted.trim().is_empty() {
        return screen.show_again(&page.empty(), Policy::OWN, None);
    }
    let checked = check_request::check(screen.ctx(), &operator, &app.id, pasted).await?;
    page.done = Some(checked.into());
    screen.show_once(&page, Policy::OWN)
}

fn page(screen: &Screen, visitor: &Visitor, operator: &Operator, app: &App, address: &str) -> AppRequest {
    AppRequest {
        tabs: tabs(screen, operator.staff(), StaffTab::Apps),
        app_tabs: app::app_tabs(screen, &app.id, AppTab::Request),
        name: app.name.clone(),
        form: app::form(screen, visitor, PATH, &app.id),
        address: Field {
            value: address.to_owned(),
            error: None,
        },
        done: None,
    }
}
