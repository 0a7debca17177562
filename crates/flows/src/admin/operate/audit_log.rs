//! The audit trail of the instance, as operators read it.

use crate::admin::staff::Operator;
use crate::audit::{self, Action, Chain, Cursor, Filter, Listed};
use crate::ctx::Ctx;
use crate::error::Fault;

/// How many events stand on a page.
const PAGE: u32 = 50;

/// A page of the instance's chain: all events, or those of one kind.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    ctx: &Ctx,
    _: &Operator,
    action: Option<Action>,
    before: Option<Cursor>,
) -> Result<Listed, Fault> {
    let filter = Filter {
        action,
        ..Filter::default()
    };
    audit::list(ctx, &Chain::Instance, &filter, before, PAGE).await
}
