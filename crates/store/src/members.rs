//! The list of a company's members and open invitations: by name, searched and filtered, a page at a time.
//!
//! A page is one walk over one index, which holds all that is looked at on the way. For that, memberships carry a copy of
//! what the list asks of their person: [`refresh`] makes it anew, and whatever changes one of these things calls it in its
//! own transaction. A test finds writers that don't.

use crate::Store;
use crate::error::Result;
use crate::fold::fold;
use crate::id::{CompanyId, PersonId};
use crate::memberships::Role;
use crate::query::{Query, sql};
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Together};
use voltkey_protocol::time::Timestamp;

/// The rows of a page. Part of the statements' text, so that PostgreSQL knows that they are few.
pub const PAGE: usize = 50;
/// How many rows of before are completed in one transaction.
const ROUND: i64 = 500;

text_enum! {
    /// Which people of a company are listed.
    pub enum Which {
        /// All of them.
        All = "all",
        /// Who has not accepted the invitation yet.
        Invited = "invited",
        /// Who has no second factor.
        NotEnrolled = "not_enrolled",
        /// Who must have one after a day that is not over yet.
        InGrace = "in_grace",
        /// Who must have one already.
        Overdue = "overdue",
        /// Of whom no PIN is taken for a while.
        Locked = "locked",
        /// Whose account is blocked.
        Blocked = "blocked",
    }
}

/// A place in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What the list is ordered by.
    pub entry: String,
    /// The row of the person or of the invitation, where several have the same.
    pub id: String,
}

/// From where the rows of a page are taken. A place of its own is not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// The first after that place; the default place is before all.
    After(Place),
    /// The last before it.
    Before(Place),
}

/// What stands in an entry: every one of these, wherever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought([String; 3]);

impl Sought {
    /// What somebody has typed: each word is part of a name or an address. From the third on, they stand in that order.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let mut words = folded.splitn(3, ' ').map(pattern);
        Self(std::array::from_fn(|_| {
            words.next().unwrap_or_else(|| "%".to_owned())
        }))
    }
}

/// `text` anywhere: its spaces stand for what is between two words, everything else for itself.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        match c {
            ' ' => pattern.push('%'),
            '%' | '_' | '!' => pattern.extend(['!', c]),
            c => pattern.push(c),
        }
    }
    pattern + "%"
}

/// What is listed.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The company.
    pub company: &'a CompanyId,
    /// Which of its people.
    pub which: Which,
    /// What must stand in an entry.
    pub sought: &'a Sought,
    /// Which page.
    pub span: &'a Span,
    /// Who looks.
    pub viewer: &'a PersonId,
    /// What decides about second factors.
    pub policy: Policy<'a>,
    /// The time.
    pub now: Timestamp,
}

/// What decides about second factors at this moment, beside each person's further companies.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    /// The last day without one by the instance: `2027-02-06`; empty: at once; none: it requires none.
    pub of_instance: Option<&'a str>,
    /// The same by the company.
    pub of_company: Option<&'a str>,
    /// Whether the instance requires one, so that any date of a company brings it forward.
    pub is_instance_wide: bool,
    /// The date.
    pub today: &'a str,
}

impl<'a> Policy<'a> {
    /// The last day for whom the instance and this company alone decide.
    fn earliest(&self) -> Option<&'a str> {
        self.of_instance.into_iter().chain(self.of_company).min()
    }
}

record! {
    /// A row of the list: a person, or an open invitation.
    pub struct Listed {
        /// What the list is ordered by.
        pub entry: String,
        /// The row of the person or of the invitation.
        pub id: String,
        /// How the person is known outside; none: it is an invitation.
        pub sub: Option<String>,
        /// The address as it was written.
        pub email: String,
        /// First name; empty where it is not known.
        pub given_name: String,
        /// Last name; empty where it is not known.
        pub family_name: String,
        /// The role in the company.
        pub role: Role,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
        /// Whether the person has a second factor.
        pub is_enrolled: bool,
        /// Whether the second factor was reset, and the mailed code waits to be used.
        pub is_reset: bool,
        /// Whether the account is blocked.
        pub is_blocked: bool,
        /// Whether no PIN is taken at this moment, in some browser at least.
        pub is_locked: bool,
        /// The last day without a second factor, by all that is decided about the person: see [`Policy::until`].
        pub until: Option<String>,
        /// When the last login ended well.
        pub last_login_at: Option<Timestamp>,
        /// Whether the one who looks is an admin of each company that the person belongs to.
        pub is_administered: bool,
        /// Until when the invitation's link works; none: it is long over.
        pub link_until: Option<Timestamp>,
        /// When the invitation's mail is tried next; none: there is no such mail, or it is long gone.
        pub mail_run_at: Option<Timestamp>,
        /// Why its last failed attempt failed.
        pub mail_error: Option<String>,
        /// When the mail server took it.
        pub mail_done_at: Option<Timestamp>,
        /// When it was given up.
        pub mail_failed_at: Option<Timestamp>,
    }
}

