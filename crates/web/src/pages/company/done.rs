//! What the page of the members says after a deed: what was done, and with whom.
//!
//! Its address carries a word and an identifier. The name is looked up in the company, and told only where things stand
//! as they do after the deed: so nobody can make the page say something by a link.

use super::{MEMBERS, deeds};
use crate::error::{Answer, Failure};
use crate::pages::own;
use crate::screen::Screen;
use crate::view::Message;
use crate::view::members::{ActionKind, invited};
use axum::response::{IntoResponse, Redirect};
use voltkey_flows::Visitor;
use voltkey_flows::admin::invitation::{self, CompanyInvitation};
use voltkey_flows::admin::member::{self, MemberDeed};
use voltkey_flows::admin::steward::Steward;
use voltkey_flows::deep_link::{self, DeedResult};
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

const MEMBER: &str = "member";
const INVITATION: &str = "invitation";
/// Shows that this browser was told of a removal, after which the name can't be looked up among the members.
const TOLD: &str = "told";
const INVITED: &str = "invite";

/// Goes on after a deed on a member.
pub async fn with_member(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    (deed, sub): (MemberDeed, &str),
) -> Answer {
    let kind = deeds::action(deed);
    let told = (deed == MemberDeed::Remove).then(|| screen.ctx().form_token(visitor, &removal_of(sub)));
    let told = told.as_deref().map(|token| (TOLD, token));
    let about = [(own::SAVED, kind.value()), (MEMBER, sub)];
    let about: Vec<_> = about.into_iter().chain(told).collect();
    go_on(screen, visitor, params, steward, &about).await
}

/// Goes on after something was done with an invitation.
pub async fn with_invitation(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    (kind, id): (ActionKind, &str),
) -> Answer {
    let about = [(own::SAVED, kind.value()), (INVITATION, id)];
    go_on(screen, visitor, params, steward, &about).await
}

/// Goes on after somebody was invited.
pub async fn by_inviting(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    id: &str,
) -> Answer {
    go_on(
        screen,
        visitor,
        params,
        steward,
        &[(own::SAVED, INVITED), (INVITATION, id)],
    )
    .await
}

/// Back to the app where the steward came from one, else to the members.
async fn go_on(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
    about: &[(&str, &str)],
) -> Answer {
    let next = match deep_link::way_back(screen.ctx(), visitor, params).await? {
        Some(back) => back.address(DeedResult::Done),
        None => address::with_parameters(&super::address(screen, steward, MEMBERS), about),
    };
    Ok(Redirect::to(&next).into_response())
}

/// What the page says was done just before, if anything.
pub async fn what_was_done(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    steward: &Steward,
) -> Result<Option<Message>, Failure> {
    let about = |name| params.get(name).unwrap_or_default();
    let word = about(own::SAVED);
    if word == INVITED {
        let found = invitation::find(screen.ctx(), steward, about(INVITATION)).await?;
        return Ok(found
            .filter(CompanyInvitation::is_open)
            .map(|found| invited(found.email())));
    }
    let Some(kind) = ActionKind::from_value(word) else {
        return Ok(None);
    };
    let deed = MemberDeed::ALL
        .into_iter()
        .find(|deed| deeds::action(*deed) == kind);
    let name = match deed {
        Some(MemberDeed::Remove) => name_of_removed(screen, visitor, about(MEMBER), about(TOLD)).await?,
        Some(deed) => member::find(screen.ctx(), steward, about(MEMBER), deed)
            .await?
            .filter(member::Member::is_as_wished)
            .map(|member| called(member.name(), member.email())),
        None => invitation::find(screen.ctx(), steward, about(INVITATION))
            .await?
            .filter(|found| found.is_withdrawn() == (kind == ActionKind::Withdraw))
            .map(|found| called(found.name(), found.email())),
    };
    Ok(name.map(|name| kind.done(&name)))
}

async fn name_of_removed(
    screen: &Screen,
    visitor: &Visitor,
    sub: &str,
    told: &str,
) -> Result<Option<String>, Failure> {
    match screen.ctx().check_form_token(visitor, &removal_of(sub), told) {
        true => Ok(member::name_of_removed(screen.ctx(), sub).await?),
        false => Ok(None),
    }
}

fn removal_of(sub: &str) -> String {
    format!("removed:{sub}")
}

fn called(name: String, email: &str) -> String {
    match name.is_empty() {
        true => email.to_owned(),
        false => name,
    }
}
