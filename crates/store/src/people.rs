//! People: the accounts.

use crate::Hash;
use crate::error::Result;
use crate::id::PersonId;
use crate::members;
use crate::query::sql;
use crate::row::{Cell, record};
use crate::text_enum::text_enum;
use crate::tx::{Read, Together, Tx, Write};
use crate::value::bindable;
use voltkey_protocol::time::Timestamp;

/// A password hash as PHC string. Its text is not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// The PHC string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PasswordHash {
    fn from(phc: String) -> Self {
        Self(phc)
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl Cell for PasswordHash {
    type Raw = String;

    fn parse(phc: String) -> Option<Self> {
        Some(Self(phc))
    }
}

bindable! { &PasswordHash => Text, |hash: &PasswordHash| hash.0.clone(); }

text_enum! {
    /// Why an account is blocked.
    pub enum BlockReason {
        /// Whoever manages it decided so.
        Decided = "decided",
        /// The platform's support or an operator decided so: no admin of a company lifts it.
        Platform = "platform",
        /// Its person said "this was not me": frozen until somebody has looked at it.
        Frozen = "frozen",
    }
}

record! {
    /// An account.
    pub struct Person {
        /// Its row.
        pub id: PersonId,
        /// What relying parties see: a random UUIDv4.
        pub sub: String,
        /// The address as it was written.
        pub email: String,
        /// The address normalised: one account an address.
        pub email_key: String,
        /// Whether a link mailed to the address was used.
        pub email_verified: bool,
        /// First name.
        pub given_name: String,
        /// Last name.
        pub family_name: String,
        /// Telephone number.
        pub phone: Option<String>,
        /// `en`, `es` or `de`.
        pub language: String,
        /// Instance role: the platform's support.
        pub is_support: bool,
        /// Instance role: the operator.
        pub is_operator: bool,
        /// None until activation.
        pub password_hash: Option<PasswordHash>,
        /// When the person last chose a password; a rehash does not count.
        pub password_changed_at: Option<Timestamp>,
        /// The person's own switch.
        pub second_factor_wanted: bool,
        /// A second factor is set up at the next login.
        pub must_enroll: bool,
        /// Since when its person can log in: when the invitation was followed, or a password came with it.
        pub activated_at: Option<Timestamp>,
        /// Since when the account is blocked.
        pub blocked_at: Option<Timestamp>,
        /// When the last login ended well.
        pub last_login_at: Option<Timestamp>,
        /// When the account was made.
        pub created_at: Timestamp,
        /// When what claims tell of the person last changed (`updated_at`, OpenID Connect Core 1.0, section
        /// 5.1).
        pub updated_at: Timestamp,
    }
}

record! {
    /// What pages and claims need of a person, as it is joined to sessions and grants.
    pub struct Profile {
        /// See [`Person::sub`].
        pub sub: String,
        /// See [`Person::email`].
        pub email: String,
        /// See [`Person::email_verified`].
        pub email_verified: bool,
        /// See [`Person::given_name`].
        pub given_name: String,
        /// See [`Person::family_name`].
        pub family_name: String,
        /// See [`Person::phone`].
        pub phone: Option<String>,
        /// See [`Person::language`].
        pub language: String,
        /// See [`Person::is_support`].
        pub is_support: bool,
        /// See [`Person::is_operator`].
        pub is_operator: bool,
        /// See [`Person::second_factor_wanted`].
        pub second_factor_wanted: bool,
        /// See [`Person::must_enroll`].
        pub must_enroll: bool,
        /// See [`Person::blocked_at`].
        pub blocked_at: Option<Timestamp>,
        /// See [`Person::updated_at`].
        pub updated_at: Timestamp,
    }
}

record! {
    /// What the password step of a login needs.
    pub struct LoginView {
        /// The account.
        pub person: Person,
        /// Whether a second factor is enrolled.
        pub has_authenticator: bool,
        /// Whether the person has logged in in that browser before.
        pub knows_browser: bool,
    }
}

/// The person of that row.
pub async fn by_id(read: impl Into<Read<'_>>, id: &PersonId) -> Result<Option<Person>> {
    sql!(
        "SELECT id, sub, email, email_key, email_verified, given_name, family_name, phone, language,
                is_support, is_operator, password_hash, password_changed_at, second_factor_wanted,
                must_enroll, activated_at, blocked_at, last_login_at, created_at, updated_at
         FROM people WHERE id = $1"
    )
    .bind(id)
    .find(read)
    .await
}

/// The person of that normalised address.
pub async fn by_email_key(read: impl Into<Read<'_>>, email_key: &str) -> Result<Option<Person>> {
    sql!(
        "SELECT id, sub, email, email_key, email_verified, given_name, family_name, phone, language,
                is_support, is_operator, password_hash, password_changed_at, second_factor_wanted,
                must_enroll, activated_at, blocked_at, last_login_at, created_at, updated_at
         FROM people WHERE email_key = $1"
    )
    .bind(email_key)
    .find(read)
    .await
}

/// The person of that `sub`.
pub async fn by_sub(read: impl Into<Read<'_>>, sub: &str) -> Result<Option<Person>> {
    sql!(
        "SELECT id, sub, email, email_key, email_verified, given_name, family_name, phone, language,
                is_support, is_operator, password_hash, password_changed_at, second_factor_wanted,
                must_enroll, activated_at, blocked_at, last_login_at, created_at, updated_at
         FROM people WHERE sub = $1"
    )
    .bind(sub)
    .find(read)
    .await
}

/// The person of that normalised address, with what the login goes on with, in one round trip.
pub async fn login_view(
    read: impl Into<Read<'_>>,
    email_key: &str,
    browser: &Hash,
) -> Result<Option<LoginView>> {
    sql!(
        "SELECT id, sub, email, email_key, email_verified, given_name, family_name, phone, language,
                is_support, is_operator, password_hash, password_changed_at, second_factor_wanted,
                must_enroll, activated_at, blocked_at, last_login_at, created_at, updated_at,
                EXISTS (SELECT 1 FROM authenticators a WHERE a.person_id = people.id) AS has_authenticator,
                EXISTS (SELECT 1 FROM known_browsers b
                        WHERE b.person_id = people.id AND b.browser_hash = $2) AS knows_browser
         FROM people WHERE email_key = $1"
    )
    .bind(email_key)
    .bind(browser)
    .find(read)
    .await
}

/// Adds an account.
///
/// # Errors
/// `Unique("people.email_key")` when the address is taken.
pub async fn insert(write: impl Into<Write<'_>>, person: &Person) -> Result<()> {
    sql!(
        "INSERT INTO people
             (id, sub, email, email_key, email_verified, given_name, family_name, phone, language,
              is_support, is_operator, password_hash, password_changed_at, second_factor_wanted,
              must_enroll, activated_at, blocked_at, last_login_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
    )
    .bind(&person.id)
    .bind(&person.sub)
    .bind(&person.email)
    .bind(&person.email_key)
    .bind(person.email_verified)
    .bind(&person.given_name)
    .bind(&person.family_name)
    .bind(person.phone.as_ref())
    .bind(&person.language)
    .bind(person.is_support)
    .bind(person.is_operator)
    .bind(person.password_hash.as_ref())
    .bind(person.password_changed_at)
    .bind(person.second_factor_wanted)
    .bind(person.must_enroll)
    .bind(person.activated_at)
    .bind(person.blocked_at)
    .bind(person.last_login_at)
    .bind(person.created_at)
    .bind(person.updated_at)
    .run(write)
    .await?;
    Ok(())
}

/// What a person tells of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details<'a> {
    /// First name.
    pub given_name: &'a str,
    /// Last name.
    pub family_name: &'a str,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// `en`, `es` or `de`.
    pub language: &'a str,
}

/// Replaces names, telephone number and language; returns whether the person exists.
pub async fn set_details(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    details: &Details<'_>,
    now: Timestamp,
) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let exists = sql!(
        "UPDATE people SET given_name = $2, family_name = $3, phone = $4, language = $5, updated_at = $6
         WHERE id = $1"
    )
    .bind(id)
    .bind(details.given_name)
    .bind(details.family_name)
    .bind(details.phone)
    .bind(details.language)
    .bind(now)
    .happened(together.write())
    .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(exists)
}