/// The statement for a page in one direction. What is looked at for each row on the way stands in the inner SELECTs and
/// in the indexes `memberships_entry` and `invitations_entry`; what only the rows of the page need is joined outside.
///
/// `until` is the earliest of all days by which a second factor is required of somebody; more time that a company has
/// given moves its own day and the instance's. Flows find the same from the
/// person's side at a login (`second_factor::duty`), and a test compares the two.
macro_rules! page {
    ($beyond:literal, $order:literal) => {
        sql!(concat!(
            "SELECT page.entry, page.id, p.sub, COALESCE(p.email, i.email) AS email,
                    COALESCE(p.given_name, i.given_name) AS given_name,
                    COALESCE(p.family_name, i.family_name) AS family_name, COALESCE(m.role, i.role) AS role,
                    COALESCE(p.is_support, FALSE) AS is_support, COALESCE(p.is_operator, FALSE) AS is_operator,
                    COALESCE(m.is_enrolled, FALSE) AS is_enrolled,
                    EXISTS (SELECT 1 FROM otp_resets r WHERE r.person_id = p.id) AS is_reset,
                    COALESCE(m.is_blocked, FALSE) AS is_blocked,
                    EXISTS (SELECT 1 FROM throttle t
                            WHERE t.person_id = p.id AND t.blocked_until > $11) AS is_locked,
                    page.until, p.last_login_at,
                    NOT EXISTS (SELECT 1 FROM memberships o
                                WHERE o.person_id = p.id
                                  AND NOT EXISTS (SELECT 1 FROM memberships a
                                                  WHERE a.company_id = o.company_id AND a.person_id = $12
                                                    AND a.role = 'admin')) AS is_administered,
                    (SELECT MAX(k.expires_at) FROM invitation_links k
                     WHERE k.invitation_id = i.id AND k.replaced_at IS NULL) AS link_until,
                    j.run_at AS mail_run_at, j.last_error AS mail_error, j.done_at AS mail_done_at,
                    j.failed_at AS mail_failed_at
             FROM (SELECT entry, id, until, person_id, invitation_id
                   FROM (SELECT entry, person_id AS id, until, person_id, NULL AS invitation_id
                         FROM (SELECT l.entry, l.person_id, l.is_enrolled, l.is_blocked,
                                      CASE WHEN l.is_bound_elsewhere
                                           THEN (SELECT MIN(demand.until)
                                                 FROM (SELECT CASE WHEN l.extended_until > $13
                                                              THEN l.extended_until ELSE $13 END AS until
                                                       UNION ALL
                                                       SELECT CASE WHEN most.until > $14
                                                              THEN most.until ELSE $14 END
                                                       FROM (SELECT MAX(o.extended_until) AS until
                                                             FROM memberships o
                                                             WHERE o.person_id = l.person_id) AS most
                                                       UNION ALL
                                                       SELECT CASE WHEN o.extended_until
                                                                        > COALESCE(c.grace_until, '')
                                                              THEN o.extended_until
                                                              ELSE COALESCE(c.grace_until, '') END
                                                       FROM memberships o JOIN companies c ON c.id = o.company_id
                                                       WHERE o.person_id = l.person_id AND o.company_id <> $1
                                                         AND (c.second_factor = 'required'
                                                              OR ($9 AND c.grace_until IS NOT NULL))
                                                       UNION ALL
                                                       SELECT '' FROM people s
                                                       WHERE s.id = l.person_id
                                                         AND (s.is_support OR s.is_operator)) AS demand)
                                           WHEN l.extended_until > $8 THEN l.extended_until
                                           ELSE $8 END AS until
                               FROM memberships l
                               WHERE l.company_id = $1 AND $7 <> 'invited'
                                 AND (l.entry, l.person_id) ", $beyond, " ($2, $3)
                                 AND l.entry LIKE $4 ESCAPE '!' AND l.entry LIKE $5 ESCAPE '!'
                                 AND l.entry LIKE $6 ESCAPE '!') AS members
                         WHERE ($7 <> 'not_enrolled' OR NOT is_enrolled)
                           AND ($7 <> 'in_grace' OR (NOT is_enrolled AND until >= $10))
                           AND ($7 <> 'overdue' OR (NOT is_enrolled AND until < $10))
                           AND ($7 <> 'blocked' OR is_blocked)
                           AND ($7 <> 'locked'
                                OR person_id IN (SELECT t.person_id FROM throttle t
                                                 WHERE t.person_id IS NOT NULL AND t.blocked_until > $11))
                         ORDER BY entry ", $order, ", person_id ", $order, " LIMIT 51) AS people
                   UNION ALL
                   SELECT entry, id, until, person_id, invitation_id
                   FROM (SELECT l.entry, l.id, NULL AS until, NULL AS person_id, l.id AS invitation_id
                         FROM invitations l
                         WHERE l.company_id = $1 AND l.state = 'open' AND ($7 = 'all' OR $7 = 'invited')
                           AND (l.entry, l.id) ", $beyond, " ($2, $3)
                           AND l.entry LIKE $4 ESCAPE '!' AND l.entry LIKE $5 ESCAPE '!'
                           AND l.entry LIKE $6 ESCAPE '!'
                         ORDER BY l.entry ", $order, ", l.id ", $order, " LIMIT 51) AS invited
                   ORDER BY 1 ", $order, ", 2 ", $order, " LIMIT 51) AS page
             LEFT JOIN people p ON p.id = page.person_id
             LEFT JOIN memberships m ON m.person_id = page.person_id AND m.company_id = $1
             LEFT JOIN invitations i ON i.id = page.invitation_id
             LEFT JOIN jobs j ON j.id = i.mail_job
             ORDER BY page.entry ", $order, ", page.id ", $order
        ))
    };
}

