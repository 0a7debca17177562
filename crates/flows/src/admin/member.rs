//! A member of a company on whom a steward acts, and what stands in the way of it.
//!
//! A page asks [`Member::obstacle`] before it offers a deed. The deed asks again in its transaction, under the locks that
//! keep an admin in each company: see [`Member::obstacle_now`].

use super::steward::{Power, Reach, Steward};
use crate::account::end_sessions;
use crate::account::own_page::Wants;
use crate::account::session::full_name;
use crate::audit::Who;
use crate::ctx::Ctx;
use crate::error::Fault;
use voltkey_protocol::time::Timestamp;
use voltkey_store::memberships::{self, Role};
use voltkey_store::people::{self, BlockReason, Person};
use voltkey_store::{PersonId, Read, Tx, companies, grants, pin_logins};

/// What a steward can do with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberDeed {
    /// Remove the second factor, so that it is set up again.
    ResetOtp,
    /// Make an admin of a member.
    MakeAdmin,
    /// Make a member of an admin.
    MakeMember,
    /// Keep them from signing in.
    Block,
    /// Let them sign in again.
    Unblock,
    /// End the membership.
    Remove,
}

impl MemberDeed {
    /// Every deed.
    pub const ALL: [Self; 6] = [
        Self::ResetOtp,
        Self::MakeAdmin,
        Self::MakeMember,
        Self::Block,
        Self::Unblock,
        Self::Remove,
    ];

    /// What must have been shown before it. A browser that was left open must not be enough to lock a person out, nor to
    /// give somebody power over others. The other deeds take power away, or give back what was there.
    #[must_use]
    pub const fn wants(self) -> Wants {
        match self {
            Self::ResetOtp | Self::MakeAdmin | Self::Block | Self::Remove => Wants::FreshProof,
            Self::MakeMember | Self::Unblock => Wants::Session,
        }
    }

    /// Whether it is done to the whole account, and not to the membership alone.
    const fn is_of_account(self) -> bool {
        matches!(self, Self::ResetOtp | Self::Block | Self::Unblock)
    }

    /// Whether an admin who can log in is one less by it.
    const fn takes_admin(self) -> bool {
        matches!(self, Self::MakeMember | Self::Block | Self::Remove)
    }
}

/// Why a deed is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The account belongs to further companies too, has a role on the instance, or was blocked by the platform: the
    /// support does it.
    NotYours,
    /// The platform's own staff first make sure who asks: see [`super::console::reset`].
    Checklist,
    /// The account has a role on the instance, and so is beyond the support, or an operator's.
    Staff,
    /// It is the steward's own account.
    Yourself,
    /// A company would be left without an admin who can log in.
    LastAdmin,
    /// It is as it would be afterwards.
    Already,
    /// Who or what it was about is not there any more.
    Gone,
    /// The steward does not manage the company any more.
    NotManaging,
}

/// A member of the company, as seen by its steward before a deed.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) person: Person,
    pub(super) deed: MemberDeed,
    role: Role,
    reach: Reach,
    is_self: bool,
    reason: Option<BlockReason>,
    is_last_admin: bool,
}

/// The member of that `sub`, which is the same for every client; none when nobody of that company is called so.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    ctx: &Ctx,
    steward: &Steward,
    sub: &str,
    deed: MemberDeed,
) -> Result<Option<Member>, Fault> {
    Ok(look(&ctx.store, steward, sub, deed).await?)
}

async fn look(
    read: impl Into<Read<'_>>,
    steward: &Steward,
    sub: &str,
    deed: MemberDeed,
) -> voltkey_store::Result<Option<Member>> {
    let mut read = read.into();
    let Some(person) = people::by_sub(read.again(), sub).await? else {
        return Ok(None);
    };
    let company = &steward.company.id;
    let Some(role) = memberships::role(read.again(), &person.id, company).await? else {
        return Ok(None);
    };
    // A block is one in every company.
    let of_company = (!deed.is_of_account()).then_some(company);
    let is_last_admin =
        deed.takes_admin() && memberships::is_last_admin(read.again(), &person.id, of_company).await?;
    let reason = people::block_reason(read.again(), &person.id).await?;
    Ok(Some(Member {
        reach: steward.reach(read, &person).await?,
        is_self: person.id == steward.me.session.person_id,
        reason,
        is_last_admin,
        role,
        deed,
        person,
    }))
}

