//! Who manages a company, and how far: its admin, the platform's support, or an operator.
//!
//! Every deed on a company or its members takes a [`Steward`], which only [`steward`] makes. What somebody may not see
//! does not exist for them.

use crate::account::own_page::Me;
use crate::audit::{self, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_store::companies::{self, Company};
use voltkey_store::memberships::{self, Role};
use voltkey_store::people::{self, Person};
use voltkey_store::{CompanyId, PersonId, Read};

/// As what somebody manages a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// As its admin.
    Admin,
    /// As the platform's support.
    Support,
    /// As an operator.
    Operator,
}

impl Power {
    /// The name that a mail tells of who invites: the admin's, whom the person knows. The support and the operators are
    /// the platform to whoever reads it.
    pub(crate) fn name_in_mails(self, name: String) -> String {
        match self {
            Self::Admin => name,
            Self::Support | Self::Operator => String::new(),
        }
    }
}

/// Somebody who manages a company.
#[derive(Clone, Debug)]
pub struct Steward {
    pub(crate) me: Me,
    pub(crate) company: Company,
    pub(crate) power: Power,
}

/// How much of a member a steward may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The whole account.
    Account,
    /// What it is in this company; the rest is the support's.
    Membership,
    /// Nothing: an account with a role on the instance is the operators', and an operator's is the command line's.
    Nothing,
}

impl Steward {
    /// Who it is.
    #[must_use]
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The company's name.
    #[must_use]
    pub fn company_name(&self) -> &str {
        &self.company.name
    }

    /// The company's short name, as addresses carry it.
    #[must_use]
    pub fn company_slug(&self) -> &str {
        &self.company.slug
    }

    /// The language of the company's invitations, where it has chosen one.
    #[must_use]
    pub fn company_language(&self) -> Option<&str> {
        self.company.language.as_deref()
    }

    /// As what they manage it.
    #[must_use]
    pub fn power(&self) -> Power {
        self.power
    }

    /// Notes what they do.
    pub(crate) fn note(&self, ctx: &Ctx, visitor: &Visitor, event: Event) -> Result<Note, Fault> {
        let actor = Actor::person(visitor, &Who::from(&self.me.session));
        audit::note(ctx, &actor, event)
    }

    /// How much of that member they may change.
    pub(crate) async fn reach(
        &self,
        read: impl Into<Read<'_>>,
        member: &Person,
    ) -> voltkey_store::Result<Reach> {
        let me = &self.me.session.person_id;
        let is_administered = match self.power {
            Power::Admin => memberships::all_administered_by(read, &member.id, me).await?,
            Power::Support | Power::Operator => false,
        };
        Ok(self.reach_of(member.is_support, member.is_operator, is_administered))
    }

    /// How much they may change of somebody with these roles on the instance; `is_administered` says whether they are
    /// an admin of each company that the member belongs to.
    pub(crate) fn reach_of(&self, is_support: bool, is_operator: bool, is_administered: bool) -> Reach {
        let has_role = is_support || is_operator;
        match self.power {
            Power::Operator if is_operator => Reach::Nothing,
            Power::Operator => Reach::Account,
            Power::Support if has_role => Reach::Nothing,
            Power::Support => Reach::Account,
            Power::Admin if is_administered && !has_role => Reach::Account,
            Power::Admin => Reach::Membership,
        }
    }

    /// Whether they still manage it, and as what they did: at this very instant somebody may take their role away, or
    /// block them.
    pub(crate) async fn still_manages(&self, read: impl Into<Read<'_>>) -> voltkey_store::Result<bool> {
        let mut read = read.into();
        let person = people::by_id(read.again(), &self.me.session.person_id).await?;
        Ok(match person {
            Some(person) => power_of(read, &person, &self.company.id).await? == Some(self.power),
            None => false,
        })
    }
}

/// Whoever is on the page, as the steward of the company of that short name, or else of the first that they are the
/// admin of. None when there is no such company for them.
///
/// # Errors
/// When the database does not answer.
pub async fn steward(ctx: &Ctx, me: &Me, slug: Option<&str>) -> Result<Option<Steward>, Fault> {
    let company = match slug {
        Some(slug) => companies::by_slug(&ctx.store, slug).await?,
        None => {
            let memberships = memberships::of_person(&ctx.store, &me.session.person_id).await?;
            let first = memberships
                .into_iter()
                .find(|membership| membership.role == Role::Admin);
            match first {
                Some(first) => companies::by_id(&ctx.store, &first.company_id).await?,
                None => None,
            }
        }
    };
    match company {
        Some(company) => steward_of(ctx, me, company).await,
        None => Ok(None),
    }
}

/// Whoever is on the page, as the steward of the company of that short name, or else of the first that they manage and
/// that the person of that `sub` belongs to: an app that sends an admin to one of its members names no company.
///
/// # Errors
/// When the database does not answer.
pub async fn steward_of_member(
    ctx: &Ctx,
    me: &Me,
    slug: Option<&str>,
    sub: &str,
) -> Result<Option<Steward>, Fault> {
    if slug.is_some() {
        return steward(ctx, me, slug).await;
    }
    let Some(person) = people::by_sub(&ctx.store, sub).await? else {
        return Ok(None);
    };
    for membership in memberships::of_person(&ctx.store, &person.id).await? {
        if let Some(company) = companies::by_id(&ctx.store, &membership.company_id).await?
            && let Some(steward) = steward_of(ctx, me, company).await?
        {
            return Ok(Some(steward));
        }
    }
    Ok(None)
}

async fn steward_of(ctx: &Ctx, me: &Me, company: Company) -> Result<Option<Steward>, Fault> {
    let profile = &me.session.person;
    let roles = (profile.is_support, profile.is_operator);
    let power = power(&ctx.store, &me.session.person_id, roles, &company.id).await?;
    Ok(power.map(|power| Steward {
        me: me.clone(),
        company,
        power,
    }))
}

/// As what that person manages a company at this moment: none when they don't, or are blocked.
pub(crate) async fn power_of(
    read: impl Into<Read<'_>>,
    person: &Person,
    company: &CompanyId,
) -> voltkey_store::Result<Option<Power>> {
    if person.blocked_at.is_some() {
        return Ok(None);
    }
    power(read, &person.id, (person.is_support, person.is_operator), company).await
}

/// The roles on the instance come first: they reach further.
async fn power(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    (is_support, is_operator): (bool, bool),
    company: &CompanyId,
) -> voltkey_store::Result<Option<Power>> {
    if is_operator {
        return Ok(Some(Power::Operator));
    }
    if is_support {
        return Ok(Some(Power::Support));
    }
    let role = memberships::role(read, person, company).await?;
    Ok((role == Some(Role::Admin)).then_some(Power::Admin))
}
