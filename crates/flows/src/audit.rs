//! The audit trail: who did what to whom, when, from where, in which request; chained, so that a change is found.
//!
//! - A deed makes a [`Note`] before its transaction and writes it inside: one INSERT, and no lock ([`note`]).
//! - The worker moves what was noted to the chains a moment later ([`append`]).
//! - A chain holds opaque identifiers only. Names, addresses and networks stand apart and can be deleted, by age and
//!   for one person ([`forget`](fn@forget)); a salted hash of them stays in the chain.
//! - Each company has a chain, and so has the instance. What concerns one company goes to its chain, what concerns none to
//!   the instance's. What concerns a whole account (a login, a new password) goes to the chain of each company that the
//!   person belongs to at that moment; and to the instance's where there is none, or where the person has a role on it.
//! - [`verify`](fn@verify) finds what was changed, removed and reordered. What was cut off at the end, or written anew
//!   from some event on, is found by a head that was signed before ([`heads`](fn@heads)) and kept elsewhere.

mod append;
mod encoding;
mod event;
mod forget;
mod heads;
mod list;
#[cfg(test)]
mod tests;
mod told;
mod verify;

pub use append::append;
pub use event::{Actor, Event, Note, Who, note};
pub use forget::forget;
pub(crate) use forget::prune;
pub use heads::{Head, announce, heads};
pub use list::{Cursor, Entry, Exported, Filter, Listed, export, list};
pub use told::{Named, Told};
pub use verify::{ChainReport, HeadReport, HeadVerdict, Problem, Report, VerifyTrailError, verify};
pub use voltkey_store::audit_events::Action;

use voltkey_store::CompanyId;

/// The name of the instance's chain. No company's row is called so: their names are UUIDs.
const INSTANCE: &str = "instance";
/// What stands before the first event of a chain.
const BEGINNING: [u8; 32] = [0; 32];

/// Whose events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// What concerns the instance, or nobody's company.
    Instance,
    /// What concerns a company.
    Company(CompanyId),
}

impl Chain {
    /// The name under which it is stored.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Instance => INSTANCE,
            Self::Company(id) => id.as_str(),
        }
    }
}
