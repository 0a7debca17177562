//! Lists of people whom a company invites together.
//!
//! A line is carried out once: whoever sets its `invited_at` makes the invitation in the same transaction, so that a
//! process that ends in the middle leaves nothing half done.

use crate::error::Result;
use crate::id::{CompanyId, PersonId};
use crate::query::{Query, sql};
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Tx, Write};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// How far a list has come.
    pub enum ImportState {
        /// It was read, and whoever sent it looks at what would happen.
        Seen = "seen",
        /// Its lines are being carried out.
        Running = "running",
        /// None is left.
        Done = "done",
    }
}

text_enum! {
    /// Why nobody is invited by a line.
    pub enum LineProblem {
        /// It has more cells than the columns, or can't be read.
        Malformed = "malformed",
        /// There is no address.
        NoAddress = "no_address",
        /// What stands in the address' place is none.
        Address = "address",
        /// A name that is too long, or holds what can't be seen.
        Name = "name",
        /// A language that is not spoken here.
        Language = "language",
        /// A role that there isn't.
        Role = "role",
        /// An earlier line has this address.
        Repeated = "repeated",
        /// The address belongs to a member of the company.
        Member = "member",
        /// The company has invited the address already.
        Invited = "invited",
        /// Whoever sent the list no longer manages the company.
        Stopped = "stopped",
    }
}

record! {
    /// A list.
    pub struct Import {
        /// Its row.
        pub id: String,
        /// The company that invites.
        pub company_id: CompanyId,
        /// Who sent the list; as soon as it is begun, who began it.
        pub person_id: PersonId,
        /// The client that the people are invited for.
        pub client_id: Option<String>,
        /// The file's name; empty where the lines were typed in.
        pub file_name: String,
        /// How far it has come.
        pub state: ImportState,
        /// When it was read.
        pub created_at: Timestamp,
        /// Since when it is being carried out.
        pub begun_at: Option<Timestamp>,
        /// When its last line was done.
        pub done_at: Option<Timestamp>,
    }
}

record! {
    /// A line, as it was written.
    pub struct Line {
        /// Its number in the file, from 1.
        pub line: i64,
        /// The address.
        pub email: String,
        /// The address normalised; none where it is no address.
        pub email_key: Option<String>,
        /// First name; may be empty.
        pub given_name: String,
        /// Last name; may be empty.
        pub family_name: String,
        /// The language; empty: the company's.
        pub language: String,
        /// The role; empty: member.
        pub role: String,
        /// Why nobody is invited by it.
        pub problem: Option<LineProblem>,
        /// When somebody was.
        pub invited_at: Option<Timestamp>,
    }
}

record! {
    /// How many lines there are of each kind.
    pub struct Counts {
        /// All of them.
        pub lines: i64,
        /// By which nobody is invited.
        pub refused: i64,
        /// By which somebody was invited.
        pub invited: i64,
    }
}

