//! Finding people and companies by how the words of their names and addresses begin.
//!
//! The words lag behind the rows by a moment: a row's `words_at` says of which `updated_at` they are, and the worker
//! makes those that are missing.

use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx};
use voltkey_protocol::time::Timestamp;

/// The most words of one row that are looked at for a page, so that a single letter is answered as fast as a name.
const LOOKED_AT: i64 = 200;

record! {
    /// Somebody whose words are to be made.
    pub struct UnindexedPerson {
        /// Their row.
        pub id: PersonId,
        /// Their normalised address.
        pub email_key: String,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
        /// Which state of the row this is.
        pub updated_at: Timestamp,
    }
}

record! {
    /// A company whose words are to be made.
    pub struct UnindexedCompany {
        /// Its row.
        pub id: CompanyId,
        /// Its short name.
        pub slug: String,
        /// Its name.
        pub name: String,
        /// Which state of the row this is.
        pub updated_at: Timestamp,
    }
}

record! {
    /// Somebody who was found.
    pub struct FoundPerson {
        /// How they are known outside.
        pub sub: String,
        /// The address as it was written.
        pub email: String,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
        /// Since when the account is blocked.
        pub blocked_at: Option<Timestamp>,
        /// When the last login ended well.
        pub last_login_at: Option<Timestamp>,
        /// The name of one of their companies, the first by short name.
        pub company: Option<String>,
    }
}

record! {
    /// A company that was found.
    pub struct FoundCompany {
        /// Its short name.
        pub slug: String,
        /// Its name.
        pub name: String,
    }
}

/// How one or two words begin, both of which must be among those of a row.
#[derive(Clone, Copy, Debug)]
pub struct Beginnings<'a> {
    /// The more telling of the two.
    pub first: &'a str,
    /// The other; empty: none.
    pub second: &'a str,
}

/// The first octets after every word that begins so: UTF-8 has no octet 0xFF.
fn end(beginning: &str) -> Vec<u8> {
    let mut end = beginning.as_bytes().to_vec();
    end.push(0xff);
    end
}

/// Up to `limit` people whose words are not there, or not those of their names any more.
pub async fn unindexed_people(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<UnindexedPerson>> {
    sql!(
        "SELECT id, email_key, given_name, family_name, updated_at
         FROM people WHERE words_at IS NULL OR words_at <> updated_at LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Replaces somebody's words. Returns false, and nothing was done, when another replica has, or they have another name
/// by now.
pub async fn index_person(tx: &mut Tx, person: &UnindexedPerson, words: &[String]) -> Result<bool> {
    let is_ours = sql!(
        "UPDATE people SET words_at = $2
         WHERE id = $1 AND updated_at = $2 AND (words_at IS NULL OR words_at <> $2)"
    )
    .bind(&person.id)
    .bind(person.updated_at)
    .happened(&mut *tx)
    .await?;
    if !is_ours {
        return Ok(false);
    }
    sql!("DELETE FROM person_words WHERE person_id = $1")
        .bind(&person.id)
        .run(&mut *tx)
        .await?;
    for word in words {
        sql!("INSERT INTO person_words (word, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(word.as_bytes())
            .bind(&person.id)
            .run(&mut *tx)
            .await?;
    }
    Ok(true)
}

/// Up to `limit` companies whose words are not there, or not those of their name any more.
pub async fn unindexed_companies(read: impl Into<Read<'_>>, limit: i64) -> Result<Vec<UnindexedCompany>> {
    sql!(
        "SELECT id, slug, name, updated_at
         FROM companies WHERE words_at IS NULL OR words_at <> updated_at LIMIT $1"
    )
    .bind(limit)
    .list(read)
    .await
}

/// Replaces a company's words, as [`index_person`] does.
pub async fn index_company(tx: &mut Tx, company: &UnindexedCompany, words: &[String]) -> Result<bool> {
    let is_ours = sql!(
        "UPDATE companies SET words_at = $2
         WHERE id = $1 AND updated_at = $2 AND (words_at IS NULL OR words_at <> $2)"
    )
    .bind(&company.id)
    .bind(company.updated_at)
    .happened(&mut *tx)
    .await?;
    if !is_ours {
        return Ok(false);
    }
    sql!("DELETE FROM company_words WHERE company_id = $1")
        .bind(&company.id)
        .run(&mut *tx)
        .await?;
    for word in words {
        sql!("INSERT INTO company_words (word, company_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(word.as_bytes())
            .bind(&company.id)
            .run(&mut *tx)
            .await?;
    }
    Ok(true)
}

/// Up to `limit` people of those words, by name.
pub async fn find_people(
    read: impl Into<Read<'_>>,
    words: Beginnings<'_>,
    limit: i64,
) -> Result<Vec<FoundPerson>> {
    sql!(
        "SELECT p.sub, p.email, p.given_name, p.family_name, p.is_support, p.is_operator, p.blocked_at,
                p.last_login_at,
                (SELECT c.name FROM memberships m JOIN companies c ON c.id = m.company_id
                 WHERE m.person_id = p.id ORDER BY c.slug LIMIT 1) AS company
         FROM people p
         WHERE p.id IN (SELECT w.person_id FROM person_words w
                        WHERE w.word >= $1 AND w.word < $2
                          AND EXISTS (SELECT 1 FROM person_words o
                                      WHERE o.person_id = w.person_id AND o.word >= $3 AND o.word < $4)
                        ORDER BY w.word, w.person_id LIMIT $6)
         ORDER BY p.family_name, p.given_name, p.id LIMIT $5"
    )
    .bind(words.first.as_bytes())
    .bind(&end(words.first))
    .bind(words.second.as_bytes())
    .bind(&end(words.second))
    .bind(limit)
    .bind(LOOKED_AT)
    .list(read)
    .await
}

/// Up to `limit` companies of those words, by name.
pub async fn find_companies(
    read: impl Into<Read<'_>>,
    words: Beginnings<'_>,
    limit: i64,
) -> Result<Vec<FoundCompany>> {
    sql!(
        "SELECT c.slug, c.name
         FROM companies c
         WHERE c.id IN (SELECT w.company_id FROM company_words w
                        WHERE w.word >= $1 AND w.word < $2
                          AND EXISTS (SELECT 1 FROM company_words o
                                      WHERE o.company_id = w.company_id AND o.word >= $3 AND o.word < $4)
                        ORDER BY w.word, w.company_id LIMIT $6)
         ORDER BY c.name, c.id LIMIT $5"
    )
    .bind(words.first.as_bytes())
    .bind(&end(words.first))
    .bind(words.second.as_bytes())
    .bind(&end(words.second))
    .bind(limit)
    .bind(LOOKED_AT)
    .list(read)
    .await
}
