//! A person without a password who is not there yet: an invitation for each company that they shall belong to. It goes
//! out once; later applications only change the role that it gives.

use super::super::companies::Known;
use super::super::report::What;
use super::super::world::PersonEntry;
use super::create::read_secret;
use super::{Roles, unchecked};
use crate::account::activate::BROUGHT_SECRET;
use crate::admin::invite::{Before, Sending, open_invitation};
use crate::audit::{self, Action, Actor, Event, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_store::companies::Company;
use voltkey_store::invitations::{self, Invitation, InvitationState};
use voltkey_store::memberships::Role;
use voltkey_store::{StoreError, Tx};

/// The invitations of one person that are to be made or changed.
pub(super) struct Invitations {
    made: Vec<(Invitation, Sending)>,
    changed: Vec<Changed>,
}

/// An open invitation that shall give other roles.
struct Changed {
    id: String,
    email_key: String,
    role: Role,
    roles: Roles,
    fields: Vec<String>,
    note: Note,
}

/// A company with the role in it, or an account outside of companies.
struct Place<'a> {
    company: Option<&'a Company>,
    role: Role,
}

impl Invitations {
    pub(super) async fn plan(
        ctx: &Ctx,
        entry: &PersonEntry,
        email_key: &str,
        known: &Known,
    ) -> Result<Self, Fault> {
        let earlier = invitations::to_address(&ctx.store, email_key).await?;
        let mut planned = Self {
            made: Vec::new(),
            changed: Vec::new(),
        };
        for place in places(entry, known)? {
            let company_id = place.company.map(|company| &company.id);
            let mut there = earlier.iter().filter(|one| one.company_id.as_ref() == company_id);
            match there.next_back() {
                None => planned.made.push(make(ctx, entry, email_key, &place)?),
                Some(open) if open.state == InvitationState::Open => {
                    planned.changed.extend(change(ctx, entry, open, &place)?);
                }
                // It has gone out once, and was taken back.
                Some(_) => {}
            }
        }
        Ok(planned)
    }

    pub(super) fn what(&self) -> What {
        if !self.made.is_empty() {
            return What::Invited;
        }
        What::of_fields(
            self.changed
                .iter()
                .flat_map(|changed| changed.fields.clone())
                .collect(),
        )
    }

    pub(super) async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        for (invitation, sending) in &self.made {
            invitations::insert(&mut *tx, invitation).await?;
            sending.write(&mut *tx, Before::Dies).await?;
        }
        for Changed {
            id,
            email_key,
            role,
            roles,
            note,
            ..
        } in &self.changed
        {
            let (is_support, is_operator) = (roles.is_support, roles.is_operator);
            if invitations::set_roles(&mut *tx, id, email_key, *role, is_support, is_operator).await? {
                note.write(&mut *tx).await?;
            }
        }
        Ok(())
    }
}

fn places<'a>(entry: &PersonEntry, known: &'a Known) -> Result<Vec<Place<'a>>, Fault> {
    if entry.memberships.is_empty() {
        let outside = Place {
            company: None,
            role: Role::Member,
        };
        return Ok(vec![outside]);
    }
    let place = |membership: &super::MembershipEntry| {
        let company = known.get(&membership.company);
        let company = company.ok_or_else(|| unchecked(&membership.company))?;
        Ok(Place {
            company: Some(company),
            role: membership.role,
        })
    };
    entry.memberships.iter().map(place).collect()
}

fn make(
    ctx: &Ctx,
    entry: &PersonEntry,
    email_key: &str,
    place: &Place<'_>,
) -> Result<(Invitation, Sending), Fault> {
    let blank = open_invitation(ctx, &entry.email, email_key.to_owned());
    let roles = entry.roles.as_deref().map(Roles::of_entry).unwrap_or_default();
    let otp_secret = match &entry.otp_secret {
        Some(secret) => Some(
            ctx.master
                .seal(BROUGHT_SECRET, &blank.id, read_secret(secret)?.as_bytes()),
        ),
        None => None,
    };
    let invitation = Invitation {
        company_id: place.company.map(|company| company.id.clone()),
        role: place.role,
        is_support: roles.is_support,
        is_operator: roles.is_operator,
        given_name: entry.given_name.clone(),
        family_name: entry.family_name.clone(),
        language: entry.language.clone(),
        otp_secret,
        ..blank
    };
    let company = place.company.map(|company| company.name.clone());
    let event = Event::of_invitation(Action::PersonInvited, &invitation);
    let note = audit::note(ctx, &Actor::machine(ctx), event)?;
    let sending = Sending::prepare(ctx, &invitation, note, company, false)?;
    Ok((invitation, sending))
}

/// None where the open invitation gives these roles already.
fn change(
    ctx: &Ctx,
    entry: &PersonEntry,
    open: &Invitation,
    place: &Place<'_>,
) -> Result<Option<Changed>, Fault> {
    let before = Roles {
        is_support: open.is_support,
        is_operator: open.is_operator,
    };
    let roles = entry.roles.as_deref().map_or(before, Roles::of_entry);
    let of_company = place
        .company
        .filter(|_| open.role != place.role)
        .map(|company| format!("{} of {}", place.role, company.slug));
    let of_instance = (roles != before).then(|| "roles".to_owned());
    let fields: Vec<_> = of_instance.into_iter().chain(of_company).collect();
    if fields.is_empty() {
        return Ok(None);
    }
    let event = Event::of_invitation(Action::InvitationChanged, open).with("fields", fields.clone());
    Ok(Some(Changed {
        id: open.id.clone(),
        email_key: open.email_key.clone(),
        role: place.role,
        roles,
        note: audit::note(ctx, &Actor::machine(ctx), event)?,
        fields,
    }))
}