/// Adds a list.
pub async fn insert(write: impl Into<Write<'_>>, import: &Import) -> Result<()> {
    sql!(
        "INSERT INTO imports
             (id, company_id, person_id, client_id, file_name, state, created_at, begun_at, done_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    )
    .bind(&import.id)
    .bind(&import.company_id)
    .bind(&import.person_id)
    .bind(import.client_id.as_ref())
    .bind(&import.file_name)
    .bind(import.state)
    .bind(import.created_at)
    .bind(import.begun_at)
    .bind(import.done_at)
    .run(write)
    .await?;
    Ok(())
}

/// How many lines [`insert_lines`] adds by one statement.
const AT_ONCE: usize = 10;

/// Adds lines to a list, several by one statement: a long list is thousands of them, and each statement is a way to the
/// database and back.
pub async fn insert_lines(tx: &mut Tx, import: &str, lines: &[Line]) -> Result<()> {
    let (several, rest) = lines.as_chunks::<AT_ONCE>();
    for lines in several {
        let statement = sql!(
            "INSERT INTO import_lines
                 (import_id, line, email, email_key, given_name, family_name, language, role, problem, invited_at)
             VALUES
                 ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10),
                 ($1, $11, $12, $13, $14, $15, $16, $17, $18, $19),
                 ($1, $20, $21, $22, $23, $24, $25, $26, $27, $28),
                 ($1, $29, $30, $31, $32, $33, $34, $35, $36, $37),
                 ($1, $38, $39, $40, $41, $42, $43, $44, $45, $46),
                 ($1, $47, $48, $49, $50, $51, $52, $53, $54, $55),
                 ($1, $56, $57, $58, $59, $60, $61, $62, $63, $64),
                 ($1, $65, $66, $67, $68, $69, $70, $71, $72, $73),
                 ($1, $74, $75, $76, $77, $78, $79, $80, $81, $82),
                 ($1, $83, $84, $85, $86, $87, $88, $89, $90, $91)"
        );
        let statement = statement.bind(import);
        lines.iter().fold(statement, bind_line).run(&mut *tx).await?;
    }
    for line in rest {
        let statement = sql!(
            "INSERT INTO import_lines
                 (import_id, line, email, email_key, given_name, family_name, language, role, problem, invited_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        );
        bind_line(statement.bind(import), line).run(&mut *tx).await?;
    }
    Ok(())
}

fn bind_line(statement: Query, line: &Line) -> Query {
    statement
        .bind(line.line)
        .bind(&line.email)
        .bind(line.email_key.as_ref())
        .bind(&line.given_name)
        .bind(&line.family_name)
        .bind(&line.language)
        .bind(&line.role)
        .bind(line.problem)
        .bind(line.invited_at)
}

/// Marks the lines whose address is a member's, or is invited already, among those that nothing else is the matter with.
pub async fn mark_known(tx: &mut Tx, import: &str, company: &CompanyId) -> Result<()> {
    sql!(
        "UPDATE import_lines SET problem = 'member'
         WHERE import_id = $1 AND problem IS NULL
           AND EXISTS (SELECT 1 FROM people p JOIN memberships m ON m.person_id = p.id
                       WHERE p.email_key = import_lines.email_key AND m.company_id = $2)"
    )
    .bind(import)
    .bind(company)
    .run(&mut *tx)
    .await?;
    sql!(
        "UPDATE import_lines SET problem = 'invited'
         WHERE import_id = $1 AND problem IS NULL
           AND EXISTS (SELECT 1 FROM invitations i
                       WHERE i.email_key = import_lines.email_key AND i.company_id = $2 AND i.state = 'open')"
    )
    .bind(import)
    .bind(company)
    .run(tx)
    .await?;
    Ok(())
}

/// The list of that row, of that company.
pub async fn of_company(read: impl Into<Read<'_>>, id: &str, company: &CompanyId) -> Result<Option<Import>> {
    sql!(
        "SELECT id, company_id, person_id, client_id, file_name, state, created_at, begun_at, done_at
         FROM imports WHERE id = $1 AND company_id = $2"
    )
    .bind(id)
    .bind(company)
    .find(read)
    .await
}

/// The latest lists of a company.
pub async fn latest(read: impl Into<Read<'_>>, company: &CompanyId, limit: i64) -> Result<Vec<Import>> {
    sql!(
        "SELECT id, company_id, person_id, client_id, file_name, state, created_at, begun_at, done_at
         FROM imports WHERE company_id = $1 ORDER BY id DESC LIMIT $2"
    )
    .bind(company)
    .bind(limit)
    .list(read)
    .await
}

/// How many lines of the list there are of each kind.
pub async fn counts(read: impl Into<Read<'_>>, id: &str) -> Result<Counts> {
    let counts = sql!(
        "SELECT COUNT(*) AS lines, COUNT(problem) AS refused, COUNT(invited_at) AS invited
         FROM import_lines WHERE import_id = $1"
    )
    .bind(id)
    .list(read)
    .await?;
    Ok(counts.into_iter().next().unwrap_or(Counts {
        lines: 0,
        refused: 0,
        invited: 0,
    }))
}

/// The lines after that number.
pub async fn lines(read: impl Into<Read<'_>>, id: &str, after: i64, limit: i64) -> Result<Vec<Line>> {
    sql!(
        "SELECT line, email, email_key, given_name, family_name, language, role, problem, invited_at
         FROM import_lines WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3"
    )
    .bind(id)
    .bind(after)
    .bind(limit)
    .list(read)
    .await
}

/// The lines after that number by which nobody is invited.
pub async fn refused(read: impl Into<Read<'_>>, id: &str, after: i64, limit: i64) -> Result<Vec<Line>> {
    sql!(
        "SELECT line, email, email_key, given_name, family_name, language, role, problem, invited_at
         FROM import_lines WHERE import_id = $1 AND problem IS NOT NULL AND line > $2 ORDER BY line LIMIT $3"
    )
    .bind(id)
    .bind(after)
    .bind(limit)
    .list(read)
    .await
}

/// The first lines that still wait to be carried out.
pub async fn waiting(read: impl Into<Read<'_>>, id: &str, limit: i64) -> Result<Vec<Line>> {
    sql!(
        "SELECT line, email, email_key, given_name, family_name, language, role, problem, invited_at
         FROM import_lines WHERE import_id = $1 AND problem IS NULL AND invited_at IS NULL
         ORDER BY line LIMIT $2"
    )
    .bind(id)
    .bind(limit)
    .list(read)
    .await
}

/// The list that is being carried out for longest.
pub async fn next_running(read: impl Into<Read<'_>>) -> Result<Option<Import>> {
    sql!(
        "SELECT id, company_id, person_id, client_id, file_name, state, created_at, begun_at, done_at
         FROM imports WHERE state = 'running' ORDER BY begun_at, id LIMIT 1"
    )
    .find(read)
    .await
}

/// Lets the list be carried out, for that person; returns false when it is already.
pub async fn begin(write: impl Into<Write<'_>>, id: &str, person: &PersonId, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE imports SET state = 'running', person_id = $2, begun_at = $3
         WHERE id = $1 AND state = 'seen'"
    )
    .bind(id)
    .bind(person)
    .bind(now)
    .happened(write)
    .await
}

