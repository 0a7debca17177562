//! Memberships: who belongs to which company, and as what.

use crate::companies::CompanyPolicy;
use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::members;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Together, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// What someone may do in a company.
    pub enum Role {
        /// Belongs to it.
        Member = "member",
        /// Manages its members.
        Admin = "admin",
    }
}

record! {
    /// A membership, with what login and claims need to know of its company.
    pub struct Membership {
        /// The company's row.
        pub company_id: CompanyId,
        /// The company's short name.
        pub slug: String,
        /// The company's name.
        pub name: String,
        /// The person's role in it.
        pub role: Role,
        /// The company's second-factor policy.
        pub second_factor: CompanyPolicy,
        /// The last day of the company's grace period, `2027-02-06`.
        pub grace_until: Option<String>,
        /// The last day on which this member may go on without a second factor, where they were given more time.
        pub extended_until: Option<String>,
        /// The company's colour, `#rrggbb`.
        pub accent: Option<String>,
        /// The hash of the company's logo.
        pub logo: Option<String>,
    }
}

/// The memberships of a person, by the company's short name.
pub async fn of_person(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Vec<Membership>> {
    sql!(
        "SELECT m.company_id, c.slug, c.name, m.role, c.second_factor, c.grace_until, m.extended_until,
                c.accent, l.hash AS logo
         FROM memberships m JOIN companies c ON c.id = m.company_id
         LEFT JOIN company_logos l ON l.company_id = c.id
         WHERE m.person_id = $1
         ORDER BY c.slug"
    )
    .bind(person)
    .list(read)
    .await
}

/// The person's role in that company.
pub async fn role(read: impl Into<Read<'_>>, person: &PersonId, company: &CompanyId) -> Result<Option<Role>> {
    sql!("SELECT role AS value FROM memberships WHERE person_id = $1 AND company_id = $2")
        .bind(person)
        .bind(company)
        .find_value(read)
        .await
}

/// Whether the admin administers every company that the person belongs to.
pub async fn all_administered_by(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    admin: &PersonId,
) -> Result<bool> {
    sql!(
        "SELECT NOT EXISTS (SELECT 1 FROM memberships m
                            WHERE m.person_id = $1
                              AND NOT EXISTS (SELECT 1 FROM memberships a
                                              WHERE a.company_id = m.company_id AND a.person_id = $2
                                                AND a.role = 'admin')) AS value"
    )
    .bind(person)
    .bind(admin)
    .value(read)
    .await
}

/// Makes the person a member in that role, or changes the role. Who takes the role `admin` from someone holds
/// [`companies::lock`](crate::companies::lock).
pub async fn put(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    company: &CompanyId,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let mut together = Together::begin(write).await?;
    sql!(
        "INSERT INTO memberships (person_id, company_id, role, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, company_id) DO UPDATE SET role = excluded.role"
    )
    .bind(person)
    .bind(company)
    .bind(role)
    .bind(now)
    .run(together.write())
    .await?;
    members::refresh(&mut together, person).await?;
    together.end().await
}

/// Makes the person a member in that role; who is an admin of the company stays one.
pub async fn give(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    company: &CompanyId,
    role: Role,
    now: Timestamp,
) -> Result<()> {
    let mut together = Together::begin(write).await?;
    sql!(
        "INSERT INTO memberships (person_id, company_id, role, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id, company_id) DO UPDATE SET role = excluded.role
         WHERE memberships.role <> 'admin'"
    )
    .bind(person)
    .bind(company)
    .bind(role)
    .bind(now)
    .run(together.write())
    .await?;
    members::refresh(&mut together, person).await?;
    together.end().await
}

/// Ends the membership; returns whether there was one. Holds for [`put`]'s remark on the lock too.
pub async fn remove(write: impl Into<Write<'_>>, person: &PersonId, company: &CompanyId) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let was_there = sql!("DELETE FROM memberships WHERE person_id = $1 AND company_id = $2")
        .bind(person)
        .bind(company)
        .happened(together.write())
        .await?;
    members::refresh(&mut together, person).await?;
    together.end().await?;
    Ok(was_there)
}

