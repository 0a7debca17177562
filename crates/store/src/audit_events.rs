//! The events of the audit trail, as they stand in the chains.

use crate::error::Result;
use crate::id::PersonId;
use crate::query::sql;
use crate::row::record;
use crate::text_enum::text_enum;
use crate::tx::{Read, Tx};
use voltkey_protocol::time::Timestamp;

text_enum! {
    /// What was done. The words are stored and shown to whoever reads the trail: they never change.
    pub enum Action {
        /// Somebody followed an invitation and has an account now.
        PersonActivated = "person.activated",
        /// An account was made by an operator.
        PersonCreated = "person.created",
        /// An account joined a further company, or took up a further role.
        PersonJoined = "person.joined",
        /// Somebody was invited.
        PersonInvited = "person.invited",
        /// The roles of an account on the whole instance were changed.
        PersonRoles = "person.roles",
        /// A second factor was set up.
        OtpEnrolled = "otp.enrolled",
        /// Another authenticator took the place of the one before.
        OtpReplaced = "otp.replaced",
        /// A second factor was removed, to be set up anew.
        OtpReset = "otp.reset",
        /// Somebody wants a second factor.
        SecondFactorOn = "second_factor.on",
        /// Somebody does without a second factor again.
        SecondFactorOff = "second_factor.off",
        /// Somebody changed their password.
        PasswordChanged = "password.changed",
        /// A forgotten password was replaced by a mailed link.
        PasswordReset = "password.reset",
        /// Recovery codes were made.
        RecoveryCodesMade = "recovery_codes.made",
        /// A recovery code was used in place of a PIN.
        RecoveryCodeUsed = "recovery_codes.used",
        /// A login ended well.
        LoginSucceeded = "login.succeeded",
        /// A login to an account failed.
        LoginFailed = "login.failed",
        /// A session was ended.
        SessionEnded = "session.ended",
        /// A member was blocked.
        MemberBlocked = "member.blocked",
        /// A member was unblocked.
        MemberUnblocked = "member.unblocked",
        /// A member was removed.
        MemberRemoved = "member.removed",
        /// A member has another role.
        MemberRole = "member.role",
        /// A member has more time to set up a second factor.
        MemberExtended = "member.extended",
        /// Members were reminded of the second factor.
        MembersReminded = "members.reminded",
        /// An invitation was mailed again.
        InvitationSentAgain = "invitation.sent_again",
        /// An open invitation gives other roles.
        InvitationChanged = "invitation.changed",
        /// An open invitation goes to another address.
        InvitationCorrected = "invitation.corrected",
        /// An invitation was withdrawn.
        InvitationWithdrawn = "invitation.withdrawn",
        /// A company was made.
        CompanyCreated = "company.created",
        /// A company's name or policy was changed.
        CompanyChanged = "company.changed",
        /// A client was registered.
        ClientCreated = "client.created",
        /// A client's registration was changed.
        ClientChanged = "client.changed",
        /// A client registered itself.
        ClientRegistered = "client.registered",
        /// A client that had registered itself was deleted.
        ClientDeleted = "client.deleted",
        /// An initial access token was made.
        RegistrationTokenCreated = "registration_token.created",
        /// An initial access token was revoked.
        RegistrationTokenRevoked = "registration_token.revoked",
        /// An operator signed in at it for a test; the tokens were revoked at once.
        ClientTested = "client.tested",
        /// A client is told again of log-outs that it was told of in vain.
        ClientToldAgain = "client.told_again",
        /// A mail that was not taken is tried again.
        MailTriedAgain = "mail.tried_again",
        /// A signing key took the place of another.
        KeyRotated = "key.rotated",
        /// A signing key was withdrawn.
        KeyWithdrawn = "key.withdrawn",
        /// A private key was brought in.
        KeyImported = "key.imported",
        /// A private key was given out.
        KeyExported = "key.exported",
        /// A setting of the instance was changed.
        SettingsChanged = "settings.changed",
        /// A person allowed a client what it asked for.
        ConsentGiven = "consent.given",
        /// A person took that back.
        ConsentWithdrawn = "consent.withdrawn",
        /// A person froze their account.
        AccountFrozen = "account.frozen",
        /// An account has another address.
        EmailChanged = "email.changed",
        /// A person changed their name or other details.
        ProfileChanged = "profile.changed",
        /// The details of a person's events were deleted.
        DetailsForgotten = "details.forgotten",
    }
}

record! {
    /// An event, to the letter as it stands: words that no version knows and hashes of any length are for `verify` to
    /// find.
    pub struct Event {
        /// Whose chain it is: a company's row, or the word for the instance.
        pub chain: String,
        /// Its number in the chain.
        pub seq: i64,
        /// A UUIDv7, the same in each chain.
        pub id: String,
        /// When it was.
        pub at: Timestamp,
        /// The word for what was done.
        pub action: String,
        /// Who did it: a person's row, or a word.
        pub actor: String,
        /// The row that it was done to.
        pub subject: Option<String>,
        /// The row that it was about besides.
        pub object: Option<String>,
        /// The request in which it was done.
        pub request_id: Option<String>,
        /// The hash of its details and their salt.
        pub commitment: Option<Vec<u8>>,
        /// The hash of the event before.
        pub previous: Vec<u8>,
        /// The hash of all of this.
        pub hash: Vec<u8>,
    }
}

