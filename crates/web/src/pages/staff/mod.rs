//! What the pages of the platform's own staff share: who may enter, and their tabs.
//!
//! The support has the console; operators have it, too, and what they operate.

mod app;
mod app_log_outs;
mod app_refusals;
mod app_request;
mod app_set_up;
mod app_test_login;
mod apps;
mod audit;
mod companies;
mod console;
mod events;
mod keys;
mod mail;
mod mail_state;
mod new_app;
mod open_company;
mod overview;
mod person;
mod refusals;
mod registration;
mod reset;
mod settings;

pub use reset::path as reset_path;

use super::own;
use crate::error::Failure;
use crate::screen::Screen;
use crate::state::AppState;
use crate::view::{Form, Hidden, StaffTab, Tab};
use axum::Router;
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::staff::{Operator, Staff, StaffRole, operator, staff};
use voltkey_protocol::params::Params;

/// The support's console.
pub const CONSOLE: &str = "/support/console";
/// The operators' pages.
pub const OPERATOR: &str = "/operator";

/// The addresses of these rooms.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(console::routes())
        .merge(person::routes())
        .merge(reset::routes())
        .merge(overview::routes())
        .merge(companies::routes())
        .merge(open_company::routes())
        .merge(refusals::routes())
        .merge(mail::routes())
        .merge(keys::routes())
        .merge(apps::routes())
        .merge(app::routes())
        .merge(app_set_up::routes())
        .merge(app_request::routes())
        .merge(app_test_login::routes())
        .merge(app_refusals::routes())
        .merge(app_log_outs::routes())
        .merge(new_app::routes())
        .merge(registration::routes())
        .merge(settings::routes())
        .merge(audit::routes())
}

/// Who of the staff is on the page; or the way to the login, as [`own::enter`] has it. For
/// everybody else there is no such page.
async fn enter(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Staff), Failure> {
    let (screen, me) = own::enter(screen, visitor, params, page).await?;
    let staff = staff(&me).ok_or(Failure::NotFound)?;
    Ok((screen, staff))
}

/// As [`enter`], of whoever sends a form of the page.
async fn enter_by_form(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    form: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Staff), Failure> {
    let (screen, me) = own::enter_by_form(screen, visitor, params, form, page).await?;
    let staff = staff(&me).ok_or(Failure::NotFound)?;
    Ok((screen, staff))
}

/// As [`enter`], of an operator.
async fn enter_as_operator(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Operator), Failure> {
    let (screen, me) = own::enter(screen, visitor, params, page).await?;
    let operator = operator(&me).ok_or(Failure::NotFound)?;
    Ok((screen, operator))
}

/// As [`enter_by_form`], of an operator.
async fn enter_by_form_as_operator(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    form: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Operator), Failure> {
    let (screen, me) = own::enter_by_form(screen, visitor, params, form, page).await?;
    let operator = operator(&me).ok_or(Failure::NotFound)?;
    Ok((screen, operator))
}

/// The tabs of the staff, on the page of `current`.
fn tabs(screen: &Screen, staff: &Staff, current: StaffTab) -> Vec<Tab> {
    let path = |tab| match tab {
        StaffTab::Console => Some(CONSOLE),
        _ if staff.role() < StaffRole::Operator => None,
        StaffTab::Overview => Some(OPERATOR),
        StaffTab::Companies => Some(companies::PATH),
        StaffTab::Refusals => Some(refusals::PATH),
        StaffTab::Mail => Some(mail::PATH),
        StaffTab::Keys => Some(keys::PATH),
        StaffTab::Apps => Some(apps::PATH),
        StaffTab::Settings => Some(settings::PATH),
        StaffTab::Audit => Some(audit::PATH),
    };
    StaffTab::row(current, |tab| Some(screen.plain_address(path(tab)?)))
}

/// What a form by GET carries, so that its page keeps the language of this one.
fn kept(screen: &Screen) -> Vec<Hidden> {
    let language = screen.asked_languages().map(|languages| Hidden {
        name: crate::screen::UI_LOCALES.into(),
        value: languages.to_owned(),
    });
    language.into_iter().collect()
}

/// A form of the page at that path.
fn form(screen: &Screen, visitor: &Visitor, path: &str) -> Form {
    screen.plain_form(visitor, path)
}