/// Replaces the address; returns whether the person exists.
///
/// # Errors
/// `Unique("people.email_key")` when the address is taken.
pub async fn set_email(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    email: &str,
    email_key: &str,
    verified: bool,
    now: Timestamp,
) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let exists = sql!(
        "UPDATE people SET email = $2, email_key = $3, email_verified = $4, updated_at = $5 WHERE id = $1"
    )
    .bind(id)
    .bind(email)
    .bind(email_key)
    .bind(verified)
    .bind(now)
    .happened(together.write())
    .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(exists)
}

/// Marks the address verified, if it is still this one; returns whether that is new.
pub async fn verify_email(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    email_key: &str,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE people SET email_verified = TRUE, updated_at = $3
         WHERE id = $1 AND email_key = $2 AND email_verified = FALSE"
    )
    .bind(id)
    .bind(email_key)
    .bind(now)
    .happened(write)
    .await
}

/// Sets the instance roles; returns whether the person exists.
pub async fn set_roles(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    is_support: bool,
    is_operator: bool,
) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let exists = sql!("UPDATE people SET is_support = $2, is_operator = $3 WHERE id = $1")
        .bind(id)
        .bind(is_support)
        .bind(is_operator)
        .happened(together.write())
        .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(exists)
}

/// Gives instance roles to a person, beside those that they have; returns whether the person exists.
pub async fn give_roles(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    is_support: bool,
    is_operator: bool,
) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let exists = sql!(
        "UPDATE people SET is_support = is_support OR $2, is_operator = is_operator OR $3 WHERE id = $1"
    )
    .bind(id)
    .bind(is_support)
    .bind(is_operator)
    .happened(together.write())
    .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(exists)
}

