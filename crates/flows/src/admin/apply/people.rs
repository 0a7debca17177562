//! People: created with all that the description says of them, or invited where it holds no password; later adjusted in
//! what is not theirs to decide.

mod adjust;
mod check;
mod create;
mod invite;

pub(super) use check::check;

use super::companies::Known;
use super::findings::Kind;
use super::report::{Change, What};
use super::world::{InstanceRole, MembershipEntry, PersonEntry};
use crate::account::email;
use crate::ctx::Ctx;
use crate::error::Fault;
use adjust::Adjustment;
use create::NewPerson;
use invite::Invitations;
use voltkey_store::memberships;
use voltkey_store::people::{self, Person};
use voltkey_store::{CompanyId, StoreError, Tx};

/// A person, and what is to be written of them.
pub(super) struct PlannedPerson {
    email: String,
    what: What,
    write: Write,
}

enum Write {
    Create(Box<NewPerson>),
    Invite(Invitations),
    Adjust(Box<Adjustment>),
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Roles {
    is_support: bool,
    is_operator: bool,
}

impl Roles {
    fn of_entry(roles: &[InstanceRole]) -> Self {
        Self {
            is_support: roles.contains(&InstanceRole::Support),
            is_operator: roles.contains(&InstanceRole::Operator),
        }
    }

    fn of_person(person: &Person) -> Self {
        Self {
            is_support: person.is_support,
            is_operator: person.is_operator,
        }
    }
}

/// Compares with the database. `known` holds every company that a membership names.
pub(super) async fn plan(
    ctx: &Ctx,
    entries: &[PersonEntry],
    known: &Known,
) -> Result<Vec<PlannedPerson>, Fault> {
    let mut planned = Vec::with_capacity(entries.len());
    for entry in entries {
        planned.push(plan_one(ctx, entry, known).await?);
    }
    Ok(planned)
}

async fn plan_one(ctx: &Ctx, entry: &PersonEntry, known: &Known) -> Result<PlannedPerson, Fault> {
    let email_key = email::key(&entry.email).ok_or_else(|| unchecked(&entry.email))?;
    let (what, write) = match people::by_email_key(&ctx.store, &email_key).await? {
        Some(person) => {
            let memberships = memberships::of_person(&ctx.store, &person.id).await?;
            let adjustment = Adjustment::plan(ctx, entry, &person, &memberships, known)?;
            (
                What::of_fields(adjustment.fields()),
                Write::Adjust(Box::new(adjustment)),
            )
        }
        None if entry.password.is_none() && entry.password_hash.is_none() => {
            let invitations = Invitations::plan(ctx, entry, &email_key, known).await?;
            (invitations.what(), Write::Invite(invitations))
        }
        None => {
            let new = NewPerson::plan(ctx, entry, email_key, known)?;
            (What::Created, Write::Create(Box::new(new)))
        }
    };
    Ok(PlannedPerson {
        email: entry.email.trim().to_owned(),
        what,
        write,
    })
}

fn company_id(membership: &MembershipEntry, known: &Known) -> Result<CompanyId, Fault> {
    let company = known
        .get(&membership.company)
        .ok_or_else(|| unchecked(&membership.company))?;
    Ok(company.id.clone())
}

fn unchecked(name: &str) -> Fault {
    Fault::Internal(format!("{name} has passed the check but is not right"))
}

impl PlannedPerson {
    pub(super) async fn hash_password(&mut self, ctx: &Ctx) -> Result<(), Fault> {
        match &mut self.write {
            Write::Create(new) => new.hash_password(ctx).await,
            Write::Invite(_) | Write::Adjust(_) => Ok(()),
        }
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        match &self.write {
            Write::Create(new) => new.write(tx).await,
            Write::Invite(invitations) => invitations.write(tx).await,
            Write::Adjust(adjustment) => adjustment.write(tx).await,
        }
    }

    pub(super) fn into_change(self) -> Change {
        Change {
            kind: Kind::Person,
            name: self.email,
            what: self.what,
        }
    }
}