/// The name of somebody who was a member. Only for whoever is known to have removed them.
///
/// # Errors
/// When the database does not answer.
pub async fn name_of_removed(ctx: &Ctx, sub: &str) -> Result<Option<String>, Fault> {
    let person = people::by_sub(&ctx.store, sub).await?;
    Ok(person.map(|person| full_name(&person.given_name, &person.family_name)))
}

impl Member {
    /// How the person is known outside.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.person.sub
    }

    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        full_name(&self.person.given_name, &self.person.family_name)
    }

    /// E-mail address.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.person.email
    }

    /// What is to be done with them.
    #[must_use]
    pub fn deed(&self) -> MemberDeed {
        self.deed
    }

    /// Whether the account is blocked because its person said "this was not me".
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.reason == Some(BlockReason::Frozen)
    }

    /// Whether a company has no admin who can log in when this is done.
    #[must_use]
    pub fn is_last_admin(&self) -> bool {
        self.is_last_admin
    }

    /// Whether it is as it is after the deed. Whoever is removed is no member.
    #[must_use]
    pub fn is_as_wished(&self) -> bool {
        match self.deed {
            MemberDeed::Remove => false,
            MemberDeed::ResetOtp => self.person.must_enroll,
            MemberDeed::MakeAdmin => self.role == Role::Admin,
            MemberDeed::MakeMember => self.role == Role::Member,
            MemberDeed::Block => self.person.blocked_at.is_some(),
            MemberDeed::Unblock => self.person.blocked_at.is_none(),
        }
    }

    /// What stands in the way. The platform's support and operators may leave a company without an admin, whose people
    /// are theirs to help from then on; but only `knowingly`.
    #[must_use]
    pub fn obstacle(&self, steward: &Steward, knowingly: bool) -> Option<Obstacle> {
        let is_left_to_them = self.is_last_admin && steward.power != Power::Admin;
        if self.is_self {
            // To the last admin it tells what to do first.
            let is_last = self.is_last_admin && !is_left_to_them;
            return Some(if is_last {
                Obstacle::LastAdmin
            } else {
                Obstacle::Yourself
            });
        }
        match self.reach {
            Reach::Nothing => return Some(Obstacle::Staff),
            Reach::Membership if self.deed.is_of_account() => return Some(Obstacle::NotYours),
            Reach::Membership | Reach::Account => {}
        }
        // What the platform has decided is not an admin's to undo.
        let is_the_platforms = self.deed == MemberDeed::Unblock && self.reason == Some(BlockReason::Platform);
        if is_the_platforms && steward.power == Power::Admin {
            return Some(Obstacle::NotYours);
        }
        if self.deed == MemberDeed::ResetOtp && steward.power != Power::Admin {
            return Some(Obstacle::Checklist);
        }
        // A reset is made once more for whoever has lost the code.
        if self.is_as_wished() && self.deed != MemberDeed::ResetOtp {
            return Some(Obstacle::Already);
        }
        let may_be_last = is_left_to_them && knowingly;
        (self.is_last_admin && !may_be_last).then_some(Obstacle::LastAdmin)
    }

    /// The same inside the deed's transaction, which holds the locks of the companies from here on: so two admins who
    /// act on each other at the same instant do so one after the other, and the second is no admin any more.
    pub(super) async fn obstacle_now(
        &self,
        tx: &mut Tx,
        steward: &Steward,
        knowingly: bool,
    ) -> voltkey_store::Result<Option<Obstacle>> {
        match self.deed.is_of_account() {
            true => companies::lock_all_of_person(&mut *tx, &self.person.id).await?,
            false => {
                companies::lock(&mut *tx, &steward.company.id).await?;
            }
        }
        if !steward.still_manages(&mut *tx).await? {
            return Ok(Some(Obstacle::NotManaging));
        }
        Ok(match look(tx, steward, &self.person.sub, self.deed).await? {
            Some(member) => member.obstacle(steward, knowingly),
            None => Some(Obstacle::Gone),
        })
    }

    pub(super) fn id(&self) -> &PersonId {
        &self.person.id
    }

    pub(super) fn who(&self) -> Who {
        Who::from(&self.person)
    }
}

/// Ends whatever a person's login has opened: sessions, logins by PIN alone, and what was granted to apps.
pub(super) async fn sign_out_everywhere(
    tx: &mut Tx,
    person: &PersonId,
    now: Timestamp,
) -> voltkey_store::Result<()> {
    end_sessions::end_all_of_person(tx, person, None, now).await?;
    pin_logins::delete_of_person(&mut *tx, person).await?;
    grants::revoke_all_of_person(tx, person, now).await?;
    Ok(())
}
