//! How a room fails, and the renderers that put it into an answer.
//!
//! A room returns a [`Failure`] and never a status code. The renderer of the room's group says it in the
//! group's way: [`page`] as a page in the person's language, [`oauth_json`] as RFC 6749, 5.2 has it, [`bearer`]
//! as RFC 6750, 3 has it. What goes back to an app is told by [`redirect`].

pub mod bearer;
mod failure;
pub mod oauth_json;
pub mod page;
pub mod redirect;
#[cfg(test)]
mod testing;
mod told;

pub use failure::Failure;
pub use told::retry_after;

use axum::response::Response;

/// What a room gives back.
pub type Answer = Result<Response, Failure>;
