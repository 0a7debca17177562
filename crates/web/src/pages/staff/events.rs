//! Events of the audit trail, as the staff's pages show them.

use crate::screen::Screen;
use crate::view::{StaffEvent, staff_event};
use voltkey_flows::audit::{Entry, Told};

/// An event; `is_theirs` says that the page is about whom it was done to.
pub(super) fn staff_event(screen: &Screen, entry: &Entry, is_theirs: bool) -> StaffEvent {
    let Told {
        by,
        to,
        network,
        reason,
        checks,
    } = entry.told();
    StaffEvent {
        what: staff_event::in_words(&entry.action),
        at: screen.moment_at(entry.at),
        to: to.or_else(|| entry.subject.clone()).filter(|_| !is_theirs),
        by,
        network,
        reason,
        checks: checks
            .iter()
            .filter_map(|name| staff_event::check_in_words(name))
            .collect(),
    }
}
