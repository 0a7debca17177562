//! The outbox: what was decided in a transaction, and is done after it by whichever replica's worker comes first.

use crate::ctx::Ctx;
use crate::error::Fault;
use crate::secret_text::SecretText;
use crate::text::to_json;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use voltkey_protocol::time::Timestamp;
pub use voltkey_store::jobs::Status;
use voltkey_store::jobs::{self, NewJob};

/// How long a worker has for one job before another may take it.
pub const LEASE: Duration = Duration::from_secs(120);
/// The wait after each failed attempt; when none is left, the job is given up.
const WAITS: [Duration; 7] = [
    Duration::from_secs(30),
    Duration::from_secs(2 * 60),
    Duration::from_secs(10 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3600),
    Duration::from_secs(6 * 3600),
    Duration::from_secs(12 * 3600),
];
/// The purpose under which payloads are sealed.
const PURPOSE: &str = "job";

/// A thing to be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Task {
    /// Tell a person that they logged in in a browser that was not known.
    NewDevice(Notice),
    /// Tell a person that five wrong PINs were entered after their right password.
    WrongPins(Notice),
    /// Tell a person that a second factor was set up for their account.
    Enrolled(Notice),
    /// Tell a person that their second factor was switched off.
    SecondFactorOff(Notice),
    /// Tell a person that another authenticator took the place of theirs.
    AuthenticatorReplaced(Notice),
    /// Tell a person that recovery codes were made for their account.
    RecoveryCodesMade(Notice),
    /// Tell a person that a recovery code was used in place of a PIN.
    RecoveryCodeUsed(RecoveryCodeUsedMail),
    /// Tell a person that their password was changed.
    PasswordChanged(Notice),
    /// Bring somebody the link of an invitation.
    Invitation(InvitationMail),
    /// Bring a person the link with which a forgotten password is replaced.
    PasswordReset(PasswordResetMail),
    /// Tell a person that their second factor was reset, and bring the code for the new one.
    OtpReset(OtpResetMail),
    /// Remind a person of the second factor that they have not set up yet.
    FactorReminder(FactorReminderMail),
    /// Find out whom of a company to remind of the second factor, and do it. Done here rather than at the page, because a
    /// company may have a hundred thousand members.
    RemindMembers(Reminding),
    /// Bring the support what somebody wrote.
    SupportRequest(SupportRequestMail),
    /// Bring the link that confirms a new address to it.
    ConfirmEmail(ConfirmEmailMail),
    /// Tell a person, at the old address and at the new one, that the address was changed.
    EmailChanged(EmailChangedMail),
    /// Tell a person that their account is frozen by their own wish.
    AccountFrozen(Notice),
    /// Tell whoever looks after an account that it is frozen.
    MemberFrozen(MemberFrozenMail),
    /// Find out whom an address belongs to whose owner can't get in, and mail what helps. Done here rather than at the
    /// page, so that its answer takes the same time for every address.
    Recover(Recovery),
}

/// What a mail about an account's safety says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Where it goes.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// When it was.
    pub at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
    /// From which network.
    pub network: String,
    /// The token of the link "this was not me"; none where there is nothing to freeze.
    #[serde(default)]
    pub not_me: Option<SecretText>,
}

/// What the mail to whoever looks after a frozen account says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemberFrozenMail {
    /// Where it goes.
    pub to: String,
    /// The reader's name; empty: the support, which is several.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// What the reader can do about it.
    pub reader: FrozenReader,
    /// First and last name of the account's person.
    pub person: String,
    /// The account's address.
    pub email: String,
    /// The short name of a company that both belong to.
    pub company: Option<String>,
    /// When it was frozen.
    pub at: Timestamp,
    /// What the browser calls itself in which it was.
    pub user_agent: String,
    /// From which network.
    pub network: String,
}

/// Who is told that an account is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrozenReader {
    /// An admin who can open the account again.
    Admin,
    /// An admin of one of several companies, who leaves it to the support.
    OtherAdmin,
    /// The support, because no admin can.
    Support,
}