/// The rows of a page and one more where there are more, by name; those before a place from the last to the first.
pub async fn page(read: impl Into<Read<'_>>, asked: &Asked<'_>) -> Result<Vec<Listed>> {
    query(asked).list(read).await
}

pub(crate) fn query(asked: &Asked<'_>) -> Query {
    let (query, place) = match asked.span {
        Span::After(place) => (page!(">", "ASC"), place),
        Span::Before(place) => (page!("<", "DESC"), place),
    };
    let Sought([first, second, third]) = asked.sought;
    query
        .bind(asked.company)
        .bind(&place.entry)
        .bind(&place.id)
        .bind(first)
        .bind(second)
        .bind(third)
        .bind(asked.which)
        .bind(asked.policy.earliest())
        .bind(asked.policy.is_instance_wide)
        .bind(asked.policy.today)
        .bind(asked.now)
        .bind(asked.viewer)
        .bind(asked.policy.of_company)
        .bind(asked.policy.of_instance)
}

/// How many people and open invitations a company has.
pub async fn count(read: impl Into<Read<'_>>, company: &CompanyId) -> Result<i64> {
    sql!(
        "SELECT (SELECT COUNT(*) FROM memberships WHERE company_id = $1)
              + (SELECT COUNT(*) FROM invitations WHERE company_id = $1 AND state = 'open') AS value"
    )
    .bind(company)
    .value(read)
    .await
}

record! {
    /// What an entry is made of.
    struct Named {
        /// The address as it was written.
        pub email: String,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
    }
}

/// What somebody is found by, and where they stand: by the name as it is shown, or by the address without one.
pub(crate) fn entry(given_name: &str, family_name: &str, email: &str) -> String {
    fold(&format!("{given_name} {family_name} {email}"))
}

/// Copies anew to a person's memberships what the list asks of them.
///
/// It locks the person first. Of two changes at the same instant, the later one sees what the earlier did.
pub(crate) async fn refresh(together: &mut Together<'_>, person: &PersonId) -> Result<()> {
    let named: Option<Named> = sql!(
        "UPDATE people SET updated_at = updated_at WHERE id = $1 RETURNING email, given_name, family_name"
    )
    .bind(person)
    .returning(together.write())
    .await?;
    let Some(named) = named else {
        return Ok(());
    };
    sql!(
        "UPDATE memberships
         SET entry = $2,
             is_enrolled = EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = $1),
             is_blocked = EXISTS (SELECT 1 FROM people p WHERE p.id = $1 AND p.blocked_at IS NOT NULL),
             is_bound_elsewhere = EXISTS (SELECT 1 FROM people p
                                          WHERE p.id = $1 AND (p.is_support OR p.is_operator))
                 OR (SELECT COUNT(*) FROM memberships o WHERE o.person_id = $1) > 1
         WHERE person_id = $1"
    )
    .bind(person)
    .bind(&entry(&named.given_name, &named.family_name, &named.email))
    .run(together.write())
    .await?;
    Ok(())
}

/// Makes the entry of an invitation anew, after its name or its address has changed.
pub(crate) async fn refresh_invitation(together: &mut Together<'_>, id: &str) -> Result<()> {
    let named: Option<Named> =
        sql!("UPDATE invitations SET state = state WHERE id = $1 RETURNING email, given_name, family_name")
            .bind(id)
            .returning(together.write())
            .await?;
    if let Some(named) = named {
        sql!("UPDATE invitations SET entry = $2 WHERE id = $1")
            .bind(id)
            .bind(&entry(&named.given_name, &named.family_name, &named.email))
            .run(together.write())
            .await?;
    }
    Ok(())
}

record! {
    /// A row that has no entry.
    struct Incomplete {
        /// The person or the invitation.
        pub id: String,
    }
}

/// Completes what a version without this list has left.
pub(crate) async fn complete(store: &Store) -> Result<()> {
    loop {
        let people: Vec<Incomplete> =
            sql!("SELECT person_id AS id FROM memberships WHERE entry IS NULL LIMIT $1")
                .bind(ROUND)
                .list(store)
                .await?;
        let invitations: Vec<Incomplete> =
            sql!("SELECT id FROM invitations WHERE entry IS NULL AND state = 'open' LIMIT $1")
                .bind(ROUND)
                .list(store)
                .await?;
        if people.is_empty() && invitations.is_empty() {
            return Ok(());
        }
        let mut together = Together::begin(store).await?;
        for person in &people {
            refresh(&mut together, &PersonId::from(person.id.as_str())).await?;
        }
        for invitation in &invitations {
            refresh_invitation(&mut together, &invitation.id).await?;
        }
        together.end().await?;
    }
}
