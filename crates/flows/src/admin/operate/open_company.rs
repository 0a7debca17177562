//! Making a company, together with the invitation of its first admin (S6).

use crate::account::details::{self, NameProblem};
use crate::account::email;
use crate::admin::apply::companies::is_slug;
use crate::admin::invite::{Before, Sending, open_invitation};
use crate::admin::staff::Operator;
use crate::audit::{Action, Event};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::discover::UI_LOCALES;
use crate::visitor::Visitor;
use voltkey_store::companies::{self, Company, CompanyPolicy};
use voltkey_store::invitations::{self, Invitation};
use voltkey_store::memberships::Role;
use voltkey_store::{CompanyId, StoreError, people};

pub use crate::admin::apply::companies::MAX_SLUG;

/// Most characters of a company's name.
pub const MAX_COMPANY_NAME: usize = 200;

/// What was entered.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What people read.
    pub name: String,
    /// The short name, as the claim `companies` and addresses have it. It can't be changed here later.
    pub slug: String,
    /// What the company says about the second factor.
    pub second_factor: CompanyPolicy,
    /// The address of its first admin.
    pub email: String,
    /// First name of the admin; empty where it is not known.
    pub given_name: String,
    /// Last name of the admin; empty where it is not known.
    pub family_name: String,
    /// Language of the invitation: `en`, `es` or `de`.
    pub language: String,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The name.
    pub name: Option<NameProblem>,
    /// The short name.
    pub slug: Option<SlugProblem>,
    /// The address is none.
    pub email: bool,
    /// The first name can't be one.
    pub given_name: bool,
    /// The last name can't be one.
    pub family_name: bool,
}

/// Why a short name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugProblem {
    /// Not 1 to 63 of a to z, 0 to 9 and inner hyphens.
    Malformed,
    /// Another company has it.
    Taken,
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenOutcome {
    /// The company is there, and the invitation on its way.
    Done {
        /// Its short name.
        slug: String,
    },
    /// What was entered is not taken.
    Refused(Problems),
    /// Whoever sent it is no operator any more.
    NotFound,
}

/// Makes the company, and invites its first admin.
///
/// # Errors
/// When the database does not answer.
pub async fn open_company(
    ctx: &Ctx,
    visitor: &Visitor,
    operator: &Operator,
    entry: &Entry,
) -> Result<OpenOutcome, Fault> {
    let (problems, email_key) = check(ctx, entry).await?;
    let Some(email_key) = email_key.filter(|_| problems == Problems::default()) else {
        return Ok(OpenOutcome::Refused(problems));
    };
    let company = company(ctx, entry);
    let invitation = invitation(ctx, entry, &company.id, email_key);
    let joins = people::by_email_key(&ctx.store, &invitation.email_key)
        .await?
        .is_some();
    let staff = operator.staff();
    let created = Event::of_company(Action::CompanyCreated, &company.id, company.id.as_str());
    let created = staff.note(ctx, visitor, created)?;
    let invited = Event::of_invitation(Action::PersonInvited, &invitation);
    let invited = staff.note(ctx, visitor, invited)?;
    let sending = Sending::prepare(ctx, &invitation, invited, Some(company.name.clone()), joins)?;
    let written = ctx.store.write(|mut tx| async {
        if !staff.still(&mut tx).await? {
            return Ok((false, tx));
        }
        companies::insert(&mut tx, &company).await?;
        created.write(&mut tx).await?;
        invitations::insert(&mut tx, &invitation).await?;
        sending.write(&mut tx, Before::Dies).await?;
        Ok((true, tx))
    });
    Ok(match written.await {
        Ok(true) => OpenOutcome::Done { slug: company.slug },
        Ok(false) => OpenOutcome::NotFound,
        // Somebody else took it at this very instant.
        Err(StoreError::Unique(_)) => OpenOutcome::Refused(Problems {
            slug: Some(SlugProblem::Taken),
            ..Problems::default()
        }),
        Err(error) => return Err(error.into()),
    })
}

async fn check(ctx: &Ctx, entry: &Entry) -> Result<(Problems, Option<String>), Fault> {
    let slug = entry.slug.trim();
    let email_key = email::key(&entry.email);
    let is_taken = async || companies::by_slug(&ctx.store, slug).await;
    let problems = Problems {
        name: name_problem(entry.name.trim()),
        slug: match is_slug(slug) {
            false => Some(SlugProblem::Malformed),
            true => is_taken().await?.map(|_| SlugProblem::Taken),
        },
        email: email_key.is_none(),
        given_name: !details::may_be_known_beforehand(&entry.given_name),
        family_name: !details::may_be_known_beforehand(&entry.family_name),
    };
    Ok((problems, email_key))
}

fn name_problem(name: &str) -> Option<NameProblem> {
    if name.is_empty() {
        return Some(NameProblem::Missing);
    }
    if name.chars().count() > MAX_COMPANY_NAME {
        return Some(NameProblem::TooLong);
    }
    details::is_unreadable(name).then_some(NameProblem::Unreadable)
}

fn company(ctx: &Ctx, entry: &Entry) -> Company {
    Company {
        id: CompanyId::from(ctx.new_id()),
        slug: entry.slug.trim().to_owned(),
        name: entry.name.trim().to_owned(),
        second_factor: entry.second_factor,
        grace_until: None,
        language: None,
        accent: None,
        created_at: ctx.now(),
        updated_at: ctx.now(),
    }
}

fn invitation(ctx: &Ctx, entry: &Entry, company: &CompanyId, email_key: String) -> Invitation {
    let spoken = UI_LOCALES.iter().find(|locale| **locale == entry.language);
    // Nobody by name: the operators are the platform to whoever reads the mail.
    Invitation {
        company_id: Some(company.clone()),
        role: Role::Admin,
        given_name: entry.given_name.trim().to_owned(),
        family_name: entry.family_name.trim().to_owned(),
        language: (*spoken.unwrap_or(&UI_LOCALES[0])).to_owned(),
        ..open_invitation(ctx, &entry.email, email_key)
    }
}
