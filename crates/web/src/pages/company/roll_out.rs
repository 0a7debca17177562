//! The roll-out of the second factor in a company: the numbers, the company's own date, and reminders.

use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::{company, own};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::CompanyTab;
use crate::view::roll_out::{FactorPolicy, PlatformPolicy, PolicyForm, Requirement, RollOut, RollOutSaved};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::account::second_factor::Term;
use voltkey_flows::admin::remind;
use voltkey_flows::admin::roll_out::{self, Chosen, GraceProblem, RollOutView};
use voltkey_flows::admin::steward::Steward;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/company/roll-out";
const REMIND: &str = "/company/roll-out/remind";
/// What [`own::saved`] says after another policy; after reminders it says how many.
const POLICY: &str = "policy";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get).post(post))
        .route(REMIND, routing::post(remind))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, steward) = company::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let mut page = page(&screen, &visitor, &steward, None).await?;
    page.saved = own::what_was_saved(&params).and_then(|what| match what {
        POLICY => Some(RollOutSaved::Policy),
        count => count.parse().ok().map(RollOutSaved::Reminded),
    });
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &form).await?;
    let until = form.get("grace_until").unwrap_or_default();
    let required = form.get("second_factor") == Some(FactorPolicy::Required.value());
    let set = roll_out::set_policy(screen.ctx(), &visitor, &steward, required, until).await?;
    match set.ok_or(Failure::NotFound)? {
        Ok(()) => company::saved(&screen, &steward, PATH, POLICY),
        Err(problem) => {
            let page = page(&screen, &visitor, &steward, Some((until, problem))).await?;
            screen.show_again(&page, Policy::OWN, None)
        }
    }
}

async fn remind(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let (screen, steward) = enter_by_form(screen, &visitor, &params, &form).await?;
    match remind::remind_now(screen.ctx(), &visitor, &steward).await? {
        Some(count) => company::saved(&screen, &steward, PATH, &count.to_string()),
        // The page shows that there is nobody to be reminded.
        None => Ok(Redirect::to(&company::address(&screen, &steward, PATH)).into_response()),
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

/// The page with what is in force; or with a date that was entered and not taken.
async fn page(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
    refused: Option<(&str, GraceProblem)>,
) -> Result<RollOut, Failure> {
    let known = roll_out::view(screen.ctx(), steward).await?;
    let requirement = match known.term {
        None => Requirement::Optional,
        Some(Term::Until(grace)) => Requirement::Until {
            until: grace.until,
            days_left: u32::try_from(grace.days_left).unwrap_or_default(),
        },
        Some(Term::Since(_)) => Requirement::Required,
    };
    let members = company::address(screen, steward, company::MEMBERS);
    let mut page = RollOut::new(known.counts, requirement, |filter| {
        address::with_parameters(&members, &[("filter", filter.value())])
    });
    page.tabs = company::tabs(screen, steward, CompanyTab::RollOut);
    page.remind = (known.to_remind > 0).then(|| company::form(screen, visitor, steward, REMIND));
    page.policy = policy_form(screen, visitor, steward, &known, refused);
    Ok(page)
}

fn policy_form(
    screen: &Screen,
    visitor: &Visitor,
    steward: &Steward,
    known: &RollOutView,
    refused: Option<(&str, GraceProblem)>,
) -> Option<PolicyForm> {
    let platform = match (known.instance.required, known.instance.grace_until) {
        _ if !known.can_choose => return None,
        (true, Some(until)) => PlatformPolicy::Until(until),
        _ => PlatformPolicy::Optional,
    };
    let form = company::form(screen, visitor, steward, PATH);
    if let Some((until, problem)) = refused {
        let entered = PolicyForm::new(form, platform, FactorPolicy::Required, until);
        return Some(entered.refused(problem));
    }
    let (policy, until) = match known.chosen {
        Chosen::Inherit => (FactorPolicy::Inherit, None),
        Chosen::Required(until) => (FactorPolicy::Required, until),
    };
    let until = until.map(|until| until.to_string()).unwrap_or_default();
    Some(PolicyForm::new(form, platform, policy, &until))
}
