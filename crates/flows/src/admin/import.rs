//! Inviting many people by a list: read and looked at first, then carried out in the background, line by line.
//!
//! Nothing is invited before somebody has seen what will happen. What was begun goes on after a restart where it was:
//! each line and its invitation are one transaction. The mails of a long list don't keep the others waiting: the next
//! lines come only when few mails are due.

mod carry_out;
mod file;

pub use carry_out::carry_out;
pub use file::{COLUMNS, FileProblem, MAX_BYTES, MAX_LINES, lines_of, write};
pub use voltkey_store::imports::{Counts, Import, ImportState, Line, LineProblem};

use super::steward::Steward;
use crate::ctx::{Ctx, window_start};
use crate::error::Fault;
use crate::oidc::client;
use crate::paging::{cut, one_more};
use std::time::Duration;
use voltkey_store::{Tx, imports, quotas};

/// How many lists a company may send within an hour. Each is kept for a month, and what it invites is mailed before the
/// lists of the companies that come later.
const LISTS: i64 = 20;
const WINDOW: Duration = Duration::from_secs(3600);
/// How many lists a company sees of those that it has sent.
const LATEST: i64 = 10;
/// How many lines a page shows.
const PAGE: usize = 100;
/// More lines than a list has.
const ALL: i64 = MAX_LINES as i64;

/// A list as it came.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// What it was called; empty: its lines were typed in.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The client that the people are invited for.
    pub client_id: Option<&'a str>,
}

/// A list, with some of its lines.
#[derive(Clone, Debug)]
pub struct Page {
    /// The list.
    pub import: Import,
    /// How many lines there are of each kind.
    pub counts: Counts,
    /// The lines, by number.
    pub lines: Vec<Line>,
    /// Whether further ones follow.
    pub has_more: bool,
}

/// Reads a list and keeps it for its sender to look at. Gives its name in addresses; nobody is invited yet. None: the
/// company is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    ctx: &Ctx,
    steward: &Steward,
    upload: Upload<'_>,
) -> Result<Option<Result<String, FileProblem>>, Fault> {
    let lines = match lines_of(upload.bytes) {
        Ok(lines) => lines,
        Err(problem) => return Ok(Some(Err(problem))),
    };
    if let Some(wait) = spend_list(ctx, steward).await? {
        return Ok(Some(Err(FileProblem::Throttled(wait))));
    }
    let client_id = match upload.client_id {
        Some(id) => client::find(ctx, id).await?.map(|_| id.to_owned()),
        None => None,
    };
    let import = Import {
        id: ctx.new_id(),
        company_id: steward.company.id.clone(),
        person_id: steward.me.session.person_id.clone(),
        client_id,
        file_name: file::shown_name(upload.name),
        state: ImportState::Seen,
        created_at: ctx.now(),
        begun_at: None,
        done_at: None,
    };
    let written = ctx.store.write(|mut tx| async {
        if !steward.still_manages(&mut tx).await? {
            return Ok((false, tx));
        }
        imports::insert(&mut tx, &import).await?;
        imports::insert_lines(&mut tx, &import.id, &lines).await?;
        imports::mark_known(&mut tx, &import.id, &import.company_id).await?;
        Ok((true, tx))
    });
    Ok(written.await?.then_some(Ok(import.id)))
}

/// Spends one of the lists that the company may send; the time to wait when none is left.
async fn spend_list(ctx: &Ctx, steward: &Steward) -> Result<Option<Duration>, Fault> {
    let window = window_start(ctx.now(), WINDOW);
    let bucket = format!("lists-of:{}", steward.company.id);
    Ok(match quotas::spend(&ctx.store, &bucket, window, LISTS).await? {
        true => None,
        false => Some((window + WINDOW).saturating_since(ctx.now())),
    })
}

/// The list of that name, with the lines after that number; or only those by which nobody is invited. None when the
/// company has no such list.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    ctx: &Ctx,
    steward: &Steward,
    id: &str,
    after: i64,
    only_refused: bool,
) -> Result<Option<Page>, Fault> {
    let Some(import) = imports::of_company(&ctx.store, id, &steward.company.id).await? else {
        return Ok(None);
    };
    let mut lines = match only_refused {
        true => imports::refused(&ctx.store, id, after, one_more(PAGE)).await?,
        false => imports::lines(&ctx.store, id, after, one_more(PAGE)).await?,
    };
    let has_more = cut(&mut lines, PAGE);
    Ok(Some(Page {
        counts: imports::counts(&ctx.store, id).await?,
        import,
        lines,
        has_more,
    }))
}

/// The latest lists of the company.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(ctx: &Ctx, steward: &Steward) -> Result<Vec<Import>, Fault> {
    Ok(imports::latest(&ctx.store, &steward.company.id, LATEST).await?)
}

/// Lets the list be carried out: whoever begins it invites, whoever has sent it. Doing so twice does no more than once;
/// false when the company has no such list, or is not theirs to manage any more.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(ctx: &Ctx, steward: &Steward, id: &str) -> Result<bool, Fault> {
    let person = &steward.me.session.person_id;
    let begun = ctx.store.write(|mut tx| async {
        let may = may_act(&mut tx, steward, id).await?;
        if may {
            imports::begin(&mut tx, id, person, ctx.now()).await?;
        }
        Ok((may, tx))
    });
    Ok(begun.await?)
}

/// Throws a list away that is not carried out; false when the company has no such list, or is not theirs to manage any
/// more.
///
/// # Errors
/// When the database does not answer.
pub async fn discard(ctx: &Ctx, steward: &Steward, id: &str) -> Result<bool, Fault> {
    let discarded = ctx.store.write(|mut tx| async {
        let may = may_act(&mut tx, steward, id).await?;
        if may {
            imports::discard(&mut tx, id).await?;
        }
        Ok((may, tx))
    });
    Ok(discarded.await?)
}

/// Whether the list is one of the company, which they still manage.
async fn may_act(tx: &mut Tx, steward: &Steward, id: &str) -> voltkey_store::Result<bool> {
    let found = imports::of_company(&mut *tx, id, &steward.company.id).await?;
    Ok(found.is_some() && steward.still_manages(tx).await?)
}

/// The lines by which nobody is invited. None when the company has no such list.
///
/// # Errors
/// When the database does not answer.
pub async fn refused(ctx: &Ctx, steward: &Steward, id: &str) -> Result<Option<Vec<Line>>, Fault> {
    match imports::of_company(&ctx.store, id, &steward.company.id).await? {
        Some(_) => Ok(Some(imports::refused(&ctx.store, id, 0, ALL).await?)),
        None => Ok(None),
    }
}
