//! A page that may turn out not to be the one that the browser belongs on.

use crate::oidc::authorize::Next;

/// What a GET of a page finds.
#[derive(Debug)]
pub enum Page<V> {
    /// Show this.
    Show(V),
    /// The browser belongs elsewhere by now.
    Elsewhere(Next),
}
