//! An app: its registration, and the change of its secret without a pause.

use super::{
    app_log_outs, app_refusals, app_request, app_set_up, app_test_login, apps as list, enter_as_operator,
    enter_by_form_as_operator, tabs,
};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_app::{Saved, SecretRow};
use crate::view::{AppTab, Form, OperatorApp, StaffTab, Tab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::app_fields::{FIELDS, Texts};
use voltkey_flows::admin::operate::apps::{self, App, SaveOutcome};
use voltkey_flows::admin::staff::Operator;
use voltkey_flows::{SecretText, Visitor};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The address of this room.
pub(super) const PATH: &str = "/operator/apps/app";
const ADD_SECRET: &str = "/operator/apps/app/secret";
const RETIRE_SECRET: &str = "/operator/apps/app/secret/retire";
/// The parameter that holds the `client_id`, which may hold what no path does.
pub(super) const PARAMETER: &str = "app";
/// The field with the version of the registration that the form shows.
const VERSION: &str = "version";
/// What [`own::saved`] says after a change, and after a secret was retired.
const CHANGED: &str = "changed";
const RETIRED: &str = "retired";

/// The addresses of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(ADD_SECRET, routing::post(add_secret))
        .route(RETIRE_SECRET, routing::post(retire_secret))
}

/// The address of a page or a form about the app.
pub(super) fn address(screen: &Screen, path: &str, id: &str) -> String {
    address::with_parameters(&screen.plain_address(path), &[(PARAMETER, id)])
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, wants).await?;
    let app = find(&screen, &operator, &params).await?;
    let mut page = page(&screen, &visitor, &operator, &app, &app.texts, &app.version);
    page.saved = match own::what_was_saved(&params) {
        Some(CHANGED) => Some(Saved::Changed),
        Some(RETIRED) => Some(Saved::Retired),
        _ => None,
    };
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
    let app = find(&screen, &operator, &params).await?;
    let texts = read(&form);
    let version = form.get(VERSION).unwrap_or_default();
    match apps::change(screen.ctx(), &visitor, &operator, &app.id, version, &texts).await? {
        SaveOutcome::Done(None) => done(&screen, &app.id, CHANGED),
        SaveOutcome::Done(Some(secret)) => {
            let app = find(&screen, &operator, &params).await?;
            show_secret(&screen, &visitor, &operator, &app, &secret)
        }
        SaveOutcome::Refused(problems) => {
            let page = page(&screen, &visitor, &operator, &app, &texts, version).refused(&problems);
            screen.show_again(&page, Policy::OWN, None)
        }
        SaveOutcome::Outdated => {
            let app = find(&screen, &operator, &params).await?;
            let page = page(&screen, &visitor, &operator, &app, &texts, &app.version).outdated(&app.texts);
            screen.show_again(&page, Policy::OWN, None)
        }
        SaveOutcome::NotFound => Err(Failure::NotFound),
    }
}

/// The new secret stands on the answer to the form and nowhere else.
async fn add_secret(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let app = find(&screen, &operator, &params).await?;
    let added = apps::add_secret(screen.ctx(), &visitor, &operator, &app.id).await?;
    let Some(secret) = added else {
        // There are two already: the page says so.
        return Ok(Redirect::to(&address(&screen, PATH, &app.id)).into_response());
    };
    let app = find(&screen, &operator, &params).await?;
    show_secret(&screen, &visitor, &operator, &app, &secret)
}

/// The page of an app with a secret that was just made.
pub(super) fn show_secret(
    screen: &Screen,
    visitor: &Visitor,
    operator: &Operator,
    app: &App,
    secret: &SecretText,
) -> Answer {
    let mut page = page(screen, visitor, operator, app, &app.texts, &app.version);
    page.new_secret = Some(secret.as_str().to_owned());
    screen.show_once(&page, Policy::OWN)
}

async fn retire_secret(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, wants).await?;
    let app = find(&screen, &operator, &params).await?;
    match apps::retire_secret(screen.ctx(), &visitor, &operator, &app.id).await? {
        true => done(&screen, &app.id, RETIRED),
        false => Ok(Redirect::to(&address(&screen, PATH, &app.id)).into_response()),
    }
}

fn done(screen: &Screen, id: &str, what: &str) -> Answer {
    let next = address::with_parameters(&own::saved(screen, PATH, what), &[(PARAMETER, id)]);
    Ok(Redirect::to(&next).into_response())
}

/// The app that the address names.
pub(super) async fn find(screen: &Screen, operator: &Operator, params: &Params) -> Result<App, Failure> {
    let id = params.get(PARAMETER).unwrap_or_default();
    let app = apps::app(screen.ctx(), operator, id).await?;
    app.ok_or(Failure::NotFound)
}

/// The pages about an app, on the page of `current`.
pub(super) fn app_tabs(screen: &Screen, id: &str, current: AppTab) -> Vec<Tab> {
    let path = |tab| match tab {
        AppTab::Registration => PATH,
        AppTab::SetUp => app_set_up::PATH,
        AppTab::Request => app_request::PATH,
        AppTab::TestLogin => app_test_login::PATH,
        AppTab::Refusals => app_refusals::PATH,
        AppTab::LogOuts => app_log_outs::PATH,
    };
    AppTab::row(current, |tab| address(screen, path(tab), id))
}

/// What was entered, by the fields' names.
pub(super) fn read(form: &Params) -> Texts {
    let names = FIELDS.iter().map(|field| field.name).chain(["id"]);
    names
        .filter_map(|name| Some((name.to_owned(), form.get(name)?.to_owned())))
        .collect()
}

/// The page of an app, with what is registered or was entered, and the version that this would replace.
fn page(
    screen: &Screen,
    visitor: &Visitor,
    operator: &Operator,
    app: &App,
    texts: &Texts,
    version: &str,
) -> OperatorApp {
    let moment = |at| screen.moment_at(at);
    let form = |path| form(screen, visitor, path, &app.id);
    let back = screen.plain_address(list::PATH);
    let registration = form(PATH).with(VERSION, version);
    let mut page = OperatorApp::new(registration, back, Some(&app.id), &app.name, texts);
    page.tabs = tabs(screen, operator.staff(), StaffTab::Apps);
    page.app_tabs = app_tabs(screen, &app.id, AppTab::Registration);
    page.secrets = app
        .secrets
        .iter()
        .map(|secret| SecretRow {
            made: secret.made.map(moment),
            used: secret.used.map(moment),
        })
        .collect();
    page.add_secret = (app.secrets.len() == 1).then(|| form(ADD_SECRET));
    page.retire_secret = (app.secrets.len() == 2).then(|| form(RETIRE_SECRET));
    page
}

/// A form of the page at that path, about the app.
pub(super) fn form(screen: &Screen, visitor: &Visitor, path: &str, id: &str) -> Form {
    let mut form = super::form(screen, visitor, path);
    form.action = address(screen, path, id);
    form
}
