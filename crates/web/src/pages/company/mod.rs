//! What the pages of a company share: who manages it, its tabs, and addresses that say which company they are about.
//!
//! Each address carries the company's short name, so that a form acts on the company that its page showed, whichever
//! others its admin has by then.

pub mod audit;
mod deeds;
mod done;
pub mod extend;
pub mod import;
mod invitations;
mod invite;
pub mod members;
pub mod roll_out;
pub mod settings;

use super::{own, staff};
use crate::error::{Answer, Failure};
use crate::extract::Query;
use crate::screen::Screen;
use crate::state::AppState;
use crate::view::{ActingAs, BarCompany, BarLink, CompanyTab, Form, Tab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::{Me, OwnCompany, Wants};
use voltkey_flows::admin::steward::{self, Power, Steward};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The first page of a company.
pub const PATH: &str = "/company";
/// Its members.
pub const MEMBERS: &str = "/company/members";
/// The parameter that holds the company's short name.
pub const PARAMETER: &str = "company";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .merge(members::routes())
        .merge(audit::routes())
        .merge(extend::routes())
        .merge(roll_out::routes())
        .merge(settings::routes())
        .merge(deeds::routes())
        .merge(invitations::routes())
        .merge(invite::routes())
        .merge(import::routes())
}

/// The first page of a company is that of its members.
async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, _) = enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    Ok(Redirect::to(&screen.same_query(MEMBERS)).into_response())
}

/// Who manages the company that the address is about; or the way to the login, as [`own::enter`] has it.
pub async fn enter(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Steward), Failure> {
    let (screen, me) = own::enter(screen, visitor, params, page).await?;
    of_steward(screen, &me, params).await
}

/// As [`enter`], of whoever sends a form of the page.
pub async fn enter_by_form(
    screen: Screen,
    visitor: &Visitor,
    params: &Params,
    form: &Params,
    page: (&str, Wants),
) -> Result<(Screen, Steward), Failure> {
    let (screen, me) = own::enter_by_form(screen, visitor, params, form, page).await?;
    of_steward(screen, &me, params).await
}

async fn of_steward(screen: Screen, me: &Me, params: &Params) -> Result<(Screen, Steward), Failure> {
    let about = params.get(PARAMETER);
    let steward = match steward::steward(screen.ctx(), me, about).await? {
        Some(steward) => steward,
        // They manage each company, and look for the one that they mean.
        None if about.is_none() && me.is_staff() => {
            return Err(Failure::Elsewhere(screen.plain_address(staff::CONSOLE)));
        }
        None => return Err(Failure::NotFound),
    };
    let acting = match steward.power() {
        Power::Admin => return Ok((screen, steward)),
        Power::Support => ActingAs::Support,
        Power::Operator => ActingAs::Operator,
    };
    let company = BarCompany {
        name: steward.company_name().to_owned(),
        is_admin: true,
        acting: Some(acting),
        company_url: address(&screen, &steward, PATH),
        members_url: address(&screen, &steward, MEMBERS),
        others: Vec::new(),
    };
    Ok((screen.in_company(company), steward))
}

/// The address of a page of the company.
pub fn address(screen: &Screen, steward: &Steward, path: &str) -> String {
    of_company(screen, steward.company_slug(), path)
}

/// Back to a page of the company, which says what was done ([`own::saved`]).
pub fn saved(screen: &Screen, steward: &Steward, path: &str, what: &str) -> Answer {
    let page = own::saved(screen, path, what);
    let page = address::with_parameters(&page, &[(PARAMETER, steward.company_slug())]);
    Ok(Redirect::to(&page).into_response())
}

/// The members of a company, those of them whom `q` finds.
pub fn members_of(screen: &Screen, slug: &str, q: &str) -> String {
    let members = of_company(screen, slug, MEMBERS);
    match q {
        "" => members,
        q => address::with_parameters(&members, &[("q", q)]),
    }
}

/// A form about the company, and nothing else than the page that takes it.
pub fn form(screen: &Screen, visitor: &Visitor, steward: &Steward, path: &str) -> Form {
    let mut form = screen.plain_form(visitor, path);
    form.action = address(screen, steward, path);
    form
}

/// A form of a page of the company that keeps what else the page's address holds, such as the way back to an app.
pub fn form_with_query(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    path: &str,
) -> Form {
    let mut form = screen.form_with_query(visitor, path);
    if params.get(PARAMETER).is_none() {
        form.action = address::with_parameters(&form.action, &[(PARAMETER, steward.company_slug())]);
    }
    form
}

/// The tabs of the company, on the page of `current`.
pub fn tabs(screen: &Screen, steward: &Steward, current: CompanyTab) -> Vec<Tab> {
    let path = |tab| match tab {
        CompanyTab::Members => Some(MEMBERS),
        CompanyTab::Audit => Some(audit::PATH),
        CompanyTab::RollOut => Some(roll_out::PATH),
        CompanyTab::Settings => Some(settings::PATH),
        CompanyTab::Invite => Some(invite::PATH),
    };
    CompanyTab::row(current, |tab| Some(address(screen, steward, path(tab)?)))
}

/// The company at the top right, for somebody who belongs to these: the one that the page is about, or else the first
/// that they are the admin of, or else the first.
pub fn in_bar(screen: &Screen, companies: &[OwnCompany], about: Option<&str>) -> Option<BarCompany> {
    let current = companies
        .iter()
        .find(|company| Some(company.slug.as_str()) == about)
        .or_else(|| companies.iter().find(|company| company.is_admin))
        .or_else(|| companies.first())?;
    let others = companies
        .iter()
        .filter(|company| company.is_admin && company.slug != current.slug)
        .map(|company| BarLink {
            name: company.name.clone(),
            href: of_company(screen, &company.slug, PATH),
        });
    Some(BarCompany {
        name: current.name.clone(),
        is_admin: current.is_admin,
        acting: None,
        company_url: of_company(screen, &current.slug, PATH),
        members_url: of_company(screen, &current.slug, MEMBERS),
        others: others.collect(),
    })
}

fn of_company(screen: &Screen, slug: &str, path: &str) -> String {
    address::with_parameters(&screen.plain_address(path), &[(PARAMETER, slug)])
}
