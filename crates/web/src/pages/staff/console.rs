//! Finding a person or a company anywhere.

use super::{CONSOLE, OPERATOR, enter, kept, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::pages::company;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::console::{CompanyHit, Found, PersonHit, RefusalHit, RequestHit};
use crate::view::{Console, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::console::find::{self, Hit, Refusal, Request};
use voltkey_flows::admin::staff::{Staff, StaffRole};
use voltkey_protocol::address;

/// The parameter that holds what is looked for.
pub(super) const QUERY: &str = "q";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(CONSOLE, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let page = (CONSOLE, Wants::Session);
    let (screen, staff) = enter(screen, &visitor, &params, page).await?;
    let q = params.get(QUERY).unwrap_or_default().trim();
    let found = match q {
        "" => None,
        q => Some(shown(
            &screen,
            &staff,
            q,
            find::find(screen.ctx(), &staff, q).await?,
        )),
    };
    let mut page = Console::new(CONSOLE, q, found);
    page.tabs = tabs(&screen, &staff, StaffTab::Console);
    page.hidden = kept(&screen);
    screen.show(&page, Policy::OWN)
}

/// The address of the page about somebody, from which the search is found again.
fn person_url(screen: &Screen, sub: &str, q: &str) -> String {
    let path = format!("{CONSOLE}/people/{sub}");
    address::with_parameters(&screen.plain_address(&path), &[(QUERY, q)])
}

fn shown(screen: &Screen, staff: &Staff, q: &str, found: find::Found) -> Found {
    let person = |hit: Hit| PersonHit {
        href: person_url(screen, &hit.sub, q),
        name: if hit.name.is_empty() {
            hit.email.clone()
        } else {
            hit.name
        },
        email: hit.email,
        company: hit.company,
        is_staff: hit.is_staff,
        is_blocked: hit.is_blocked,
        last_login: hit.last_login.map(|at| screen.moment_at(at)),
    };
    let companies = found.companies.into_iter().map(|company| CompanyHit {
        href: company::members_of(screen, &company.slug, ""),
        name: company.name,
        slug: company.slug,
    });
    Found {
        people: found.people.into_iter().map(person).collect(),
        more_people: found.more_people,
        companies: companies.collect(),
        more_companies: found.more_companies,
        invited: found.invited,
        request: found.request.map(|request| request_hit(screen, q, request)),
        refusal: found
            .refusal
            .map(|refusal| refusal_hit(screen, staff, q, refusal)),
    }
}

fn request_hit(screen: &Screen, q: &str, request: Request) -> RequestHit {
    RequestHit {
        find_url: address::with_parameters(&screen.plain_address(CONSOLE), &[(QUERY, &request.email)]),
        account_url: request.account.map(|sub| person_url(screen, &sub, q)),
        reference: request.reference,
        at: screen.moment_at(request.at),
        name: request.name,
        email: request.email,
        message: request.message,
    }
}

fn refusal_hit(screen: &Screen, staff: &Staff, q: &str, refusal: Refusal) -> RefusalHit {
    let more = |reference: &str| {
        let path = format!("{OPERATOR}/refusals");
        address::with_parameters(&screen.plain_address(&path), &[(QUERY, reference)])
    };
    RefusalHit {
        more_url: (staff.role() == StaffRole::Operator).then(|| more(&refusal.reference)),
        account_url: refusal.account.map(|sub| person_url(screen, &sub, q)),
        reference: refusal.reference,
        at: screen.moment_at(refusal.at),
        rule: refusal.rule,
        app: refusal.client_id,
    }
}
