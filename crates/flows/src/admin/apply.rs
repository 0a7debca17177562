//! Making clients, companies and people as a file describes them (`voltkey apply`).
//!
//! Everything is checked before anything is written, and everything is written in one transaction. Applying the
//! same description again changes nothing. What it does not name stays as it is; names, passwords and one-time
//! code secrets of people are set only when they are created, so that no person's own change is ever undone.

mod clients;
pub(crate) mod companies;
mod findings;
mod people;
mod report;
#[cfg(test)]
mod tests;
mod world;

pub use findings::{Entry, Finding, Kind};
pub use report::{Change, Report, What};
pub use world::{ClientEntry, CompanyEntry, InstanceRole, MembershipEntry, PersonEntry, SecretText, World};

use crate::ctx::Ctx;
use crate::error::Fault;
use clients::PlannedClient;
use companies::{Known, PlannedCompany};
use findings::Findings;
use people::PlannedPerson;
use std::fmt;
use voltkey_store::{Store, StoreError};

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write.
    Apply,
    /// Only tell what would be written.
    DryRun,
}

/// Why a description was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The description is wrong, and nothing has been written: every problem that it has, one a line.
    #[error("{}", lines(.0))]
    Refused(Vec<Finding>),
    /// Somebody else made or changed one of the same entries at the same moment, twice. Nothing has been written.
    #[error("another process is changing the same entries at this moment: run it again")]
    Raced,
    /// The fault is ours. Nothing has been written, unless the connection was lost during the commit.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Brings the database to what `world` describes, and tells what that changes.
///
/// # Errors
/// See [`ApplyError`].
pub async fn apply(ctx: &Ctx, world: &World, mode: Mode) -> Result<Report, ApplyError> {
    match attempt(ctx, world, mode).await {
        // What the other has made or changed is found now, and the report tells what that leaves to do.
        Err(ApplyError::Raced) => attempt(ctx, world, mode).await,
        outcome => outcome,
    }
}

async fn attempt(ctx: &Ctx, world: &World, mode: Mode) -> Result<Report, ApplyError> {
    let known = companies::find_named(ctx, world).await?;
    let mut findings = check(ctx, world, &known);
    if !findings.problems.is_empty() {
        return Err(ApplyError::Refused(findings.problems));
    }
    clients::look_for_sectors(ctx, &world.clients, &mut findings).await;
    let Findings { warnings, .. } = findings;
    let mut plan = Plan::make(ctx, world, known).await?;
    if mode == Mode::Apply {
        plan.hash_passwords(ctx).await?;
        if !plan.write(&ctx.store).await.map_err(not_written)? {
            return Err(ApplyError::Raced);
        }
    }
    Ok(Report {
        mode,
        changes: plan.into_changes(),
        warnings,
    })
}

fn check(ctx: &Ctx, world: &World, known: &Known) -> Findings {
    let mut findings = Findings::default();
    clients::check(&world.clients, &mut findings);
    companies::check(&world.companies, ctx.settings.second_factor, &mut findings);
    people::check(world, known, &ctx.settings.password, &mut findings);
    findings
}

/// What is to be written, found by comparing the description with the database.
struct Plan {
    clients: Vec<PlannedClient>,
    companies: Vec<PlannedCompany>,
    people: Vec<PlannedPerson>,
}

impl Plan {
    async fn make(ctx: &Ctx, world: &World, mut known: Known) -> Result<Self, Fault> {
        Ok(Self {
            clients: clients::plan(ctx, &world.clients).await?,
            companies: companies::plan(ctx, &world.companies, &mut known)?,
            people: people::plan(ctx, &world.people, &known).await?,
        })
    }

    /// Before the transaction, which must not wait for hashes.
    async fn hash_passwords(&mut self, ctx: &Ctx) -> Result<(), Fault> {
        for person in &mut self.people {
            person.hash_password(ctx).await?;
        }
        Ok(())
    }

    /// Returns false, and nothing is written, when somebody else has changed a client since it was read.
    async fn write(&self, store: &Store) -> Result<bool, StoreError> {
        let mut tx = store.begin().await?;
        for client in &self.clients {
            if !client.write(&mut tx).await? {
                return Ok(false);
            }
        }
        for company in &self.companies {
            company.write(&mut tx).await?;
        }
        for person in &self.people {
            person.write(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    fn into_changes(self) -> Vec<Change> {
        let clients = self.clients.into_iter().map(PlannedClient::into_change);
        let companies = self.companies.into_iter().map(PlannedCompany::into_change);
        let people = self.people.into_iter().map(PlannedPerson::into_change);
        clients.chain(companies).chain(people).collect()
    }
}

fn not_written(error: StoreError) -> ApplyError {
    match error {
        StoreError::Unique(_) | StoreError::Conflict(_) => ApplyError::Raced,
        error => ApplyError::Fault(error.into()),
    }
}

fn lines<T: fmt::Display>(items: &[T]) -> String {
    let lines: Vec<_> = items.iter().map(T::to_string).collect();
    lines.join("\n")
}