/// What the mail about a recovery code that was used says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecoveryCodeUsedMail {
    /// Whom it goes to, and who used it.
    pub notice: Notice,
    /// How many are left.
    pub left: u32,
}

/// What an invitation's mail says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InvitationMail {
    /// Where it goes.
    pub email: String,
    /// First and last name, as far as they are known; else empty.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// The token of the link.
    pub token: SecretText,
    /// Who invites, by name; empty: nobody by name.
    pub invited_by: String,
    /// The name of the company that invites.
    pub company: Option<String>,
    /// Until when the link works.
    pub until: Timestamp,
    /// Whether the address has an account, which only joins a company.
    pub joins: bool,
}

/// What the mail for a forgotten password says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordResetMail {
    /// Whom it goes to, and who asked for it.
    pub notice: Notice,
    /// The token of the link.
    pub token: SecretText,
    /// Until when the link works.
    pub until: Timestamp,
}

/// What the mail to a new address says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmEmailMail {
    /// The new address.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// The address that the account has until then, masked.
    pub old_email: String,
    /// The token of the link.
    pub token: SecretText,
    /// Until when the link works.
    pub until: Timestamp,
}

/// What the mails about a changed address say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmailChangedMail {
    /// Whom it goes to, and who confirmed it.
    pub notice: Notice,
    /// The new address, masked.
    pub new_email: String,
}

/// What the mail about a reset second factor says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OtpResetMail {
    /// Where it goes.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// What setting up a new one asks for.
    pub code: SecretText,
    /// Until when it can be set up.
    pub until: Timestamp,
    /// Who reset it, by name; none: the platform.
    pub by: Option<String>,
}

/// What the mail about a second factor that is still to be set up says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FactorReminderMail {
    /// Where it goes.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// Language of the mail.
    pub language: String,
    /// The company that requires it; none: the platform.
    pub company: Option<String>,
    /// The last day without it; none: it is required already.
    pub until: Option<Date>,
}

/// Which members are to be reminded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reminding {
    /// The company's row.
    pub company_id: String,
    /// The day on which that was asked for.
    pub day: Date,
}

/// What the mail to the support says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SupportRequestMail {
    /// The support's address.
    pub to: String,
    /// The number of the request.
    pub reference: String,
    /// The name that was entered.
    pub name: String,
    /// The address that was entered: where an answer goes.
    pub email: String,
    /// What it is about, as a word.
    pub topic: String,
    /// What was written.
    pub message: String,
    /// Language of the page.
    pub language: String,
    /// When it was sent.
    pub at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
    /// From which network.
    pub network: String,
    /// The address of who was signed in.
    pub account: Option<String>,
}

/// Whose way in is to be found again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recovery {
    /// The normalised address.
    pub email_key: String,
    /// The client that the person wants to get into.
    pub client_id: Option<String>,
    /// When it was asked for.
    pub at: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
    /// From which network.
    pub network: String,
}

/// A task that this worker has claimed.
#[derive(Debug)]
pub struct Claimed {
    /// What is to be done.
    pub task: Task,
    job: jobs::Job,
}

impl Claimed {
    /// Identifier that stays the same however often the task is tried: a mail's Message-ID.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.job.id
    }

    /// When the task was decided.
    #[must_use]
    pub fn created_at(&self) -> Timestamp {
        self.job.created_at
    }
}

/// Makes the row of a task, to be added to the transaction of its cause.
pub(crate) fn prepare(ctx: &Ctx, task: &Task) -> Result<NewJob, Fault> {
    let id = ctx.new_id();
    let now = ctx.now();
    let payload = ctx.master.seal(PURPOSE, &id, to_json(task)?.as_bytes());
    Ok(NewJob {
        id,
        kind: task.kind().to_owned(),
        payload,
        run_at: now,
        created_at: now,
    })
}

