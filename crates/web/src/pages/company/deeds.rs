//! What is done with one member: each deed has a page that asks first, with what follows from it (S14).

use super::{MEMBERS, done};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::{own, staff};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::confirm_deed::{Deed, DeedProblem};
use crate::view::members::ActionKind;
use crate::view::{CompanyTab, ConfirmDeed};
use axum::routing::MethodRouter;
use axum::{Extension, Router, routing};
use http::Uri;
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Me;
use voltkey_flows::admin::member::{self, Member, MemberDeed, Obstacle};
use voltkey_flows::admin::steward::{self, Power, Steward};
use voltkey_flows::admin::{block, change_role, remove, reset_otp};
use voltkey_flows::oidc::subject;
use voltkey_protocol::params::Params;

/// The hidden input of a page that has said that a company will have no admin.
const KNOWINGLY: &str = "knowingly";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/company/members/{sub}/reset-otp", room(MemberDeed::ResetOtp))
        .route("/company/members/{sub}/make-admin", room(MemberDeed::MakeAdmin))
        .route("/company/members/{sub}/make-member", room(MemberDeed::MakeMember))
        .route("/company/members/{sub}/block", room(MemberDeed::Block))
        .route("/company/members/{sub}/unblock", room(MemberDeed::Unblock))
        .route("/company/members/{sub}/remove", room(MemberDeed::Remove))
}

fn room(deed: MemberDeed) -> MethodRouter<AppState> {
    let get = move |screen: Screen, visitor: Extension<Visitor>, uri: Uri, query: Query| {
        get(deed, screen, visitor, uri, query)
    };
    let post = move |screen: Screen, visitor: Extension<Visitor>, uri: Uri, query: Query, form: OwnForm| {
        post(deed, screen, visitor, uri, query, form)
    };
    routing::get(get).post(post)
}

async fn get(
    deed: MemberDeed,
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    uri: Uri,
    Query(params): Query,
) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (uri.path(), deed.wants())).await?;
    let (steward, member) = on_whom(&screen, &me, &params, &uri, deed).await?;
    let obstacle = member.obstacle(&steward, true);
    if obstacle == Some(Obstacle::Checklist) {
        return Err(checklist(&screen, &member));
    }
    let page = page(&screen, &visitor, &params, &uri, &steward, &member).await?;
    let page = match obstacle {
        Some(obstacle) => page.refused(problem(obstacle)?),
        None => page,
    };
    screen.show(&page, Policy::LEAVING)
}

async fn post(
    deed: MemberDeed,
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    uri: Uri,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page_of = (uri.path(), deed.wants());
    let (screen, me) = own::enter_by_form(screen, &visitor, &params, &form, page_of).await?;
    let (steward, member) = on_whom(&screen, &me, &params, &uri, deed).await?;
    let knowingly = form.get(KNOWINGLY).is_some();
    let ctx = screen.ctx();
    let done = match deed {
        MemberDeed::ResetOtp => reset_otp::of_member(ctx, &visitor, &steward, &member).await?,
        MemberDeed::MakeAdmin | MemberDeed::MakeMember => {
            change_role::change_role(ctx, &visitor, &steward, &member, knowingly).await?
        }
        MemberDeed::Block => block::block(ctx, &visitor, &steward, &member, knowingly).await?,
        MemberDeed::Unblock => block::unblock(ctx, &visitor, &steward, &member).await?,
        MemberDeed::Remove => remove::remove(ctx, &visitor, &steward, &member, knowingly).await?,
    };
    let obstacle = match done {
        // Somebody else was faster, or pressed twice: it is as they wanted it.
        Ok(()) | Err(Obstacle::Already) => {
            return done::with_member(&screen, &visitor, &params, &steward, (deed, member.sub())).await;
        }
        Err(Obstacle::Checklist) => return Err(checklist(&screen, &member)),
        Err(obstacle) => obstacle,
    };
    if obstacle == Obstacle::LastAdmin && steward.power() != Power::Admin {
        // They are the last one only since the page was shown, which says so now.
        let (steward, member) = on_whom(&screen, &me, &params, &uri, deed).await?;
        let page = page(&screen, &visitor, &params, &uri, &steward, &member).await?;
        return screen.show_again(&page, Policy::LEAVING, None);
    }
    let page = page(&screen, &visitor, &params, &uri, &steward, &member).await?;
    let page = page.refused(problem(obstacle)?);
    screen.show_again(&page, Policy::LEAVING, None)
}

