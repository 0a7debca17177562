//! Deleting what is over: pending requests, codes, tokens, old sessions, refusals, counters, the details of old events,
//! and clients that registered themselves and are of no use.

use crate::audit;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::registration;
use voltkey_store::prune;

/// How many rows of each table go in one round, so that nothing waits for long.
const ROUND: i64 = 1000;

/// Deletes everything that is over, in small rounds. Gives how many rows went.
///
/// # Errors
/// When the database does not answer.
pub async fn clean_up(ctx: &Ctx) -> Result<u64, Fault> {
    let token_life = ctx.settings.tokens.access;
    let mut total = 0;
    loop {
        let round = prune::prune(&ctx.store, ctx.now(), token_life, ROUND)
            .await?
            .total()
            + audit::prune(ctx, ROUND).await?
            + registration::delete_unused(ctx, ROUND).await?;
        if round == 0 {
            return Ok(total);
        }
        total += round;
    }
}