record! {
    /// An event with its details, as long as they are there.
    pub struct Entry {
        /// The event.
        pub event: Event,
        /// The details' salt.
        pub salt: Option<Vec<u8>>,
        /// The details.
        pub body: Option<String>,
    }
}

/// Adds an event to its chain.
pub(crate) async fn insert(tx: &mut Tx, event: &Event) -> Result<()> {
    sql!(
        "INSERT INTO audit_events
             (chain, seq, id, at, action, actor, subject, object, request_id, commitment, previous, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    )
    .bind(&event.chain)
    .bind(event.seq)
    .bind(&event.id)
    .bind(event.at)
    .bind(&event.action)
    .bind(&event.actor)
    .bind(event.subject.as_ref())
    .bind(event.object.as_ref())
    .bind(event.request_id.as_ref())
    .bind(event.commitment.as_ref())
    .bind(&event.previous)
    .bind(&event.hash)
    .run(tx)
    .await?;
    Ok(())
}

/// The events of a chain with numbers above `after`, in order.
pub async fn walk(read: impl Into<Read<'_>>, chain: &str, after: i64, limit: i64) -> Result<Vec<Entry>> {
    sql!(
        "SELECT e.chain, e.seq, e.id, e.at, e.action, e.actor, e.subject, e.object, e.request_id, e.commitment,
                e.previous, e.hash, d.salt, d.body
         FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
         WHERE e.chain = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3"
    )
    .bind(chain)
    .bind(after)
    .bind(limit)
    .list(read)
    .await
}

record! {
    /// A hash.
    pub struct Linked {
        /// Of the event.
        pub hash: Vec<u8>,
    }
}

/// The hash of the event of that number.
pub async fn hash_of(read: impl Into<Read<'_>>, chain: &str, seq: i64) -> Result<Option<Vec<u8>>> {
    let found: Option<Linked> = sql!("SELECT hash FROM audit_events WHERE chain = $1 AND seq = $2")
        .bind(chain)
        .bind(seq)
        .find(read)
        .await?;
    Ok(found.map(|found| found.hash))
}

/// The number of the last event that stands in a chain; 0 without any.
pub async fn last_seq(read: impl Into<Read<'_>>, chain: &str) -> Result<i64> {
    sql!("SELECT COALESCE(MAX(seq), 0) AS value FROM audit_events WHERE chain = $1")
        .bind(chain)
        .value(read)
        .await
}

/// Which events of a chain are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// This action only.
    pub action: Option<Action>,
    /// Done by this actor only.
    pub actor: Option<String>,
    /// Done to this row only.
    pub subject: Option<String>,
    /// Not before then.
    pub from: Timestamp,
    /// Only those that come after this one where the newest is first: its time and number.
    pub below: (Timestamp, i64),
    /// At most so many.
    pub limit: i64,
}

/// The events of a chain, the newest first. Each of the three filters has an index which it and the order are read
/// from; of several the most telling is taken, and the others are looked at on the way.
pub async fn list(read: impl Into<Read<'_>>, chain: &str, wanted: &Wanted) -> Result<Vec<Entry>> {
    query(chain, wanted).list(read).await
}

fn query(chain: &str, wanted: &Wanted) -> crate::query::Query {
    let query = match wanted {
        Wanted {
            subject: Some(subject),
            ..
        } => by_subject().bind(chain).bind(subject),
        Wanted {
            actor: Some(actor), ..
        } => by_actor().bind(chain).bind(actor),
        Wanted {
            action: Some(action), ..
        } => by_action().bind(chain).bind(*action),
        _ => by_time().bind(chain),
    };
    let (at, seq) = wanted.below;
    let query = query.bind(wanted.from).bind(at).bind(seq).bind(wanted.limit);
    match wanted {
        Wanted { subject: Some(_), .. } => query.bind(wanted.actor.as_ref()).bind(wanted.action),
        Wanted { actor: Some(_), .. } => query.bind(wanted.action),
        _ => query,
    }
}

fn by_time() -> crate::query::Query {
    sql!(
        "SELECT e.chain, e.seq, e.id, e.at, e.action, e.actor, e.subject, e.object, e.request_id, e.commitment,
                e.previous, e.hash, d.salt, d.body
         FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
         WHERE e.chain = $1 AND e.seq > 0 AND e.at >= $2 AND (e.at, e.seq) < ($3, $4)
         ORDER BY e.at DESC, e.seq DESC LIMIT $5"
    )
}

