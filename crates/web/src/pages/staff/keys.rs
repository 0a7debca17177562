//! The keys of the instance.

use super::{enter_as_operator, enter_by_form_as_operator, form as form_to, tabs};
use crate::error::{Answer, Failure};
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_keys::{Algorithm, KeyRow, State};
use crate::view::{OperatorKeys, StaffTab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::signing_keys::{self, KeyAlg, KeyLine, KeyState, RotateOutcome};
use voltkey_flows::admin::staff::Operator;

/// The address of this room.
pub(super) const PATH: &str = "/operator/keys";

/// The address of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::FreshProof)).await?;
    let mut page = page(&screen, &visitor, &operator).await?;
    let saved = own::what_was_saved(&params).and_then(|alg| alg.parse::<KeyAlg>().ok());
    page.saved = saved.map(|alg| alg.to_string());
    screen.show(&page, Policy::OWN)
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page_wants = (PATH, Wants::FreshProof);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, page_wants).await?;
    let alg = form.get("alg").and_then(|alg| alg.parse::<KeyAlg>().ok());
    let alg = alg.ok_or(Failure::NotFound)?;
    let withdraw = form.get("withdraw") == Some("yes");
    match signing_keys::rotate(screen.ctx(), &visitor, &operator, alg, withdraw).await? {
        RotateOutcome::Done(_) => Ok(Redirect::to(&own::saved(&screen, PATH, alg.as_str())).into_response()),
        RotateOutcome::TooEarly(from) => {
            let from = screen.moment_at(from);
            let page = page(&screen, &visitor, &operator).await?;
            screen.show_again(&page.too_early(alg.as_str(), &from), Policy::OWN, None)
        }
        RotateOutcome::NotFound => Err(Failure::NotFound),
    }
}

async fn page(screen: &Screen, visitor: &Visitor, operator: &Operator) -> Result<OperatorKeys, Failure> {
    let mut algorithms: Vec<Algorithm> = Vec::new();
    for line in signing_keys::list(screen.ctx(), operator).await? {
        let (name, signs) = (line.alg.to_string(), matches!(line.alg, KeyAlg::Signing(_)));
        let Some(row) = row(screen, line) else {
            continue;
        };
        match algorithms.iter_mut().find(|algorithm| algorithm.name == name) {
            Some(algorithm) => algorithm.keys.push(row),
            None => algorithms.push(Algorithm {
                rotate: form_to(screen, visitor, PATH).with("alg", name.as_str()),
                name,
                signs,
                keys: vec![row],
            }),
        }
    }
    Ok(OperatorKeys {
        tabs: tabs(screen, operator.staff(), StaffTab::Keys),
        algorithms,
        saved: None,
        notice: None,
    })
}

fn row(screen: &Screen, line: KeyLine) -> Option<KeyRow> {
    let moment = |at| screen.moment_at(at);
    Some(KeyRow {
        kid: line.kid,
        state: match line.state {
            KeyState::Next => State::Next,
            KeyState::Active => State::Active,
            KeyState::Retired => State::Retired,
            KeyState::Withdrawn => return None,
        },
        created: moment(line.created_at),
        activated: line.activated_at.map(moment),
        until: line.until.map(moment),
    })
}
