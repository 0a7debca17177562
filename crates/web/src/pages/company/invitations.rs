//! What is done with one invitation: each deed has a page that asks first (S5).

use super::{MEMBERS, deeds, done};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::confirm_deed::{Deed, DeedProblem};
use crate::view::members::ActionKind;
use crate::view::{CompanyTab, ConfirmDeed};
use axum::routing::MethodRouter;
use axum::{Extension, Router, routing};
use http::Uri;
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::correct_address::{self, CorrectOutcome};
use voltkey_flows::admin::invitation::{self, CompanyInvitation, InvitationObstacle};
use voltkey_flows::admin::steward::Steward;
use voltkey_protocol::params::Params;

#[derive(Clone, Copy)]
enum InvitationDeed {
    SendAgain,
    CorrectAddress,
    Withdraw,
}

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/company/invitations/{id}/send-again",
            room(InvitationDeed::SendAgain),
        )
        .route(
            "/company/invitations/{id}/correct-address",
            room(InvitationDeed::CorrectAddress),
        )
        .route(
            "/company/invitations/{id}/withdraw",
            room(InvitationDeed::Withdraw),
        )
}

fn room(deed: InvitationDeed) -> MethodRouter<AppState> {
    let get = move |screen: Screen, visitor: Extension<Visitor>, uri: Uri, query: Query| {
        get(deed, screen, visitor, uri, query)
    };
    let post = move |screen: Screen, visitor: Extension<Visitor>, uri: Uri, query: Query, form: OwnForm| {
        post(deed, screen, visitor, uri, query, form)
    };
    routing::get(get).post(post)
}

async fn get(
    deed: InvitationDeed,
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    uri: Uri,
    Query(params): Query,
) -> Answer {
    let asked = (uri.path(), Wants::Session);
    let (screen, steward) = super::enter(screen, &visitor, &params, asked).await?;
    let found = find(&screen, &steward, &uri).await?;
    let (screen, steward) = match wants(deed, &found) {
        Wants::Session => (screen, steward),
        more => super::enter(screen, &visitor, &params, (uri.path(), more)).await?,
    };
    let page = page(
        &screen,
        &visitor,
        &params,
        &uri,
        &steward,
        &found,
        asked_of(deed, &found),
    )
    .await?;
    let page = match found.obstacle(&steward) {
        Some(obstacle) => page.refused(deeds::problem(obstacle)?),
        None => page,
    };
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    deed: InvitationDeed,
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    uri: Uri,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let asked = (uri.path(), Wants::Session);
    let (screen, steward) = super::enter_by_form(screen, &visitor, &params, &form, asked).await?;
    let found = find(&screen, &steward, &uri).await?;
    let (screen, steward) = match wants(deed, &found) {
        Wants::Session => (screen, steward),
        more => super::enter(screen, &visitor, &params, (uri.path(), more)).await?,
    };
    let ctx = screen.ctx();
    let entered = form.get("email").unwrap_or_default();
    let outcome = match deed {
        InvitationDeed::SendAgain => invitation::send_again(ctx, &visitor, &steward, &found)
            .await?
            .into(),
        InvitationDeed::Withdraw => invitation::withdraw(ctx, &visitor, &steward, &found)
            .await?
            .into(),
        InvitationDeed::CorrectAddress => {
            correct_address::correct_address(ctx, &visitor, &steward, &found, entered).await?
        }
    };
    let what = match &outcome {
        CorrectOutcome::Refused(problem) => {
            Deed::correct_address(entered, Some(super::invite::address_problem(*problem)))
        }
        _ => asked_of(deed, &found),
    };
    let page = page(&screen, &visitor, &params, &uri, &steward, &found, what).await?;
    match outcome {
        CorrectOutcome::Done => {
            let about = (action(deed), found.id());
            done::with_invitation(&screen, &visitor, &params, &steward, about).await
        }
        CorrectOutcome::Refused(_) => screen.show_again(&page, Policy::LEAVING, None),
        CorrectOutcome::Obstacle(InvitationObstacle::Throttled(wait)) => {
            let page = page.refused(DeedProblem::Throttled(wait));
            screen.show_again(&page, Policy::LEAVING, Some(wait))
        }
        CorrectOutcome::Obstacle(InvitationObstacle::Obstacle(obstacle)) => {
            screen.show_again(&page.refused(deeds::problem(obstacle)?), Policy::LEAVING, None)
        }
    }
}

/// Whoever gets an invitation that makes an admin has power over others: as [`super::deeds`] has it for members.
fn wants(deed: InvitationDeed, invitation: &CompanyInvitation) -> Wants {
    match deed {
        InvitationDeed::CorrectAddress if invitation.makes_admin() => Wants::FreshProof,
        _ => Wants::Session,
    }
}

async fn find(screen: &Screen, steward: &Steward, uri: &Uri) -> Result<CompanyInvitation, Failure> {
    // `/company/invitations/{id}/…`. No id has characters that addresses escape.
    let id = uri.path().split('/').nth(3).unwrap_or_default();
    let found = invitation::find(screen.ctx(), steward, id).await?;
    found.ok_or(Failure::NotFound)
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    uri: &Uri,
    steward: &Steward,
    found: &CompanyInvitation,
    deed: Deed,
) -> Result<ConfirmDeed, Failure> {
    let form = super::form_with_query(screen, visitor, params, steward, uri.path());
    let (name, company) = (found.name(), steward.company_name());
    let members = super::address(screen, steward, MEMBERS);
    let mut page = ConfirmDeed::new(deed, (&name, found.email()), company, form, members);
    page.tabs = super::tabs(screen, steward, CompanyTab::Members);
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    Ok(page)
}

fn asked_of(deed: InvitationDeed, found: &CompanyInvitation) -> Deed {
    match deed {
        InvitationDeed::SendAgain => Deed::SendAgain,
        InvitationDeed::CorrectAddress => Deed::correct_address(found.email(), None),
        InvitationDeed::Withdraw => Deed::Withdraw,
    }
}

const fn action(deed: InvitationDeed) -> ActionKind {
    match deed {
        InvitationDeed::SendAgain => ActionKind::SendAgain,
        InvitationDeed::CorrectAddress => ActionKind::CorrectAddress,
        InvitationDeed::Withdraw => ActionKind::Withdraw,
    }
}
