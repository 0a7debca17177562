//! Where a browser ends up.

use super::authorization::Answer;
use super::page::Page;
use url::Url;

/// Where a browser ends up after a request and the redirects that follow it.
#[derive(Debug)]
pub enum Landed {
    /// On a page of the provider.
    Page(Page),
    /// Elsewhere: a redirect led away from the provider. It was not followed.
    Away(Url),
    /// Elsewhere: a page that sends itself has posted its form to another origin (`form_post`).
    Posted(Posted),
}

/// A form that was posted to another origin.
#[derive(Debug)]
pub struct Posted {
    /// Where it went.
    pub action: Url,
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
}

impl Landed {
    /// The page.
    ///
    /// # Panics
    /// When the browser is not on one.
    pub fn page(self) -> Page {
        match self {
            Self::Page(page) => page,
            other => panic!("not on a page of the provider: {other:?}"),
        }
    }

    /// The address that a redirect led away to.
    ///
    /// # Panics
    /// When none did.
    pub fn away(self) -> Url {
        match self {
            Self::Away(url) => url,
            other => panic!("not led away: {other:?}"),
        }
    }

    /// The authorization response, whichever way it travelled.
    ///
    /// # Panics
    /// When the browser is on a page of the provider.
    pub fn answer(self) -> Answer {
        match self {
            Self::Away(url) => Answer::by_redirect(&url),
            Self::Posted(posted) => Answer::by_form(posted),
            Self::Page(page) => panic!("no answer, but a page: {page:?}"),
        }
    }
}
