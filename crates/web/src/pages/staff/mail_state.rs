//! What became of a mail, for the pages that tell of one.

use crate::screen::Screen;
use crate::view::members::MailState;
use voltkey_flows::jobs::Status;

/// The state of a mail's job.
pub(super) fn mail_state(screen: &Screen, job: &Status) -> MailState {
    let moment = |at| screen.moment_at(at);
    let answer = job.last_error.clone().unwrap_or_default();
    match (job.done_at, job.failed_at) {
        (Some(at), _) => MailState::Sent { at: moment(at) },
        (None, Some(_)) => MailState::Failed { answer },
        (None, None) if answer.is_empty() => MailState::Queued,
        (None, None) => MailState::Trying {
            answer,
            next: moment(job.run_at),
        },
    }
}
