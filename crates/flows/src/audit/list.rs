//! Reading a chain: page by page, and as an export. Whether somebody may read it, the flow has decided that calls this.

use super::{Action, Chain};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::paging::{cut, one_more};
use crate::text::{hex, to_json};
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use std::str::FromStr;
use voltkey_protocol::time::Timestamp;
use voltkey_store::audit_events::{self, Wanted};

/// The most events of one page.
const MOST: u32 = 500;

/// Which events are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// This action only.
    pub action: Option<Action>,
    /// Done by this actor only: a person's row, `nobody`, `client`, `command` or `system`.
    pub actor: Option<String>,
    /// Done to this row only.
    pub subject: Option<String>,
    /// Not before then.
    pub from: Option<Timestamp>,
    /// Before then.
    pub until: Option<Timestamp>,
}

/// Where a page ends, and the next one begins. As text it can stand in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    at: Timestamp,
    seq: i64,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The events, the newest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// An event, as people read it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number in the chain.
    pub seq: i64,
    /// Its identifier, the same in each chain that it concerns.
    pub id: String,
    /// When it was.
    pub at: Timestamp,
    /// The word for what was done.
    pub action: String,
    /// Who did it: a person's row, `nobody`, `client`, `command` or `system`.
    pub actor: String,
    /// The row that it was done to.
    pub subject: Option<String>,
    /// The row that it was about besides.
    pub object: Option<String>,
    /// The number of the request.
    pub request_id: Option<String>,
    /// Names, address, network and what else was noted; none where there was nothing, or it was deleted.
    pub details: Option<Value>,
    /// Whether there were details that are deleted now.
    pub details_are_gone: bool,
}

/// A piece of an export.
#[derive(Clone, Debug)]
pub struct Exported {
    /// A JSON object for each event, the newest first, without line breaks. It holds what is hashed, so that the chain
    /// can be verified without this program.
    pub lines: Vec<String>,
    /// Where the next piece begins; none after the last.
    pub next: Option<Cursor>,
}

/// A page of a chain, the newest event first, up to `limit` events and 500.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    ctx: &Ctx,
    chain: &Chain,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Listed, Fault> {
    let (rows, next) = read(ctx, chain, filter, after, limit).await?;
    Ok(Listed {
        entries: rows.into_iter().map(Entry::from).collect(),
        next,
    })
}

/// A piece of an export of a chain: up to 500 events.
///
/// # Errors
/// When the database does not answer.
pub async fn export(
    ctx: &Ctx,
    chain: &Chain,
    filter: &Filter,
    after: Option<Cursor>,
) -> Result<Exported, Fault> {
    let (rows, next) = read(ctx, chain, filter, after, MOST).await?;
    let lines = rows.iter().map(|row| to_json(&Line::of(row)));
    Ok(Exported {
        lines: lines.collect::<Result<_, _>>()?,
        next,
    })
}

async fn read(
    ctx: &Ctx,
    chain: &Chain,
    filter: &Filter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<(Vec<audit_events::Entry>, Option<Cursor>), Fault> {
    let limit = usize::try_from(limit.clamp(1, MOST)).unwrap_or(1);
    let wanted = Wanted {
        action: filter.action,
        actor: filter.actor.clone(),
        subject: filter.subject.clone(),
        from: filter.from.unwrap_or(Timestamp::from_micros(i64::MIN)),
        below: below(filter, after),
        limit: one_more(limit),
    };
    let mut rows = audit_events::list(&ctx.store, chain.name(), &wanted).await?;
    let has_more = cut(&mut rows, limit);
    let last = rows.last().filter(|_| has_more);
    let next = last.map(|row| Cursor {
        at: row.event.at,
        seq: row.event.seq,
    });
    Ok((rows, next))
}

/// Below the last event of the page before, and below `until`: number 0 of that moment, which none has.
fn below(filter: &Filter, after: Option<Cursor>) -> (Timestamp, i64) {
    let until = filter.until.map(|until| (until, 0));
    let after = after.map(|cursor| (cursor.at, cursor.seq));
    let newest = (Timestamp::from_micros(i64::MAX), i64::MAX);
    until.into_iter().chain(after).min().unwrap_or(newest)
}

impl From<audit_events::Entry> for Entry {
    fn from(row: audit_events::Entry) -> Self {
        let audit_events::Entry { event, body, .. } = row;
        Self {
            details_are_gone: event.commitment.is_some() && body.is_none(),
            details: body.and_then(|body| serde_json::from_str(&body).ok()),
            seq: event.seq,
            id: event.id,
            at: event.at,
            action: event.action,
            actor: event.actor,
            subject: event.subject,
            object: event.object,
            request_id: event.request_id,
        }
    }
}

/// An event as it is exported: hashes in hexadecimal, the details to the letter.
#[derive(Serialize)]
struct Line<'a> {
    chain: &'a str,
    seq: i64,
    id: &'a str,
    time: String,
    at: i64,
    action: &'a str,
    actor: &'a str,
    subject: Option<&'a str>,
    object: Option<&'a str>,
    request_id: Option<&'a str>,
    commitment: Option<String>,
    previous: String,
    hash: String,
    salt: Option<String>,
    details: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(row: &'a audit_events::Entry) -> Self {
        let event = &row.event;
        let time = jiff::Timestamp::from_microsecond(event.at.as_micros());
        Self {
            chain: &event.chain,
            seq: event.seq,
            id: &event.id,
            time: time.map(|time| time.to_string()).unwrap_or_default(),
            at: event.at.as_micros(),
            action: &event.action,
            actor: &event.actor,
            subject: event.subject.as_deref(),
            object: event.object.as_deref(),
            request_id: event.request_id.as_deref(),
            commitment: event.commitment.as_deref().map(hex),
            previous: hex(&event.previous),
            hash: hex(&event.hash),
            salt: row.salt.as_deref().map(hex),
            details: row.body.as_deref(),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.as_micros(), self.seq)
    }
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no place in the audit trail")]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (at, seq) = text.rsplit_once('-').ok_or(NoCursor)?;
        Ok(Self {
            at: Timestamp::from_micros(at.parse().map_err(|_| NoCursor)?),
            seq: seq.parse().map_err(|_| NoCursor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_an_address() {
        for (at, seq) in [(1_800_000_000_000_000, 7), (-5, 1), (i64::MAX, i64::MAX)] {
            let cursor = Cursor {
                at: Timestamp::from_micros(at),
                seq,
            };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for wrong in ["", "7", "a-b", "1-", "-"] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
        }
    }
}
