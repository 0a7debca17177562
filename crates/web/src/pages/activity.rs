//! What happened to a person's account lately, so that they can say whether it was them.

use super::own;
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::activity::Doer;
use crate::view::{AccountTab, Activity, ActivityEvent, Happening, browser_name};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::activity::{self, By, Happened, Place};
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::audit::Action;
use voltkey_protocol::address;
use voltkey_protocol::params::Params;

/// The address of this room.
pub const PATH: &str = "/account/activity";
/// The parameter with the event that a page comes before in time.
const BEFORE: &str = "before";
/// The parameter with the event that a page comes after.
const AFTER: &str = "after";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, me) = own::enter(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let known = activity::list(screen.ctx(), &me, place(&params)).await?;
    let link = |name: &str, id: Option<String>| {
        id.map(|id| address::with_parameters(&screen.plain_address(PATH), &[(name, &id)]))
    };
    let page = Activity {
        tabs: own::tabs(&screen, AccountTab::Activity),
        newer_url: link(AFTER, known.newer),
        older_url: link(BEFORE, known.older),
        events: known.events.iter().map(|event| shown(&screen, event)).collect(),
    };
    screen.show(&page, Policy::OWN)
}

fn place(params: &Params) -> Place<'_> {
    match (params.get(BEFORE), params.get(AFTER)) {
        (Some(id), _) => Place::Before(id),
        (None, Some(id)) => Place::After(id),
        (None, None) => Place::Newest,
    }
}

fn shown(screen: &Screen, event: &Happened) -> ActivityEvent {
    let from = event.from.as_ref();
    ActivityEvent {
        browser: from.and_then(|from| browser_name(&from.user_agent)),
        network: from.map(|from| from.network.clone()),
        by: doer(screen, &event.by).map(Into::into),
        ..ActivityEvent::new(happening(event), screen.moment_at(event.at))
    }
}

fn doer(screen: &Screen, by: &By) -> Option<Doer> {
    match by {
        By::Person => None,
        By::Admin(name) => Some(Doer::Named(name.clone())),
        By::Platform => Some(Doer::Named(screen.brand().to_owned())),
        By::Support => Some(Doer::Support),
        By::Somebody => Some(Doer::Gone),
    }
}

fn happening(event: &Happened) -> Happening {
    let Some(action) = event.action else {
        return Happening::Other;
    };
    let of_company = |happening: fn(String) -> Happening| {
        let company = event.company.clone();
        company.map_or(Happening::Other, happening)
    };
    match action {
        Action::LoginSucceeded => Happening::SignedIn,
        Action::LoginFailed => match event.detail("why") {
            Some("password") => Happening::WrongPassword,
            Some("pin") => Happening::WrongPin,
            Some("blocked") => Happening::RefusedWhileBlocked,
            _ => Happening::LoginFailed,
        },
        Action::SessionEnded if event.is("from_elsewhere") => Happening::DeviceSignedOut,
        Action::SessionEnded => Happening::SignedOut,
        Action::PersonCreated => Happening::Created,
        Action::PersonActivated => Happening::Activated,
        Action::PersonJoined if event.company.is_none() => Happening::RolesChanged,
        Action::PersonJoined => of_company(Happening::Joined),
        Action::PersonRoles => Happening::RolesChanged,
        Action::ProfileChanged => Happening::DetailsChanged,
        Action::EmailChanged => Happening::EmailChanged(event.detail("new_email").map(str::to_owned)),
        Action::PasswordChanged => Happening::PasswordChanged,
        Action::PasswordReset => Happening::PasswordReset,
        Action::SecondFactorOn => Happening::FactorSwitchedOn,
        Action::SecondFactorOff => Happening::FactorSwitchedOff,
        Action::OtpEnrolled => Happening::Enrolled,
        Action::OtpReplaced => Happening::AuthenticatorReplaced,
        Action::OtpReset => Happening::OtpReset,
        Action::RecoveryCodesMade => Happening::CodesMade,
        Action::RecoveryCodeUsed => Happening::CodeUsed,
        Action::ConsentGiven => Happening::AccessGiven(event.app.clone()),
        Action::ConsentWithdrawn => Happening::AccessWithdrawn(event.app.clone()),
        Action::MemberRemoved => of_company(Happening::Removed),
        Action::MemberRole => of_company(match event.detail("role") {
            Some("admin") => Happening::MadeAdmin,
            Some("member") => Happening::MadeMember,
            _ => Happening::RoleChanged,
        }),
        Action::MemberBlocked => Happening::Blocked,
        Action::MemberUnblocked => Happening::Unblocked,
        Action::AccountFrozen => Happening::Frozen,
        Action::DetailsForgotten => Happening::DetailsForgotten,
        _ => Happening::Other,
    }
}
