//! The authorization endpoint (RFC 6749, 3.1, 4.1 and 4.2; OpenID Connect Core, 3.1.2, 3.2.2 and 3.3.2).
//!
//! A request is read in three strides. [`destination`] settles who asks and where an answer may go: what fails
//! there is told to the person on a page, never by a redirect. [`request`] checks everything else: what fails
//! there goes back to the client. [`decision`] says what the person must do before the answer can be given.

pub mod decision;
pub mod destination;
pub mod machine;
pub mod request;
pub mod request_object;
pub mod response;
pub mod response_type;

#[cfg(test)]
mod tests;

pub use decision::{Decision, Situation};
pub use destination::Destination;
pub use request::{AuthorizationRequest, Prompt};
pub use response::{AuthorizationResponse, Granted, GrantedToken, ResponseMode};
pub use response_type::ResponseType;
