//! What the pages share that ask for an address and have a mail sent to it.
//!
//! A login under way stays in the address of these pages, so that the way back leads to it, and the mail's link to
//! its app.

use super::no_invitation;
use crate::error::{Answer, Failure};
use crate::screen::{LOGIN, Policy, Screen};
use crate::view::login::EmailProblem;
use crate::view::{Form, MailProblem, MailSent, Sent};
use voltkey_flows::Visitor;
use voltkey_flows::account::forgot_password::{self, AskOutcome};
use voltkey_protocol::params::Params;

/// The longest address that a page shows again, in characters.
const MAX_SHOWN: usize = 320;

/// The login under way that a page was opened from.
pub fn request(params: &Params) -> Option<&str> {
    params.get("request")
}

/// The address of a page of help, which keeps to the login under way.
pub fn address(screen: &Screen, path: &str, params: &Params) -> String {
    match request(params) {
        Some(id) => screen.address(path, id),
        None => screen.plain_address(path),
    }
}

/// Back to the login.
pub fn way_back(screen: &Screen, params: &Params) -> String {
    address(screen, LOGIN, params)
}

/// A form of such a page.
pub fn form(screen: &Screen, visitor: &Visitor, path: &str, params: &Params) -> Form {
    match request(params) {
        Some(id) => screen.form(visitor, path, id),
        None => screen.plain_form(visitor, path),
    }
}

/// Has the mail sent; what is wrong with the address where none can be.
pub async fn ask(
    screen: &Screen,
    visitor: &Visitor,
    params: &Params,
    email: &str,
) -> Result<Option<MailProblem>, Failure> {
    if email.is_empty() {
        return Ok(Some(MailProblem::Email(EmailProblem::Missing)));
    }
    let outcome = forgot_password::ask(screen.ctx(), visitor, email, request(params)).await?;
    Ok(match outcome {
        AskOutcome::Asked => None,
        AskOutcome::Malformed => Some(MailProblem::Email(EmailProblem::Malformed)),
        AskOutcome::Throttled(wait) => Some(MailProblem::Throttled(wait)),
    })
}

/// The page after it.
pub fn show_sent(screen: &Screen, sent: Sent, email: &str) -> Answer {
    let email: String = email.chars().take(MAX_SHOWN).collect();
    let page = MailSent {
        way_on: screen.platform(),
        help_url: Some(screen.plain_address(no_invitation::PATH)),
        ..MailSent::new(sent, email)
    };
    screen.show_once(&page, Policy::OWN)
}
