//! The companies of the instance.

use super::console::QUERY;
use super::{enter_as_operator, kept, open_company, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::pages::{company, own};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_companies::{self as view, CompanyRow};
use crate::view::{OperatorCompanies, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::companies::{self, CompanyPolicy};
use voltkey_protocol::address;

/// The address of this room.
pub(super) const PATH: &str = "/operator/companies";
/// The parameter that holds the short name after which a page begins.
const AFTER: &str = "after";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let q = params.get(QUERY).unwrap_or_default().trim();
    let found = match q {
        "" => companies::list(screen.ctx(), &operator, params.get(AFTER).unwrap_or_default()).await?,
        q => companies::find(screen.ctx(), &operator, q).await?,
    };
    let saved = match own::what_was_saved(&params) {
        Some(slug) => companies::name(screen.ctx(), &operator, slug).await?,
        None => None,
    };
    let rows = found.companies.into_iter().map(|row| CompanyRow {
        href: company::members_of(&screen, &row.slug, ""),
        policy: policy(row.second_factor),
        created: screen.moment_at(row.created_at),
        name: row.name,
        slug: row.slug,
    });
    let next = |slug: &String| address::with_parameters(&screen.plain_address(PATH), &[(AFTER, slug)]);
    let page = OperatorCompanies {
        tabs: tabs(&screen, operator.staff(), StaffTab::Companies),
        action: PATH.to_owned(),
        hidden: kept(&screen),
        q: q.to_owned(),
        rows: rows.collect(),
        more: found.more,
        next_url: found.next.as_ref().map(next),
        new_url: screen.plain_address(open_company::PATH),
        saved,
    };
    screen.show(&page, Policy::OWN)
}

const fn policy(policy: CompanyPolicy) -> view::Policy {
    match policy {
        CompanyPolicy::Inherit => view::Policy::Inherit,
        CompanyPolicy::Optional => view::Policy::Optional,
        CompanyPolicy::Required => view::Policy::Required,
    }
}
