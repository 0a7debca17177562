//! A person who is there: only what the operator decides is adjusted; names, password, authenticator are theirs.

use super::super::companies::Known;
use super::super::world::{MembershipEntry, PersonEntry};
use super::{Roles, company_id};
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_protocol::time::Timestamp;
use voltkey_store::companies;
use voltkey_store::memberships::{self, Membership, Role};
use voltkey_store::people::{self, Person};
use voltkey_store::{CompanyId, PersonId, StoreError, Tx};

/// What differs, and is to be written.
pub(super) struct Adjustment {
    id: PersonId,
    email_key: String,
    verify_email: bool,
    roles: Option<(Roles, Note)>,
    memberships: Vec<(NewRole, Note)>,
    at: Timestamp,
}

/// A role in a company that is new to the person.
struct NewRole {
    company: CompanyId,
    slug: String,
    role: Role,
    /// Whether the role `admin` is taken from them.
    demotes: bool,
}

impl Adjustment {
    pub(super) fn plan(
        ctx: &Ctx,
        entry: &PersonEntry,
        person: &Person,
        memberships: &[Membership],
        known: &Known,
    ) -> Result<Self, Fault> {
        let roles = entry.roles.as_deref().map(Roles::of_entry);
        let roles = roles.filter(|roles| *roles != Roles::of_person(person));
        let (actor, who) = (Actor::machine(ctx), Who::from(person));
        let noted_roles = |roles: Roles| {
            let event = Event::of_instance(Action::PersonRoles, person.id.as_str()).naming(&who);
            let event = event
                .with("support", roles.is_support)
                .with("operator", roles.is_operator);
            Ok::<_, Fault>((roles, audit::note(ctx, &actor, event)?))
        };
        let noted_role = |new: Result<NewRole, Fault>| {
            let new = new?;
            let event =
                Event::of_member(Action::MemberRole, &new.company, &who).with("role", new.role.as_str());
            let note = audit::note(ctx, &actor, event)?;
            Ok::<_, Fault>((new, note))
        };
        let changed = entry
            .memberships
            .iter()
            .filter_map(|entry| new_role(entry, memberships, known))
            .map(noted_role);
        Ok(Self {
            id: person.id.clone(),
            email_key: person.email_key.clone(),
            verify_email: entry.email_verified && !person.email_verified,
            roles: roles.map(noted_roles).transpose()?,
            memberships: changed.collect::<Result<_, Fault>>()?,
            at: ctx.now(),
        })
    }

    /// What differs, by name.
    pub(super) fn fields(&self) -> Vec<String> {
        let verified = self.verify_email.then(|| "email_verified".to_owned());
        let roles = self.roles.as_ref().map(|_| "roles".to_owned());
        let memberships = self
            .memberships
            .iter()
            .map(|(new, _)| format!("{} of {}", new.role, new.slug));
        verified.into_iter().chain(roles).chain(memberships).collect()
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        if self.verify_email {
            // Only if the person has not changed the address since it was read.
            people::verify_email(&mut *tx, &self.id, &self.email_key, self.at).await?;
        }
        if let Some((roles, note)) = &self.roles {
            people::set_roles(&mut *tx, &self.id, roles.is_support, roles.is_operator).await?;
            note.write(&mut *tx).await?;
        }
        for (new, note) in &self.memberships {
            let NewRole {
                company,
                role,
                demotes,
                ..
            } = new;
            if *demotes {
                companies::lock(&mut *tx, company).await?;
            }
            memberships::put(&mut *tx, &self.id, company, *role, self.at).await?;
            note.write(&mut *tx).await?;
        }
        Ok(())
    }
}

/// None where the person has that role in the company already.
fn new_role(
    entry: &MembershipEntry,
    memberships: &[Membership],
    known: &Known,
) -> Option<Result<NewRole, Fault>> {
    let has = memberships
        .iter()
        .find(|membership| membership.slug == entry.company);
    let has = has.map(|membership| membership.role);
    if has == Some(entry.role) {
        return None;
    }
    let new = |company| NewRole {
        company,
        slug: entry.company.clone(),
        role: entry.role,
        demotes: has == Some(Role::Admin),
    };
    Some(company_id(entry, known).map(new))
}
