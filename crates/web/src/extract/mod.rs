//! What rooms take from a request.
//!
//! Each extractor parses once, at the edge, and fails with a [`Failure`](crate::error::Failure), which the
//! renderer of the room's group puts into words.

mod caller;
mod form;
pub mod language;
pub mod network;
pub mod origin;
mod own_form;
mod own_upload;
mod query;
mod registrant;

pub use caller::Caller;
pub use form::Form;
pub use own_form::{OwnForm, TOKEN, subject};
pub use own_upload::{OwnUpload, upload_limit};
pub use query::{Pending, Query};
pub use registrant::{Metadata, Registrant};
