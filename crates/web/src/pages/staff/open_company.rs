//! Making a company, together with its first admin's invitation (S6).

use super::{companies, enter_as_operator, enter_by_form_as_operator, form as form_to, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::open_company::CompanyEntry;
use crate::view::{OpenCompany, StaffTab, operator_companies};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::companies::CompanyPolicy;
use voltkey_flows::admin::operate::open_company::{Entry, OpenOutcome, open_company};
use voltkey_flows::admin::staff::Operator;
use voltkey_protocol::params::Params;

/// The address of this room.
pub(super) const PATH: &str = "/operator/companies/new";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let page = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, page).await?;
    let entry = CompanyEntry {
        language: screen.language().code().to_owned(),
        ..CompanyEntry::default()
    };
    screen.show(&page_with(&screen, &visitor, &operator, &entry), Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, page).await?;
    let entered = read(&form);
    match open_company(screen.ctx(), &visitor, &operator, &entry(&entered)).await? {
        OpenOutcome::Done { slug } => {
            Ok(Redirect::to(&own::saved(&screen, companies::PATH, &slug)).into_response())
        }
        OpenOutcome::Refused(problems) => {
            let page = page_with(&screen, &visitor, &operator, &entered).refused(&problems);
            screen.show_again(&page, Policy::OWN, None)
        }
        OpenOutcome::NotFound => Err(Failure::NotFound),
    }
}

fn page_with(screen: &Screen, visitor: &Visitor, operator: &Operator, entry: &CompanyEntry) -> OpenCompany {
    let back = screen.plain_address(companies::PATH);
    let mut page = OpenCompany::new(form_to(screen, visitor, PATH), back, entry);
    page.tabs = tabs(screen, operator.staff(), StaffTab::Companies);
    page
}

fn read(form: &Params) -> CompanyEntry {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    CompanyEntry {
        name: field("name"),
        slug: field("slug"),
        policy: operator_companies::Policy::from_value(&field("second_factor")).unwrap_or_default(),
        email: field("email"),
        given_name: field("given_name"),
        family_name: field("family_name"),
        language: field("language"),
    }
}

fn entry(entered: &CompanyEntry) -> Entry {
    let entered = entered.clone();
    Entry {
        name: entered.name,
        slug: entered.slug,
        second_factor: match entered.policy {
            operator_companies::Policy::Inherit => CompanyPolicy::Inherit,
            operator_companies::Policy::Optional => CompanyPolicy::Optional,
            operator_companies::Policy::Required => CompanyPolicy::Required,
        },
        email: entered.email,
        given_name: entered.given_name,
        family_name: entered.family_name,
        language: entered.language,
    }
}
