//! How often a visitor may ask for what costs a row or a mail. It depends on the visitor alone, and so tells nothing of
//! any account.

use crate::ctx::{Ctx, window_start};
use crate::error::Fault;
use crate::text::hex;
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::{known_browsers, quotas};

/// What one network may ask for within a window. When that is used up, a browser in which somebody has logged in has its
/// own, so that strangers can't keep its people out.
pub(crate) struct Quota {
    /// The beginning of its buckets' names.
    pub(crate) name: &'static str,
    /// Of one network.
    pub(crate) of_network: i64,
    /// Of one known browser besides.
    pub(crate) of_known: i64,
    /// How long a window is.
    pub(crate) window: Duration,
}

impl Quota {
    /// Spends one; the time to wait when none is left.
    pub(crate) async fn spend(&self, ctx: &Ctx, visitor: &Visitor) -> Result<Option<Duration>, Fault> {
        let window = window_start(ctx.now(), self.window);
        let of_network = format!("{}:{}", self.name, visitor.network);
        if quotas::spend(&ctx.store, &of_network, window, self.of_network).await? {
            return Ok(None);
        }
        let browser = *visitor.browser.hash().as_bytes();
        if known_browsers::is_known(&ctx.store, &browser).await? {
            let own = format!("{}:browser:{}", self.name, hex(&browser[..16]));
            if quotas::spend(&ctx.store, &own, window, self.of_known).await? {
                return Ok(None);
            }
        }
        let end = window + self.window;
        Ok(Some(end.saturating_since(ctx.now())))
    }
}
