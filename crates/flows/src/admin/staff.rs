//! The platform's own staff: who is on the pages of the support and of the operators.
//!
//! Every deed there takes a [`Staff`], which only [`staff`] makes.

use crate::account::own_page::Me;
use crate::audit::{self, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::people::{self, Person};
use voltkey_store::{Read, StoreError};

/// As what somebody acts. An operator may do what the support may, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffRole {
    /// The platform's support.
    Support,
    /// An operator.
    Operator,
}

/// Somebody of the staff.
#[derive(Clone, Debug)]
pub struct Staff {
    pub(crate) me: Me,
    role: StaffRole,
}

impl Staff {
    /// Who it is.
    #[must_use]
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The furthest role that they have.
    #[must_use]
    pub fn role(&self) -> StaffRole {
        self.role
    }

    /// Whether they may act on that account: the support on no account with a role on the instance, and nobody on an
    /// operator's, which is the command line's.
    pub(crate) fn may_act_on(&self, person: &Person) -> bool {
        match self.role {
            StaffRole::Operator => !person.is_operator,
            StaffRole::Support => !person.is_operator && !person.is_support,
        }
    }

    /// Notes what they do.
    pub(crate) fn note(&self, ctx: &Ctx, visitor: &Visitor, event: Event) -> Result<Note, Fault> {
        audit::note(ctx, &self.actor(visitor), event)
    }

    pub(crate) fn actor(&self, visitor: &Visitor) -> Actor {
        Actor::person(visitor, &Who::from(&self.me.session))
    }

    /// Whether they still have the role: it can be taken away while a form is being filled in. Asked within the
    /// transaction of the deed.
    pub(crate) async fn still(&self, read: impl Into<Read<'_>>) -> Result<bool, StoreError> {
        let person = people::by_id(read, &self.me.session.person_id).await?;
        Ok(person.is_some_and(|person| {
            person.blocked_at.is_none() && role(person.is_support, person.is_operator) >= Some(self.role)
        }))
    }
}

/// Somebody of the staff who is an operator.
#[derive(Clone, Debug)]
pub struct Operator(Staff);

impl Operator {
    /// The same as somebody of the staff.
    #[must_use]
    pub fn staff(&self) -> &Staff {
        &self.0
    }
}

/// Whoever is on the page, as an operator. None when they are not.
#[must_use]
pub fn operator(me: &Me) -> Option<Operator> {
    let staff = staff(me)?;
    (staff.role == StaffRole::Operator).then_some(Operator(staff))
}

/// Whoever is on the page, as somebody of the staff. None when they are not: then the page does not exist for them.
#[must_use]
pub fn staff(me: &Me) -> Option<Staff> {
    let profile = &me.session.person;
    let role = role(profile.is_support, profile.is_operator)?;
    let me = me.clone();
    Some(Staff { me, role })
}

fn role(is_support: bool, is_operator: bool) -> Option<StaffRole> {
    match (is_support, is_operator) {
        (_, true) => Some(StaffRole::Operator),
        (true, false) => Some(StaffRole::Support),
        (false, false) => None,
    }
}
