//! More time for one member to set up a second factor, with a reason.

use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::company;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::CompanyTab;
use crate::view::confirm_deed::{ConfirmDeed, Deed, DeedProblem};
use axum::extract::Path;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::extend::{self, ExtendOutcome, ExtendProblems, Extendable, Standing};
use voltkey_flows::admin::steward::Steward;

/// What the list of members is told after the deed.
const EXTENDED: &str = "extend";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route("/company/members/{sub}/extend", routing::get(get).post(post))
}

/// The address of the page about the member of that `sub`.
pub fn path(sub: &str) -> String {
    format!("{}/{sub}/extend", company::MEMBERS)
}

async fn get(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
) -> Answer {
    let page = (&*path(&sub), Wants::Session);
    let (screen, steward) = company::enter(screen, &visitor, &params, page).await?;
    let member = extend::view(screen.ctx(), &steward, &sub).await?;
    let member = member.ok_or(Failure::NotFound)?;
    let until = member.until.map(|until| until.to_string()).unwrap_or_default();
    let deed = Deed::extend(&until, "", ExtendProblems::default());
    screen.show(
        &ask(&screen, &visitor, &steward, &sub, &member, deed),
        Policy::OWN,
    )
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Path(sub): Path<String>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page = (&*path(&sub), Wants::Session);
    let (screen, steward) = company::enter_by_form(screen, &visitor, &params, &form, page).await?;
    let field = |name| form.get(name).unwrap_or_default();
    let entered = (field("until"), field("reason"));
    let outcome = extend::extend(screen.ctx(), &visitor, &steward, &sub, entered).await?;
    let problems = match outcome.ok_or(Failure::NotFound)? {
        ExtendOutcome::Extended => return company::saved(&screen, &steward, company::MEMBERS, EXTENDED),
        ExtendOutcome::Refused(problems) => problems,
        ExtendOutcome::NotPossible => ExtendProblems::default(),
    };
    let member = extend::view(screen.ctx(), &steward, &sub).await?;
    let member = member.ok_or(Failure::NotFound)?;
    let deed = Deed::extend(entered.0, entered.1, problems);
    let page = ask(&screen, &visitor, &steward, &sub, &member, deed);
    screen.show_again(&page, Policy::OWN, None)
}

fn ask(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
    sub: &str,
    member: &Extendable,
    deed: Deed,
) -> ConfirmDeed {
    let page = ConfirmDeed {
        tabs: company::tabs(screen, steward, CompanyTab::Members),
        ..ConfirmDeed::new(
            deed,
            (&member.name, &member.email),
            steward.company_name(),
            company::form(screen, visitor, steward, &path(sub)),
            company::address(screen, steward, company::MEMBERS),
        )
    };
    match member.standing {
        Standing::Until(_) => page,
        Standing::NotNeeded => page.refused(DeedProblem::Gone),
        Standing::BeyondCompany => page.refused(DeedProblem::PlatformRequires),
    }
}
