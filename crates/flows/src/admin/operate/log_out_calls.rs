//! The calls that tell an app of log-outs, as operators see them: those that it did not take, and why.

use crate::admin::staff::Operator;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::client;
use crate::paging::{cut, one_more};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_store::logout_calls;

pub use voltkey_store::logout_calls::{Outcome, Troubled};

/// The most calls of an app that are told.
const MOST: usize = 50;
/// The most apps that are told.
const MOST_APPS: i64 = 20;
/// For how long it is told of an app that there was trouble.
const LATELY: Duration = Duration::from_secs(7 * 24 * 3600);

/// The calls that an app did not take, or not yet.
#[derive(Clone, Debug)]
pub struct InVain {
    /// Them, the latest first.
    pub calls: Vec<Troubled>,
    /// Whether there are more than are told.
    pub more: bool,
}

/// An app that did not take all of its calls lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubledApp {
    /// `client_id`.
    pub id: String,
    /// The name that people see.
    pub name: String,
    /// How many it did not take.
    pub calls: u32,
}

/// The calls that the app did not take.
///
/// # Errors
/// When the database does not answer.
pub async fn in_vain(ctx: &Ctx, _: &Operator, id: &str) -> Result<InVain, Fault> {
    let mut calls = logout_calls::troubled(&ctx.store, id, one_more(MOST)).await?;
    let more = cut(&mut calls, MOST);
    Ok(InVain { calls, more })
}

/// The apps that did not take all of their calls lately.
///
/// # Errors
/// When the database does not answer.
pub async fn troubled_apps(ctx: &Ctx, _: &Operator) -> Result<Vec<TroubledApp>, Fault> {
    let mut apps = Vec::new();
    for row in logout_calls::troubled_clients(&ctx.store, ctx.now() - LATELY, MOST_APPS).await? {
        if let Some(found) = client::find(ctx, &row.client_id).await? {
            apps.push(TroubledApp {
                name: client::app(ctx, &found.client).name,
                id: row.client_id,
                calls: u32::try_from(row.calls).unwrap_or(u32::MAX),
            });
        }
    }
    Ok(apps)
}

/// Tells the app at once, with attempts as if it were the first time. Returns false when there is nothing that it was
/// told in vain, or all of that is being told at this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_again(ctx: &Ctx, visitor: &Visitor, operator: &Operator, id: &str) -> Result<bool, Fault> {
    let staff = operator.staff();
    let note = staff.note(ctx, visitor, Event::of_instance(Action::ClientToldAgain, id))?;
    let now = ctx.now();
    let told = ctx.store.write(|mut tx| async {
        let told = staff.still(&mut tx).await? && logout_calls::try_again(&mut tx, id, now).await? > 0;
        if told {
            note.write(&mut tx).await?;
        }
        Ok((told, tx))
    });
    Ok(told.await?)
}