/// Sets a password that was chosen at `changed_at`; returns whether the person exists.
pub async fn set_password(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    hash: &PasswordHash,
    changed_at: Timestamp,
) -> Result<bool> {
    sql!("UPDATE people SET password_hash = $2, password_changed_at = $3 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .bind(changed_at)
        .happened(write)
        .await
}

/// Why the account is blocked; none where it is not, or where nobody has said.
pub async fn block_reason(read: impl Into<Read<'_>>, id: &PersonId) -> Result<Option<BlockReason>> {
    let word: Option<String> = sql!(
        "SELECT COALESCE(block_reason, '') AS value FROM people WHERE id = $1 AND blocked_at IS NOT NULL"
    )
    .bind(id)
    .find_value(read)
    .await?;
    Ok(word.and_then(|word| word.parse().ok()))
}

/// Replaces the hash by another one of the same password, unless the password was changed since `old` was
/// read.
pub async fn set_password_hash_if(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<bool> {
    sql!("UPDATE people SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
        .bind(id)
        .bind(old)
        .bind(new)
        .happened(write)
        .await
}

/// Sets the person's own switch of the second factor; returns whether the person exists.
pub async fn set_second_factor_wanted(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    wanted: bool,
) -> Result<bool> {
    sql!("UPDATE people SET second_factor_wanted = $2 WHERE id = $1")
        .bind(id)
        .bind(wanted)
        .happened(write)
        .await
}

/// Sets whether a second factor is set up at the next login; returns whether the person exists.
pub async fn set_must_enroll(write: impl Into<Write<'_>>, id: &PersonId, must_enroll: bool) -> Result<bool> {
    sql!("UPDATE people SET must_enroll = $2 WHERE id = $1")
        .bind(id)
        .bind(must_enroll)
        .happened(write)
        .await
}

/// Locks the person's row until the transaction ends; returns whether it exists. Whoever replaces what a person has
/// several of, such as recovery codes, takes this lock first.
pub async fn lock(tx: &mut Tx, id: &PersonId) -> Result<bool> {
    sql!("UPDATE people SET updated_at = updated_at WHERE id = $1")
        .bind(id)
        .happened(tx)
        .await
}

/// Notes a login that ends well, whose password was right at `password_at`. Returns false, and the login must not
/// end well, when the account was blocked or its password changed meanwhile. The row stays locked until the
/// transaction ends, so that a block comes before the login or after it, and then sees its session.
pub async fn note_login(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    password_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    sql!(
        "UPDATE people SET last_login_at = $2
         WHERE id = $1 AND blocked_at IS NULL
           AND (password_changed_at IS NULL OR password_changed_at <= $3)"
    )
    .bind(id)
    .bind(now)
    .bind(password_at)
    .happened(write)
    .await
}

/// Blocks the account; returns false when it was blocked before. Sessions and grants are the caller's to end.
pub async fn block(
    write: impl Into<Write<'_>>,
    id: &PersonId,
    reason: BlockReason,
    now: Timestamp,
) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let is_new =
        sql!("UPDATE people SET blocked_at = $2, block_reason = $3 WHERE id = $1 AND blocked_at IS NULL")
            .bind(id)
            .bind(now)
            .bind(reason)
            .happened(together.write())
            .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(is_new)
}

/// Lifts the block; returns false when there was none.
pub async fn unblock(write: impl Into<Write<'_>>, id: &PersonId) -> Result<bool> {
    let mut together = Together::begin(write).await?;
    let was_blocked = sql!(
        "UPDATE people SET blocked_at = NULL, block_reason = NULL WHERE id = $1 AND blocked_at IS NOT NULL"
    )
    .bind(id)
    .happened(together.write())
    .await?;
    members::refresh(&mut together, id).await?;
    together.end().await?;
    Ok(was_blocked)
}
