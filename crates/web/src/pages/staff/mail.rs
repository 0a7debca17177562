//! The outbox.

use super::{enter_as_operator, enter_by_form_as_operator, form as form_to, tabs};
use crate::error::Answer;
use crate::extract::{OwnForm, Query};
use crate::pages::own;
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::operator_mail::{JobList, JobRow, kind_in_words};
use crate::view::{OperatorMail, StaffTab};
use axum::response::{IntoResponse, Redirect};
use axum::{Extension, Router, routing};
use voltkey_flows::Visitor;
use voltkey_flows::account::own_page::Wants;
use voltkey_flows::admin::operate::mail::{self, Job, Jobs};

/// The address of this room.
pub(super) const PATH: &str = "/operator/mail";
const TRY_AGAIN: &str = "/operator/mail/try-again";
/// What [`own::saved`] says where something is tried again, and where not.
const TRIED: &str = "tried";
const NOT_TRIED: &str = "not-tried";

/// The addresses of this room.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(PATH, routing::get(get))
        .route(TRY_AGAIN, routing::post(try_again))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Query(params): Query) -> Answer {
    let (screen, operator) = enter_as_operator(screen, &visitor, &params, (PATH, Wants::Session)).await?;
    let outbox = mail::outbox(screen.ctx(), &operator).await?;
    let list = |jobs: Jobs, is_tried_again| JobList {
        more: jobs.more,
        jobs: jobs
            .jobs
            .into_iter()
            .map(|job| row(&screen, &visitor, job, is_tried_again))
            .collect(),
    };
    let page = OperatorMail {
        tabs: tabs(&screen, operator.staff(), StaffTab::Mail),
        trying: list(outbox.trying, true),
        failed: list(outbox.failed, false),
        waiting: list(outbox.waiting, false),
        saved: match own::what_was_saved(&params) {
            Some(TRIED) => Some(true),
            Some(NOT_TRIED) => Some(false),
            _ => None,
        },
    };
    screen.show(&page, Policy::OWN)
}

async fn try_again(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Query(params): Query,
    OwnForm(form): OwnForm,
) -> Answer {
    let page = (PATH, Wants::Session);
    let (screen, operator) = enter_by_form_as_operator(screen, &visitor, &params, &form, page).await?;
    let id = form.get("job").unwrap_or_default();
    let what = match mail::try_again(screen.ctx(), &visitor, &operator, id).await? {
        true => TRIED,
        false => NOT_TRIED,
    };
    Ok(Redirect::to(&own::saved(&screen, PATH, what)).into_response())
}

fn row(screen: &Screen, visitor: &Visitor, job: Job, is_tried_again: bool) -> JobRow {
    let moment = |at| screen.moment_at(at);
    JobRow {
        kind: kind_in_words(&job.kind),
        to: job.to,
        created: moment(job.created),
        next: is_tried_again.then(|| moment(job.next)),
        attempts: u32::try_from(job.attempts).unwrap_or_default(),
        answer: job.answer,
        try_again: job
            .can_be_tried
            .then(|| form_to(screen, visitor, TRY_AGAIN).with("job", job.id)),
    }
}
