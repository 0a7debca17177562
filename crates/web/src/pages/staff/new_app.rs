//! Registering an app.

use super::{app, apps as list, enter_as_operator, enter_by_form_as_operator, form as form_to, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{OperatorApp, StaffTab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::app_fields::Texts;
use voltkey_flows::admin::operate::apps::{self, SaveOutcome};
use voltkey_flows::admin::staff::Operator;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/new";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, wants).await?;
    let page = page(&screen, &visitor, &operator, &Texts::new());
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let texts = app::read(&form);
    match apps::register(screen.ctx(), &visitor, &operator, &texts).await? {
        SaveOutcome::Done(secret) => {
            let id = texts.get("id").map(|id| id.trim()).unwrap_or_default();
            let Some(secret) = secret else {
                return Ok(Redirect::to(&app::address(&screen, app::PATH, id)).into_response());
            };
            let app = apps::app(screen.ctx(), &operator, id).await?;
            let app = app.ok_or(Failure::NotFound)?;
            app::show_secret(&screen, &visitor, &operator, &app, &secret)
        }
        SaveOutcome::Refused(problems) => {
            let page = page(&screen, &visitor, &operator, &texts).refused(&problems);
            screen.show_again(&page, Policy::OWN, None)
        }
        // A new one has no earlier version.
        SaveOutcome::Outdated | SaveOutcome::NotFound => Err(Failure::NotFound),
    }
}

fn page(screen: &Screen, visitor: &Visitor, operator: &Operator, texts: &Texts) -> OperatorApp {
    let back = screen.plain_address(list::PATH);
    let mut page = OperatorApp::new(form_to(screen, visitor, PATH), back, None, "", texts);
    page.tabs = tabs(screen, operator.staff(), StaffTab::Apps);
    page
}