/// Locks the list until the transaction ends, for whoever carries lines out; returns false when none is left.
pub async fn lock_running(tx: &mut Tx, id: &str) -> Result<bool> {
    sql!("UPDATE imports SET state = state WHERE id = $1 AND state = 'running'")
        .bind(id)
        .happened(tx)
        .await
}

/// Marks the list as done; returns false when it was.
pub async fn finish(write: impl Into<Write<'_>>, id: &str, now: Timestamp) -> Result<bool> {
    sql!("UPDATE imports SET state = 'done', done_at = $2 WHERE id = $1 AND state = 'running'")
        .bind(id)
        .bind(now)
        .happened(write)
        .await
}

/// Marks a line as carried out; returns false when it was, or is refused.
pub async fn mark_invited(write: impl Into<Write<'_>>, id: &str, line: i64, now: Timestamp) -> Result<bool> {
    sql!(
        "UPDATE import_lines SET invited_at = $3
         WHERE import_id = $1 AND line = $2 AND invited_at IS NULL AND problem IS NULL"
    )
    .bind(id)
    .bind(line)
    .bind(now)
    .happened(write)
    .await
}

/// Refuses a line that was not carried out; returns false when it was.
pub async fn refuse(write: impl Into<Write<'_>>, id: &str, line: i64, problem: LineProblem) -> Result<bool> {
    sql!("UPDATE import_lines SET problem = $3 WHERE import_id = $1 AND line = $2 AND invited_at IS NULL")
        .bind(id)
        .bind(line)
        .bind(problem)
        .happened(write)
        .await
}

/// Refuses every line that still waits; returns how many.
pub async fn stop(write: impl Into<Write<'_>>, id: &str) -> Result<u64> {
    sql!(
        "UPDATE import_lines SET problem = 'stopped'
         WHERE import_id = $1 AND problem IS NULL AND invited_at IS NULL"
    )
    .bind(id)
    .run(write)
    .await
}

/// Deletes a list that nobody has let be carried out; returns whether there was one.
pub async fn discard(write: impl Into<Write<'_>>, id: &str) -> Result<bool> {
    sql!("DELETE FROM imports WHERE id = $1 AND state = 'seen'")
        .bind(id)
        .happened(write)
        .await
}

/// Deletes up to `limit` lists that were read before `before` and are not being carried out; returns how many.
pub async fn prune(write: impl Into<Write<'_>>, before: Timestamp, limit: i64) -> Result<u64> {
    sql!(
        "DELETE FROM imports WHERE id IN
             (SELECT id FROM imports WHERE created_at < $1 AND state <> 'running' LIMIT $2)"
    )
    .bind(before)
    .bind(limit)
    .run(write)
    .await
}
