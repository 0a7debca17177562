//! A person with a password who is not there yet: everything that the description says.

use super::super::companies::Known;
use super::super::world::{MembershipEntry, PersonEntry, SecretText};
use super::{Roles, company_id};
use crate::account::pairing::unused_authenticator;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_crypto::totp::Secret;
use voltkey_store::authenticators::{self, Authenticator};
use voltkey_store::invitations;
use voltkey_store::memberships::{self, Role};
use voltkey_store::people::{self, PasswordHash, Person};
use voltkey_store::{CompanyId, PersonId, StoreError, Tx};

/// What is to be inserted.
pub(super) struct NewPerson {
    person: Person,
    /// Hashed when the plan is carried out.
    password: Option<SecretText>,
    authenticator: Option<Authenticator>,
    memberships: Vec<(CompanyId, Role)>,
    note: Note,
}

impl NewPerson {
    pub(super) fn plan(
        ctx: &Ctx,
        entry: &PersonEntry,
        email_key: String,
        known: &Known,
    ) -> Result<Self, Fault> {
        let person = person(ctx, entry, email_key);
        let otp_secret = entry.otp_secret.as_ref();
        let authenticator = otp_secret
            .map(|secret| read_secret(secret).map(|secret| unused_authenticator(ctx, &person.id, &secret)))
            .transpose()?;
        let membership = |entry: &MembershipEntry| Ok((company_id(entry, known)?, entry.role));
        let memberships = entry
            .memberships
            .iter()
            .map(membership)
            .collect::<Result<_, Fault>>()?;
        let event = Event::of_account(Action::PersonCreated, &Who::from(&person));
        Ok(Self {
            note: audit::note(ctx, &Actor::machine(ctx), event)?,
            person,
            password: entry.password.clone(),
            authenticator,
            memberships,
        })
    }

    pub(super) async fn hash_password(&mut self, ctx: &Ctx) -> Result<(), Fault> {
        let Some(password) = &self.password else {
            return Ok(());
        };
        let hash = ctx.passwords.hash(password.as_str()).await?;
        self.person.password_hash = Some(PasswordHash::from(hash));
        Ok(())
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        people::insert(&mut *tx, &self.person).await?;
        if let Some(authenticator) = &self.authenticator {
            authenticators::insert(&mut *tx, authenticator).await?;
        }
        let (email_key, now) = (&self.person.email_key, self.person.created_at);
        // Whoever was invited and is there now needs no invitation any more.
        invitations::withdraw(&mut *tx, email_key, None, now).await?;
        for (company, role) in &self.memberships {
            memberships::put(&mut *tx, &self.person.id, company, *role, now).await?;
            invitations::withdraw(&mut *tx, email_key, Some(company), now).await?;
        }
        self.note.write(tx).await
    }
}

fn person(ctx: &Ctx, entry: &PersonEntry, email_key: String) -> Person {
    let now = ctx.now();
    let password_hash = entry
        .password_hash
        .as_ref()
        .map(|hash| PasswordHash::from(hash.as_str().to_owned()));
    let roles = entry.roles.as_deref().map(Roles::of_entry).unwrap_or_default();
    Person {
        id: PersonId::from(ctx.new_id()),
        sub: ctx.new_opaque_id(),
        email: entry.email.trim().to_owned(),
        email_key,
        email_verified: entry.email_verified,
        given_name: entry.given_name.clone(),
        family_name: entry.family_name.clone(),
        phone: None,
        language: entry.language.clone(),
        is_support: roles.is_support,
        is_operator: roles.is_operator,
        password_hash,
        password_changed_at: Some(now),
        second_factor_wanted: false,
        must_enroll: false,
        activated_at: Some(now),
        blocked_at: None,
        last_login_at: None,
        created_at: now,
        updated_at: now,
    }
}

pub(super) fn read_secret(secret: &SecretText) -> Result<Secret, Fault> {
    Secret::from_base32(secret.as_str()).map_err(|error| Fault::Internal(error.to_string()))
}
