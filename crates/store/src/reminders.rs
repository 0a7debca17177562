//! Reminders of the second factor: who is due for one, and who had one on which day.

use crate::Store;
use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// Somebody who can log in and has no second factor.
    pub struct Unenrolled {
        /// Their row.
        pub id: PersonId,
        /// E-mail address.
        pub email: String,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
        /// `en`, `es` or `de`.
        pub language: String,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
    }
}

/// Which day it is, and where a batch begins.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The day, `2027-02-06`: whoever was reminded on it is left out.
    pub day: &'a str,
    /// Whoever comes after this row; empty: from the first on.
    pub after: &'a str,
    /// At most so many.
    pub limit: i64,
}

/// Whether one of these dates is that of any company, or of anybody who was given more time.
pub async fn concerns_any(read: impl Into<Read<'_>>, dates: &[String; 3]) -> Result<bool> {
    let [first, second, third] = dates;
    sql!(
        "SELECT EXISTS (SELECT 1 FROM companies WHERE grace_until IN ($1, $2, $3))
             OR EXISTS (SELECT 1 FROM memberships WHERE extended_until IN ($1, $2, $3)) AS value"
    )
    .bind(first)
    .bind(second)
    .bind(third)
    .value(read)
    .await
}

/// Those without a second factor, by row, whom one of these dates may concern; with `all` everybody.
pub async fn due(store: &Store, dates: &[String; 3], all: bool, batch: Batch<'_>) -> Result<Vec<Unenrolled>> {
    let [first, second, third] = dates;
    sql!(
        "SELECT p.id, p.email, p.given_name, p.family_name, p.language, p.is_support, p.is_operator
         FROM people p
         WHERE p.id > $1 AND p.activated_at IS NOT NULL AND p.password_hash IS NOT NULL AND p.blocked_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.person_id = p.id AND r.day = $2)
           AND ($3 OR EXISTS (SELECT 1 FROM memberships m JOIN companies c ON c.id = m.company_id
                              WHERE m.person_id = p.id
                                AND (c.grace_until IN ($4, $5, $6) OR m.extended_until IN ($4, $5, $6))))
         ORDER BY p.id LIMIT $7"
    )
    .bind(batch.after)
    .bind(batch.day)
    .bind(all)
    .bind(first)
    .bind(second)
    .bind(third)
    .bind(batch.limit)
    .list(store)
    .await
}

/// Those of a company without a second factor, by row.
pub async fn of_company(store: &Store, company: &CompanyId, batch: Batch<'_>) -> Result<Vec<Unenrolled>> {
    sql!(
        "SELECT p.id, p.email, p.given_name, p.family_name, p.language, p.is_support, p.is_operator
         FROM memberships m JOIN people p ON p.id = m.person_id
         WHERE m.company_id = $1 AND m.person_id > $2
           AND p.activated_at IS NOT NULL AND p.password_hash IS NOT NULL AND p.blocked_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = m.person_id)
           AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.person_id = m.person_id AND r.day = $3)
         ORDER BY m.person_id LIMIT $4"
    )
    .bind(company)
    .bind(batch.after)
    .bind(batch.day)
    .bind(batch.limit)
    .list(store)
    .await
}

/// Notes that the person is reminded on that day. Of several callers exactly one gets true, and sends the mail; none
/// does once there is a second factor or a block.
pub async fn claim(tx: &mut Tx, person: &PersonId, day: &str, now: Timestamp) -> Result<bool> {
    sql!(
        "INSERT INTO reminders (person_id, day, created_at)
         SELECT p.id, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM people p
         WHERE p.id = $1 AND p.blocked_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = p.id)
         ON CONFLICT (person_id, day) DO NOTHING"
    )
    .bind(person)
    .bind(day)
    .bind(now)
    .happened(tx)
    .await
}

/// Deletes up to `limit` notes made before `before`; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM reminders WHERE (person_id, day) IN
             (SELECT person_id, day FROM reminders WHERE created_at < $1 LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
