//! How a company shows itself to its members.

use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, OwnUpload, Query, upload_limit};
use crate::pages::{company, logos, own};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{CompanySettings, CompanyTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::company_settings::{self as settings, Entries};
use voltkey_flows::admin::steward::Steward;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/company/settings";
const LOGO: &str = "/company/settings/logo";
const REMOVE_LOGO: &str = "/company/settings/logo/remove";
/// More than any file that is taken, so that the page can say why a larger one is not.
const LARGEST: usize = 1024 * 1024;

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(LOGO, routing::post(upload).layer(upload_limit(LARGEST)))
        .route(REMOVE_LOGO, routing::post(remove))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, steward) = company::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let mut page = page(&screen, &visitor, &steward, None).await?;
    page.saved = own::what_was_saved(&params).is_some();
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &form).await?;
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    let entered = Entries {
        name: field("name"),
        language: field("language"),
        accent: field("accent"),
    };
    let saved = settings::save(screen.ctx(), &visitor, &steward, &entered).await?;
    match saved.ok_or(Failure::NotFound)? {
        Ok(()) => company::saved(&screen, &steward, PATH, "1"),
        Err(problems) => {
            let page = page(&screen, &visitor, &steward, Some(entered)).await?;
            screen.show_again(&page.refused(problems), Policy::OWN, None)
        }
    }
}

async fn upload(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnUpload { fields, file }: OwnUpload,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &fields).await?;
    let file = file.map(|file| file.bytes).unwrap_or_default();
    let set = settings::set_logo(screen.ctx(), &visitor, &steward, &file).await?;
    match set.ok_or(Failure::NotFound)? {
        Ok(()) => company::saved(&screen, &steward, PATH, "1"),
        Err(problem) => {
            let page = page(&screen, &visitor, &steward, None).await?;
            screen.show_again_at(PATH, &page.logo_refused(problem), Policy::OWN, None)
        }
    }
}

async fn remove(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &form).await?;
    match settings::remove_logo(screen.ctx(), &visitor, &steward).await? {
        true => company::saved(&screen, &steward, PATH, "1"),
        false => Err(Failure::NotFound),
    }
}

async fn enter_by_form(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    form: &Params,
) -> Result<(Screen, Steward), Failure> {
    company::enter_by_form(screen, visitor, params, form, (PATH, Wants::Session)).await
}

/// The page with what is in force, or with what was entered.
async fn page(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
    entered: Option<Entries>,
) -> Result<CompanySettings, Failure> {
    let known = settings::view(screen.ctx(), steward).await?;
    let form = |path| company::form(screen, visitor, steward, path);
    let entries = entered.as_ref().unwrap_or(&known.entries);
    let shown = [&*entries.name, &*entries.language, &*entries.accent];
    let mut page = CompanySettings::new(form(PATH), form(LOGO), steward.company_name(), shown);
    page.tabs = company::tabs(screen, steward, CompanyTab::Settings);
    page.remove = known.logo.as_ref().map(|_| form(REMOVE_LOGO));
    page.logo = known.logo.as_deref().map(logos::address);
    Ok(page)
}
