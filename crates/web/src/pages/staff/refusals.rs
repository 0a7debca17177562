//! Why a request was refused.

use super::console::QUERY;
use super::{app, enter_as_operator, kept, person, tabs};
use crate::error::Answer;
use crate::extract::Query;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::refusal::{RefusalDetails, RefusalRow};
use crate::view::refused::Received;
use crate::view::{OperatorRefusals, StaffTab, rule};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::refusals::{self, Latest, Refusal, Refused};
use voltkey_protocol::address;

/// The address of this room.
pub(super) const PATH: &str = "/operator/refusals";
/// The parameter that holds where a page begins.
pub(super) const BEFORE: &str = "before";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let q = params.get(QUERY).unwrap_or_default().trim();
    let mut page = OperatorRefusals {
        tabs: tabs(&screen, operator.staff(), StaffTab::Refusals),
        action: PATH.to_owned(),
        hidden: kept(&screen),
        q: q.to_owned(),
        refusal: None,
        rows: Vec::new(),
        older_url: None,
    };
    if q.is_empty() {
        // A place that can't be read is the beginning.
        let before = params.get(BEFORE).and_then(|place| place.parse().ok());
        let Latest { refusals, next } =
            refusals::latest(screen.ctx(), &operator, None, before.as_ref()).await?;
        page.rows = refusals
            .into_iter()
            .map(|refusal| {
                let href = with(&screen, QUERY, &refusal.reference);
                row(&screen, refusal, href)
            })
            .collect();
        page.older_url = next.map(|place| with(&screen, BEFORE, &place.to_string()));
    } else {
        let found = refusals::find(screen.ctx(), &operator, q).await?;
        page.refusal = found.map(|refused| shown(&screen, refused));
    }
    screen.show(&page, Policy::OWN)
}

/// A refusal in a list, whose details are at `href`.
pub(super) fn row(screen: &Screen, refusal: Refusal, href: String) -> RefusalRow {
    RefusalRow {
        href,
        at: screen.moment_at(refusal.at),
        why: rule::in_words(&refusal.rule).what,
        reference: refusal.reference,
        rule: refusal.rule,
        app: refusal.client_id,
    }
}

/// All that is known of a refusal.
pub(super) fn shown(screen: &Screen, refused: Refused) -> RefusalDetails {
    let details = refused
        .details
        .into_iter()
        .map(|(name, value)| Received::new(name, &value, false));
    RefusalDetails {
        at: screen.moment_at(refused.at),
        app_url: refused
            .client_id
            .as_ref()
            .map(|id| app::address(screen, app::PATH, id)),
        account_url: refused
            .account
            .map(|sub| screen.plain_address(&person::path(&sub))),
        details: details.collect(),
        comparison: refused.comparison.map(Into::into),
        reference: refused.reference,
        words: rule::in_words(&refused.rule),
        rule: refused.rule,
        code: refused.code,
        app: refused.client_id,
        network: refused.network,
    }
}

/// The address of this room with a parameter.
pub(super) fn with(screen: &Screen, name: &str, value: &str) -> String {
    address::with_parameters(&screen.plain_address(PATH), &[(name, value)])
}