/// Claims the task that is due longest, for two minutes; none when nothing is due.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(ctx: &Ctx) -> Result<Option<Claimed>, Fault> {
    loop {
        let now = ctx.now();
        let Some(job) = jobs::claim(&ctx.store, now, now + LEASE).await? else {
            return Ok(None);
        };
        if begun_before(&job) > WAITS.len() {
            tracing::error!(
                job = job.id,
                "no attempt at a job came to its end, and it is given up"
            );
            jobs::fail(&ctx.store, &job, now, "no attempt came to its end").await?;
            continue;
        }
        match open(ctx, &job) {
            Ok(task) => return Ok(Some(Claimed { task, job })),
            Err(fault) => {
                tracing::error!(job = job.id, %fault, "a job can't be read, and is given up");
                jobs::fail(&ctx.store, &job, now, "the job can't be read").await?;
            }
        }
    }
}

/// How many attempts were begun before this one. Those that ended without a word count too, so that a job which brings
/// its worker down comes to its end.
fn begun_before(job: &jobs::Job) -> usize {
    usize::try_from(job.attempts - 1).unwrap_or(0)
}

fn open(ctx: &Ctx, job: &jobs::Job) -> Result<Task, Fault> {
    unseal(ctx, &job.id, &job.payload)
}

/// The particulars of a job.
pub(crate) fn unseal<T: DeserializeOwned>(ctx: &Ctx, id: &str, payload: &[u8]) -> Result<T, Fault> {
    let plain = ctx.master.open(PURPOSE, id, payload)?;
    serde_json::from_slice(&plain).map_err(|error| Fault::Internal(error.to_string()))
}

/// Marks a task as done. `answer` is what the other side said when it took it, kept for whoever asks.
///
/// # Errors
/// When the database does not answer: then it is done again after the lease.
pub async fn done(ctx: &Ctx, claimed: &Claimed, answer: Option<&str>) -> Result<(), Fault> {
    jobs::done(&ctx.store, &claimed.job.id, ctx.now(), answer).await?;
    Ok(())
}

/// Marks an attempt as failed: tried again later, over hours; given up at once when the failure is for good.
/// `error` is kept and shown, so it says what the other side answered and no secret.
///
/// # Errors
/// When the database does not answer: then it is tried again after the lease.
pub async fn failed(ctx: &Ctx, claimed: &Claimed, error: &str, for_good: bool) -> Result<(), Fault> {
    let job = &claimed.job;
    let now = ctx.now();
    match WAITS.get(begun_before(job)).filter(|_| !for_good) {
        Some(wait) => jobs::retry(&ctx.store, job, now + *wait, error).await?,
        None => jobs::fail(&ctx.store, job, now, error).await?,
    };
    Ok(())
}

impl Task {
    /// The word for what it is, as it stands in the outbox.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NewDevice(_) => "new_device",
            Self::WrongPins(_) => "wrong_pins",
            Self::Enrolled(_) => "enrolled",
            Self::SecondFactorOff(_) => "second_factor_off",
            Self::AuthenticatorReplaced(_) => "authenticator_replaced",
            Self::RecoveryCodesMade(_) => "recovery_codes_made",
            Self::RecoveryCodeUsed(_) => "recovery_code_used",
            Self::PasswordChanged(_) => "password_changed",
            Self::Invitation(_) => "invitation",
            Self::PasswordReset(_) => "password_reset",
            Self::OtpReset(_) => "otp_reset",
            Self::FactorReminder(_) => "factor_reminder",
            Self::RemindMembers(_) => "remind_members",
            Self::SupportRequest(_) => "support_request",
            Self::ConfirmEmail(_) => "confirm_email",
            Self::EmailChanged(_) => "email_changed",
            Self::AccountFrozen(_) => "account_frozen",
            Self::MemberFrozen(_) => "member_frozen",
            Self::Recover(_) => "recover",
        }
    }
}
