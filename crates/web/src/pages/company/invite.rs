//! Inviting one person (S6).

use super::{MEMBERS, done};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::CompanyTab;
use crate::view::invite::{Invite, InviteEntry, InviteProblem, InviteProblems};
use crate::view::login::EmailProblem;
use crate::view::members::MemberRole;
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::invite_member::{self, AddressProblem, InviteOutcome, NewMember};
use voltkey_flows::admin::steward::Steward;
use voltkey_flows::deep_link;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/company/members/invite";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, steward) = super::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let entry = InviteEntry {
        // Whoever invites mostly speaks as the company does.
        language: steward
            .company_language()
            .unwrap_or(steward.me().language())
            .to_owned(),
        ..InviteEntry::default()
    };
    let page = page(&screen, &visitor, &params, &steward, &entry);
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let entry = entered(&form);
    // An admin who is invited is made no less than one who is a member: it takes the same proof.
    let wants = match entry.role {
        MemberRole::Admin => Wants::FreshProof,
        MemberRole::Member => Wants::Session,
    };
    let (screen, steward) = super::enter_by_form(screen, &visitor, &params, &form, (PATH, wants)).await?;
    let app = deep_link::way_back(screen.ctx(), &visitor, &params).await?;
    let new = NewMember {
        email: entry.email.clone(),
        given_name: entry.given_name.clone(),
        family_name: entry.family_name.clone(),
        language: entry.language.clone(),
        is_admin: entry.role == MemberRole::Admin,
    };
    let page = page(&screen, &visitor, &params, &steward, &entry);
    match invite_member::invite_member(screen.ctx(), &visitor, &steward, &new, app.as_ref()).await? {
        InviteOutcome::Invited(id) => done::by_inviting(&screen, &visitor, &params, &steward, &id).await,
        InviteOutcome::Refused(problems) => {
            let problems = InviteProblems {
                email: problems.email.map(address_problem),
                given_name: problems.given_name,
                family_name: problems.family_name,
            };
            screen.show_again(&page.refused(&problems), Policy::LEAVING, None)
        }
        InviteOutcome::Throttled(wait) => {
            screen.show_again(&page.throttled(wait), Policy::LEAVING, Some(wait))
        }
        InviteOutcome::NotManaging => Err(Failure::NotFound),
    }
}

fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    entry: &InviteEntry,
) -> Invite {
    let form = super::form_with_query(screen, visitor, params, steward, PATH);
    let mut page = Invite::new(form, super::address(screen, steward, MEMBERS), entry);
    page.tabs = super::tabs(screen, steward, CompanyTab::Invite);
    page
}

fn entered(form: &Params) -> InviteEntry {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    InviteEntry {
        email: field("email"),
        given_name: field("given_name"),
        family_name: field("family_name"),
        language: field("language"),
        // A role that nobody knows gives no power.
        role: MemberRole::from_value(&field("role")).unwrap_or_default(),
    }
}

/// What a page says of an address.
pub fn address_problem(problem: AddressProblem) -> InviteProblem {
    match problem {
        AddressProblem::Missing => InviteProblem::Email(EmailProblem::Missing),
        AddressProblem::Malformed => InviteProblem::Email(EmailProblem::Malformed),
        AddressProblem::AlreadyMember => InviteProblem::AlreadyMember,
        AddressProblem::AlreadyInvited => InviteProblem::AlreadyInvited,
    }
}
