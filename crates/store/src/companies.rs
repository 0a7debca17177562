//! Companies: the tenants.

use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::memberships;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// What a company says about the second factor. It only tightens what the instance says.
    pub enum CompanyPolicy {
        /// As the instance has it.
        Inherit = "inherit",
        /// Asked of who switched it on.
        Optional = "optional",
        /// Asked of everyone once the grace period is over.
        Required = "required",
    }
}

record! {
    /// A company.
    pub struct Company {
        /// Its row.
        pub id: CompanyId,
        /// Its unique short name, as in the `companies` claim.
        pub slug: String,
        /// What people read.
        pub name: String,
        /// Its second-factor policy.
        pub second_factor: CompanyPolicy,
        /// The last day of its grace period, `2027-02-06`.
        pub grace_until: Option<String>,
        /// The language of its invitations, `en`, `es` or `de`, where it has chosen one.
        pub language: Option<String>,
        /// Its colour, `#rrggbb`, where it has chosen one.
        pub accent: Option<String>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

/// The company of that short name.
pub async fn by_slug(read: impl Into<Read<'_>>, slug: &str) -> Result<Option<Company>> {
    sql!(
        "SELECT id, slug, name, second_factor, grace_until, language, accent, created_at, updated_at
         FROM companies WHERE slug = $1"
    )
    .bind(slug)
    .find(read)
    .await
}

/// The company of that row.
pub async fn by_id(read: impl Into<Read<'_>>, id: &CompanyId) -> Result<Option<Company>> {
    sql!(
        "SELECT id, slug, name, second_factor, grace_until, language, accent, created_at, updated_at
         FROM companies WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// Up to `limit` companies after that short name, by short name.
pub async fn after(read: impl Into<Read<'_>>, slug: &str, limit: i64) -> Result<Vec<Company>> {
    sql!(
        "SELECT id, slug, name, second_factor, grace_until, language, accent, created_at, updated_at
         FROM companies WHERE slug > $1 ORDER BY slug LIMIT $2"
    )
    .bind(slug)
    .bind(limit)
    .list(read)
    .await
}

/// Adds a company.
///
/// # Errors
/// `Unique("companies.slug")` when the short name is taken.
pub async fn insert(write: impl Into<Write<'_>>, company: &Company) -> Result<()> {
    sql!(
        "INSERT INTO companies
             (id, slug, name, second_factor, grace_until, language, accent, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    )
    .bind(&company.id)
    .bind(&company.slug)
    .bind(&company.name)
    .bind(company.second_factor)
    .bind(company.grace_until.as_ref())
    .bind(company.language.as_ref())
    .bind(company.accent.as_ref())
    .bind(company.created_at)
    .bind(company.updated_at)
    .run(write)
    .await?;
    Ok(())
}

/// Replaces short name, name and policy: what `apply` describes; returns whether the company exists.
///
/// # Errors
/// `Unique("companies.slug")` when the short name is taken.
pub async fn update(write: impl Into<Write<'_>>, company: &Company) -> Result<bool> {
    sql!(
        "UPDATE companies SET slug = $2, name = $3, second_factor = $4, grace_until = $5, updated_at = $6
         WHERE id = $1"
    )
    .bind(&company.id)
    .bind(&company.slug)
    .bind(&company.name)
    .bind(company.second_factor)
    .bind(company.grace_until.as_ref())
    .bind(company.updated_at)
    .happened(write)
    .await
}

/// Replaces the second-factor policy; returns whether the company exists.
pub async fn set_policy(
    write: impl Into<Write<'_>>,
    id: &CompanyId,
    second_factor: CompanyPolicy,
    grace_until: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE companies SET second_factor = $2, grace_until = $3, updated_at = $4 WHERE id = $1")
        .bind(id)
        .bind(second_factor)
        .bind(grace_until)
        .bind(now)
        .happened(write)
        .await
}

/// Replaces name, language and colour; returns whether the company exists.
pub async fn set_look(
    write: impl Into<Write<'_>>,
    id: &CompanyId,
    name: &str,
    language: Option<&str>,
    accent: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    sql!("UPDATE companies SET name = $2, language = $3, accent = $4, updated_at = $5 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(language)
        .bind(accent)
        .bind(now)
        .happened(write)
        .await
}

/// Locks every company that the person belongs to, each in its turn as everybody does, so that nobody waits for
/// somebody who waits for them.
pub async fn lock_all_of_person(tx: &mut Tx, person: &PersonId) -> Result<()> {
    let memberships = memberships::of_person(&mut *tx, person).await?;
    for membership in memberships {
        lock(&mut *tx, &membership.company_id).await?;
    }
    Ok(())
}

/// Locks the company until the transaction ends; returns whether it exists. Whoever keeps an invariant over
/// its memberships (such as "one admin remains") takes this lock before counting.
pub async fn lock(tx: &mut Tx, id: &CompanyId) -> Result<bool> {
    sql!("UPDATE companies SET updated_at = updated_at WHERE id = $1")
        .bind(id)
        .happened(tx)
        .await
}
