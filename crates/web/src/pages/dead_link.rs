//! The page of a mailed link that does not work: it says why, and offers a new one to the same address.

use super::{account, forgot_password, no_invitation};
use crate::error::Answer;
use crate::screen::{Policy, Screen};
use crate::view::link_over::{Again, LinkEnd, LinkKind, LinkOver};
use voltkey_flows::Visitor;
use voltkey_flows::account::link::{self, DeadLink};

/// Shows it. `new_link` takes the form that asks for a new one; the token stays in its address.
pub fn show(screen: Screen, visitor: &Visitor, kind: LinkKind, new_link: &str, dead: DeadLink) -> Answer {
    let screen = screen.speaking(dead.language.as_slice());
    let help = match kind {
        LinkKind::Invitation if dead.end != link::LinkEnd::Used => no_invitation::PATH,
        LinkKind::EmailChange => account::PATH,
        _ => forgot_password::PATH,
    };
    let again = dead.email.map(|email| Again {
        form: screen.form_with_query(visitor, new_link),
        email,
    });
    let mut page = LinkOver::new(kind, end(dead.end));
    page.again = again;
    page.way_on = Some(screen.front_door());
    page.help_url = Some(screen.plain_address(help));
    screen.show_over(&page, Policy::LEAVING)
}

const fn end(end: link::LinkEnd) -> LinkEnd {
    match end {
        link::LinkEnd::Expired => LinkEnd::Expired,
        link::LinkEnd::Used => LinkEnd::Used,
        link::LinkEnd::Replaced => LinkEnd::Replaced,
        link::LinkEnd::Unknown => LinkEnd::Unknown,
    }
}
