//! Codes for whoever has lost the phone: each works once.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

record! {
    /// How many codes a person has left, and since when.
    pub struct Standing {
        /// Codes that were not used.
        pub unused: i64,
        /// When they were made; none where there are none.
        pub made_at: Option<Timestamp>,
    }
}

/// Replaces a person's codes. Two callers at once would leave both theirs, so each locks the person first
/// ([`people::lock`](crate::people::lock)).
pub async fn replace(tx: &mut Tx, person: &PersonId, codes: &[Hash], now: Timestamp) -> Result<()> {
    delete_of_person(&mut *tx, person).await?;
    for code in codes {
        sql!("INSERT INTO recovery_codes (person_id, code_mac, created_at) VALUES ($1, $2, $3)")
            .bind(person)
            .bind(code)
            .bind(now)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// How many are left.
pub async fn standing(read: impl Into<Read<'_>>, person: &PersonId) -> Result<Standing> {
    let found: Option<Standing> = sql!(
        "SELECT CAST(SUM(CASE WHEN used_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unused,
                MAX(created_at) AS made_at
         FROM recovery_codes WHERE person_id = $1 HAVING COUNT(*) > 0"
    )
    .bind(person)
    .find(read)
    .await?;
    Ok(found.unwrap_or(Standing {
        unused: 0,
        made_at: None,
    }))
}

/// Uses a code. Of several callers exactly one gets true.
pub async fn spend(
    write: impl Into<Write<'_>>,
    person: &PersonId,
    code: &Hash,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE recovery_codes SET used_at = $3
         WHERE person_id = $1 AND code_mac = $2 AND used_at IS NULL"
    )
    .bind(person)
    .bind(code)
    .bind(now)
    .happened(write)
    .await
}

/// Removes a person's codes; returns how many there were.
pub async fn delete_of_person(write: impl Into<Write<'_>>, person: &PersonId) -> Result<u64> {
    sql!("DELETE FROM recovery_codes WHERE person_id = $1")
        .bind(person)
        .run(write)
        .await
}
