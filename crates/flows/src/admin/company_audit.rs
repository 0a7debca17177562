//! Reading the audit trail of a company, as whoever manages it.
//!
//! Reading is no deed, and an export shows nothing that the pages don't: neither is noted in the trail itself. The access
//! log tells of both.

use super::steward::Steward;
use crate::account::email;
use crate::audit::{self, Action, Chain, Cursor, Exported, Filter, Listed};
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use jiff::civil::Date;
use voltkey_store::people;

/// The events of a page.
const PAGE: u32 = 50;
/// The events of a piece of an export.
const PIECE: u32 = 500;
/// The row of somebody who is nobody: it finds nothing.
const NO_ROW: &str = "";

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// This deed only.
    pub action: Option<Action>,
    /// Done by whoever has this address only; empty: by anybody.
    pub by: String,
    /// Done with whoever has this address only; empty: with anybody.
    pub with: String,
    /// From this day on.
    pub since: Option<Date>,
    /// Until the end of this day.
    pub until: Option<Date>,
}

/// A page of the company's events, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    ctx: &Ctx,
    steward: &Steward,
    asked: &Asked,
    after: Option<Cursor>,
) -> Result<Listed, Fault> {
    let filter = asked.filter(ctx).await?;
    audit::list(ctx, &chain(steward), &filter, after, PAGE).await
}

/// Everything that is asked for, read piece by piece.
#[derive(Clone, Debug)]
pub struct Export {
    chain: Chain,
    filter: Filter,
}

impl Export {
    /// Of that company.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn new(ctx: &Ctx, steward: &Steward, asked: &Asked) -> Result<Self, Fault> {
        Ok(Self {
            chain: chain(steward),
            filter: asked.filter(ctx).await?,
        })
    }

    /// A piece as people read it: up to 500 events, and where the next piece begins.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn entries(&self, ctx: &Ctx, after: Option<Cursor>) -> Result<Listed, Fault> {
        audit::list(ctx, &self.chain, &self.filter, after, PIECE).await
    }

    /// A piece with all that is hashed, a JSON object for each event: see [`Exported`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lines(&self, ctx: &Ctx, after: Option<Cursor>) -> Result<Exported, Fault> {
        audit::export(ctx, &self.chain, &self.filter, after).await
    }
}

fn chain(steward: &Steward) -> Chain {
    Chain::Company(steward.company.id.clone())
}

impl Asked {
    async fn filter(&self, ctx: &Ctx) -> Result<Filter, Fault> {
        Ok(Filter {
            action: self.action,
            actor: row_of(ctx, &self.by).await?,
            subject: row_of(ctx, &self.with).await?,
            from: self.since.map(|day| calendar::beginning(ctx, day)),
            until: self
                .until
                .map(|day| calendar::beginning(ctx, calendar::days_after(day, 1))),
        })
    }
}

/// The row of whoever has that address. Whether somebody else's address has an account is not told by it: an account
/// that never acted in the company and an address that nobody has find nothing alike.
async fn row_of(ctx: &Ctx, address: &str) -> Result<Option<String>, Fault> {
    if address.is_empty() {
        return Ok(None);
    }
    let found = match email::key(address) {
        Some(key) => people::by_email_key(&ctx.store, &key).await?,
        None => None,
    };
    Ok(Some(
        found.map_or(NO_ROW.to_owned(), |person| person.id.to_string()),
    ))
}