/// Where the platform's own staff reset a second factor.
fn checklist(screen: &Screen, member: &Member) -> Failure {
    Failure::Elsewhere(screen.plain_address(&staff::reset_path(member.sub())))
}

/// Who acts, and on whom. Nobody is told whether somebody exists who is no member of a company of theirs.
async fn on_whom(
    screen: &Screen,
    me: &Me,
    params: &Params,
    uri: &Uri,
    deed: MemberDeed,
) -> Result<(Steward, Member), Failure> {
    // `/company/members/{sub}/…`. No `sub` has characters that addresses escape.
    let sub = uri.path().split('/').nth(3).unwrap_or_default();
    let ctx = screen.ctx();
    // As the app knows the member that sends its admin here.
    let client_id = params.get("client_id").unwrap_or_default();
    let sub = subject::behind(ctx, client_id, sub).await?;
    let company = params.get(super::PARAMETER);
    let steward = steward::steward_of_member(ctx, me, company, &sub).await?;
    let steward = steward.ok_or(Failure::NotFound)?;
    let member = member::find(ctx, &steward, &sub, deed).await?;
    Ok((steward, member.ok_or(Failure::NotFound)?))
}

async fn page(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    uri: &Uri,
    steward: &Steward,
    member: &Member,
) -> Result<ConfirmDeed, Failure> {
    let mut form = super::form_with_query(screen, visitor, params, steward, uri.path());
    if member.is_last_admin() {
        form = form.with(KNOWINGLY, "yes");
    }
    let (name, company) = (member.name(), steward.company_name());
    let members = super::address(screen, steward, MEMBERS);
    let mut page = ConfirmDeed::new(
        asked(member.deed()),
        (&name, member.email()),
        company,
        form,
        members,
    );
    if member.is_last_admin() {
        page = page.leaving_no_admin();
    }
    if member.is_frozen() && member.deed() == MemberDeed::Unblock {
        page = page.frozen();
    }
    page.tabs = super::tabs(screen, steward, CompanyTab::Members);
    page.cancel = own::cancel_form(screen, visitor, params).await?;
    Ok(page)
}

/// What the members' page calls it.
pub const fn action(deed: MemberDeed) -> ActionKind {
    match deed {
        MemberDeed::ResetOtp => ActionKind::ResetOtp,
        MemberDeed::MakeAdmin => ActionKind::MakeAdmin,
        MemberDeed::MakeMember => ActionKind::MakeMember,
        MemberDeed::Block => ActionKind::Block,
        MemberDeed::Unblock => ActionKind::Unblock,
        MemberDeed::Remove => ActionKind::Remove,
    }
}

const fn asked(deed: MemberDeed) -> Deed {
    match deed {
        MemberDeed::ResetOtp => Deed::ResetOtp,
        MemberDeed::MakeAdmin => Deed::MakeAdmin,
        MemberDeed::MakeMember => Deed::MakeMember,
        MemberDeed::Block => Deed::Block,
        MemberDeed::Unblock => Deed::Unblock,
        MemberDeed::Remove => Deed::Remove,
    }
}

/// What the page says of it. For whoever manages the company no longer there is no page.
pub fn problem(obstacle: Obstacle) -> Result<DeedProblem, Failure> {
    Ok(match obstacle {
        Obstacle::NotManaging => return Err(Failure::NotFound),
        Obstacle::NotYours => DeedProblem::NotYours,
        // The room has sent them to it.
        Obstacle::Checklist => return Err(Failure::NotFound),
        Obstacle::Staff => DeedProblem::Staff,
        Obstacle::Yourself => DeedProblem::Yourself,
        Obstacle::LastAdmin => DeedProblem::LastAdmin,
        Obstacle::Already | Obstacle::Gone => DeedProblem::Gone,
    })
}
