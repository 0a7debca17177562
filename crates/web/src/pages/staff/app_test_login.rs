//! A login at an app for a test, which shows what the app would see.

use super::{app, enter_as_operator, enter_by_form_as_operator, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::snippets::Settings;
use crate::view::{AppTab, AppTestLogin, Field, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::apps::App;
use voltkey_flows::admin::operate::test_login;
use voltkey_flows::admin::staff::Operator;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app/test-login";
const SCOPE: &str = "scope";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, wants).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let settings = Settings::new(screen.brand(), &screen.ctx().settings().issuer, &app.client);
    let page = page(&screen, &visitor, &operator, &app, settings.scope());
    screen.show(&page, Policy::OWN)
}

/// What was seen stands on the answer to the form and nowhere else.
async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let app = app::find(&screen, &operator, &params).await?;
    let scope = form.get(SCOPE).unwrap_or_default().trim();
    let login = test_login::run(screen.ctx(), &visitor, &operator, &app.id, scope).await?;
    let mut page = page(&screen, &visitor, &operator, &app, scope);
    page.done = Some(login.ok_or(Failure::NotFound)?.into());
    screen.show_once(&page, Policy::OWN)
}

fn page(screen: &Screen, visitor: &Visitor, operator: &Operator, app: &App, scope: &str) -> AppTestLogin {
    AppTestLogin {
        tabs: tabs(screen, operator.staff(), StaffTab::Apps),
        app_tabs: app::app_tabs(screen, &app.id, AppTab::TestLogin),
        name: app.name.clone(),
        form: app::form(screen, visitor, PATH, &app.id),
        parameter: SCOPE,
        scope: Field {
            value: scope.to_owned(),
            error: None,
        },
        done: None,
    }
}
