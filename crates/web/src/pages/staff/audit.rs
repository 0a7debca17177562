//! What was done on the instance.

use super::events::staff_event;
use super::{enter_as_operator, kept, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{OperatorAudit, StaffTab};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::audit_log;
use voltkey_flows::audit::Action;
use voltkey_protocol::address;

/// The address of this room.
pub(super) const PATH: &str = "/operator/audit";
/// The parameter that holds the kind of event.
const ACTION: &str = "action";
/// The parameter that holds where a page begins.
const BEFORE: &str = "before";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    // What can't be read asks for everything, from the beginning.
    let action = params.get(ACTION).and_then(|word| word.parse::<Action>().ok());
    let before = params.get(BEFORE).and_then(|place| place.parse().ok());
    let listed = audit_log::page(screen.ctx(), &operator, action, before).await?;
    let events = listed
        .entries
        .iter()
        .map(|entry| staff_event(&screen, entry, false));
    let mut page = OperatorAudit::new(PATH, action, events.collect());
    page.tabs = tabs(&screen, operator.staff(), StaffTab::Audit);
    page.hidden = kept(&screen);
    page.older_url = listed.next.map(|cursor| {
        let word = action.map(Action::as_str).unwrap_or_default();
        let pairs = [(ACTION, word), (BEFORE, &cursor.to_string())];
        address::with_parameters(&screen.plain_address(PATH), &pairs)
    });
    screen.show(&page, Policy::OWN)
}