/// Whether the person is the last admin who can log in: of that company, or without one of any. Reliable only under
/// [`companies::lock`](crate::companies::lock) of each.
pub async fn is_last_admin(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    company: Option<&CompanyId>,
) -> Result<bool> {
    sql!(
        "SELECT EXISTS (SELECT 1 FROM memberships m JOIN people p ON p.id = m.person_id
                        WHERE m.person_id = $1 AND m.role = 'admin'
                          AND p.activated_at IS NOT NULL AND p.blocked_at IS NULL
                          AND m.company_id = COALESCE($2, m.company_id)
                          AND NOT EXISTS (SELECT 1 FROM memberships o JOIN people q ON q.id = o.person_id
                                          WHERE o.company_id = m.company_id AND o.person_id <> $1
                                            AND o.role = 'admin'
                                            AND q.activated_at IS NOT NULL AND q.blocked_at IS NULL)) AS value"
    )
    .bind(person)
    .bind(company)
    .value(read)
    .await
}

record! {
    /// An admin of a company, as its members may know them.
    pub struct Admin {
        /// Who it is.
        pub person_id: PersonId,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
        /// E-mail address.
        pub email: String,
        /// Language of the mails.
        pub language: String,
    }
}

/// The admins of a company who can log in, by name.
pub async fn admins(read: impl Into<Read<'_>>, company: &CompanyId) -> Result<Vec<Admin>> {
    sql!(
        "SELECT p.id AS person_id, p.given_name, p.family_name, p.email, p.language
         FROM memberships m JOIN people p ON p.id = m.person_id
         WHERE m.company_id = $1 AND m.role = 'admin' AND p.activated_at IS NOT NULL AND p.blocked_at IS NULL
         ORDER BY p.family_name, p.given_name, p.id"
    )
    .bind(company)
    .list(read)
    .await
}

/// How long the member may go on without a second factor by what they were given; none where they are no member, or were
/// given nothing.
pub async fn extended_until(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    company: &CompanyId,
) -> Result<Option<String>> {
    sql!(
        "SELECT extended_until AS value FROM memberships
         WHERE person_id = $1 AND company_id = $2 AND extended_until IS NOT NULL"
    )
    .bind(person)
    .bind(company)
    .find_value(read)
    .await
}

/// Lets the member go on without a second factor until the end of that day; returns whether they are a member.
pub async fn extend(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    company: &CompanyId,
    until: &str,
) -> Result<bool> {
    sql!("UPDATE memberships SET extended_until = $3 WHERE person_id = $1 AND company_id = $2")
        .bind(person)
        .bind(company)
        .bind(until)
        .happened(write)
        .await
}

record! {
    /// How far the second factor has come in a company. Whoever is blocked does not count.
    pub struct RollOut {
        /// How many have one.
        pub enrolled: i64,
        /// How many have none, and were given more time, which is not over.
        pub extended: i64,
        /// How many have none, and nobody gave them time which is not over.
        pub without: i64,
        /// How many have never logged in.
        pub never: i64,
        /// How many have none, could read a mail, and were not reminded on that day.
        pub to_remind: i64,
        /// How many were invited and have not followed it.
        pub invited: i64,
    }
}

/// How far the second factor has come in a company on that day, in one statement. Whether a member is enrolled or blocked is
/// read from the copies in their membership, so that nothing is looked up for each of them but their row and their reminder.
pub async fn roll_out(read: impl Into<Read<'_>>, company: &CompanyId, day: &str) -> Result<RollOut> {
    sql!(
        "SELECT COUNT(*) FILTER (WHERE m.is_enrolled) AS enrolled,
                COUNT(*) FILTER (WHERE NOT m.is_enrolled AND m.extended_until >= $2) AS extended,
                COUNT(*) FILTER (WHERE NOT m.is_enrolled
                    AND (m.extended_until IS NULL OR m.extended_until < $2)) AS without,
                COUNT(*) FILTER (WHERE p.last_login_at IS NULL) AS never,
                COUNT(*) FILTER (WHERE NOT m.is_enrolled AND r.day IS NULL
                    AND p.activated_at IS NOT NULL AND p.password_hash IS NOT NULL) AS to_remind,
                (SELECT COUNT(*) FROM invitations i WHERE i.company_id = $1 AND i.state = 'open') AS invited
         FROM memberships m JOIN people p ON p.id = m.person_id
             LEFT JOIN reminders r ON r.person_id = m.person_id AND r.day = $2
         WHERE m.company_id = $1 AND NOT m.is_blocked"
    )
    .bind(company)
    .bind(day)
    .find(read)
    .await
    .map(|counts| {
        counts.unwrap_or(RollOut {
            enrolled: 0,
            extended: 0,
            without: 0,
            never: 0,
            to_remind: 0,
            invited: 0,
        })
    })
}