fn by_action() -> crate::query::Query {
    sql!(
        "SELECT e.chain, e.seq, e.id, e.at, e.action, e.actor, e.subject, e.object, e.request_id, e.commitment,
                e.previous, e.hash, d.salt, d.body
         FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
         WHERE e.chain = $1 AND e.action = $2 AND e.at >= $3 AND (e.at, e.seq) < ($4, $5)
         ORDER BY e.at DESC, e.seq DESC LIMIT $6"
    )
}

fn by_actor() -> crate::query::Query {
    sql!(
        "SELECT e.chain, e.seq, e.id, e.at, e.action, e.actor, e.subject, e.object, e.request_id, e.commitment,
                e.previous, e.hash, d.salt, d.body
         FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
         WHERE e.chain = $1 AND e.actor = $2 AND e.at >= $3 AND (e.at, e.seq) < ($4, $5)
           AND e.action = COALESCE($7, e.action)
         ORDER BY e.at DESC, e.seq DESC LIMIT $6"
    )
}

fn by_subject() -> crate::query::Query {
    sql!(
        "SELECT e.chain, e.seq, e.id, e.at, e.action, e.actor, e.subject, e.object, e.request_id, e.commitment,
                e.previous, e.hash, d.salt, d.body
         FROM audit_events e LEFT JOIN audit_details d ON d.event_id = e.id
         WHERE e.chain = $1 AND e.subject = $2 AND e.at >= $3 AND (e.at, e.seq) < ($4, $5)
           AND e.actor = COALESCE($7, e.actor) AND e.action = COALESCE($8, e.action)
         ORDER BY e.at DESC, e.seq DESC LIMIT $6"
    )
}

record! {
    /// An event that was done to a person, as that person may know it.
    pub struct OfPerson {
        /// A UUIDv7, which grows with time.
        pub id: String,
        /// When it was.
        pub at: Timestamp,
        /// The word for what was done.
        pub action: String,
        /// Who did it: a person's row, or a word.
        pub actor: String,
        /// The row that it was about besides.
        pub object: Option<String>,
        /// The name of the company whose chain it stands in; of several, of one of them.
        pub company: Option<String>,
        /// First name of whoever did it; like what follows none where they have no account, or none any more.
        pub given_name: Option<String>,
        /// Their last name.
        pub family_name: Option<String>,
        /// Whether they are the platform's support.
        pub is_support: Option<bool>,
        /// Whether they are an operator.
        pub is_operator: Option<bool>,
        /// The details, as long as they are there.
        pub body: Option<String>,
    }
}

/// What was done to a person before that event, each event once though it stands in several chains; the newest first.
pub async fn of_person_before(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    id: &str,
    limit: i64,
) -> Result<Vec<OfPerson>> {
    before(person, id, limit).list(read).await
}

/// What was done to a person after that event; the oldest first.
pub async fn of_person_after(
    read: impl Into<Read<'_>>,
    person: &PersonId,
    id: &str,
    limit: i64,
) -> Result<Vec<OfPerson>> {
    after(person, id, limit).list(read).await
}

fn before(person: &PersonId, id: &str, limit: i64) -> crate::query::Query {
    sql!(
        "SELECT e.id, e.at, e.action, e.actor, e.object, c.name AS company,
                a.given_name, a.family_name, a.is_support, a.is_operator, d.body
         FROM audit_events e
         LEFT JOIN audit_details d ON d.event_id = e.id
         LEFT JOIN companies c ON c.id = e.chain
         LEFT JOIN people a ON a.id = e.actor
         WHERE e.subject = $1 AND e.id < $2
           AND NOT EXISTS (SELECT 1 FROM audit_events o
                           WHERE o.subject = e.subject AND o.id = e.id AND o.chain < e.chain)
         ORDER BY e.id DESC LIMIT $3"
    )
    .bind(person)
    .bind(id)
    .bind(limit)
}

fn after(person: &PersonId, id: &str, limit: i64) -> crate::query::Query {
    sql!(
        "SELECT e.id, e.at, e.action, e.actor, e.object, c.name AS company,
                a.given_name, a.family_name, a.is_support, a.is_operator, d.body
         FROM audit_events e
         LEFT JOIN audit_details d ON d.event_id = e.id
         LEFT JOIN companies c ON c.id = e.chain
         LEFT JOIN people a ON a.id = e.actor
         WHERE e.subject = $1 AND e.id > $2
           AND NOT EXISTS (SELECT 1 FROM audit_events o
                           WHERE o.subject = e.subject AND o.id = e.id AND o.chain < e.chain)
         ORDER BY e.id LIMIT $3"
    )
    .bind(person)
    .bind(id)
    .bind(limit)
}

/// The indexes that the database reads to answer, by its own account.
#[cfg(test)]
pub(crate) async fn plan(store: &crate::Store, chain: &str, wanted: &Wanted) -> Result<String> {
    query(chain, wanted).plan(store).await
}

/// The same for the events of a person.
#[cfg(test)]
pub(crate) async fn plans_of_person(store: &crate::Store, person: &PersonId) -> Result<[String; 2]> {
    Ok([
        before(person, "~", 25).plan(store).await?,
        after(person, "", 25).plan(store).await?,
    ])
}
