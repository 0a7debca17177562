//! Recovery codes, for whoever has lost the phone: ten, each of which takes the place of a PIN once.
//!
//! They are made for somebody with an authenticator, shown once, and stored as message authentication codes. New ones
//! take the place of the old ones; without an authenticator there are none.

use super::own_page::Me;
use super::warning::Warning;
use crate::audit::{self, Action, Actor, Event, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{RecoveryCodeUsedMail, Task};
use crate::secret_text::SecretText;
use crate::visitor::Visitor;
use voltkey_crypto::secret;
use voltkey_protocol::time::Timestamp;
use voltkey_store::people::{self, Person};
use voltkey_store::recovery_codes::{self, Standing};
use voltkey_store::{Hash, PersonId, Tx, authenticators};

/// How many are made.
pub const COUNT: usize = 10;
/// When this many or fewer are left, it is time for new ones.
pub const FEW: u32 = 3;
/// Characters of a code: eight, and a hyphen between them.
const LENGTH: usize = 9;
/// The purpose of the key under which codes are hashed.
const PURPOSE: &str = "recovery-code";

/// A code, as it was made or read from what somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(SecretText);

impl RecoveryCode {
    /// Reads what somebody typed, in any case, with or without hyphen and spaces; none when it can't be a code.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let read = secret::read_code(typed);
        let is_code = read.len() == LENGTH && read.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_code.then(|| Self(read.as_str().into()))
    }

    /// Its text, for its owner: it must reach neither a log nor a table.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// How many codes somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodesView {
    /// How many have not been used.
    pub left: u32,
    /// When they were made; none: there never were any.
    pub made: Option<Timestamp>,
}

impl From<Standing> for CodesView {
    fn from(standing: Standing) -> Self {
        Self {
            left: u32::try_from(standing.unused).unwrap_or_default(),
            made: standing.made_at,
        }
    }
}

/// How many codes somebody has; none where there is no authenticator that they could replace.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, me: &Me) -> Result<Option<CodesView>, Fault> {
    let id = &me.session.person_id;
    if authenticators::of_person(&ctx.store, id).await?.is_empty() {
        return Ok(None);
    }
    Ok(Some(standing(ctx, id).await?))
}

/// How many codes a person has.
pub(super) async fn standing(ctx: &Ctx, person: &PersonId) -> Result<CodesView, Fault> {
    Ok(recovery_codes::standing(&ctx.store, person).await?.into())
}

/// Whether a person has a code that was not used.
pub(super) async fn has_any(ctx: &Ctx, person: &Person) -> Result<bool, Fault> {
    Ok(standing(ctx, &person.id).await?.left > 0)
}

/// How making codes ends.
#[derive(Debug)]
pub enum MakeOutcome {
    /// The new ones. Nobody can tell them again.
    Made(Vec<RecoveryCode>),
    /// Others were made since the page was shown: a form that was sent twice makes them once.
    AlreadyMade,
    /// There is no authenticator that they could replace.
    NoAuthenticator,
}

/// Makes ten new codes in the place of those that were made at `known`, as the page said; a mail tells of it.
///
/// # Errors
/// When the database does not answer.
pub async fn make(
    ctx: &Ctx,
    visitor: &Visitor,
    me: &Me,
    known: Option<Timestamp>,
) -> Result<MakeOutcome, Fault> {
    let (id, now) = (&me.session.person_id, ctx.now());
    let Some(person) = people::by_id(&ctx.store, id).await? else {
        return Ok(MakeOutcome::NoAuthenticator);
    };
    let codes = new_codes(ctx);
    let macs: Vec<Hash> = codes.iter().map(|code| mac(ctx, id, code)).collect();
    let warning = Warning::prepare(ctx, visitor, &person, Task::RecoveryCodesMade)?;
    let note = me.note(ctx, visitor, me.event(Action::RecoveryCodesMade))?;
    let refused = ctx.store.write(|mut tx| async {
        people::lock(&mut tx, id).await?;
        if authenticators::of_person(&mut tx, id).await?.is_empty() {
            return Ok((Some(MakeOutcome::NoAuthenticator), tx));
        }
        if recovery_codes::standing(&mut tx, id).await?.made_at != known {
            return Ok((Some(MakeOutcome::AlreadyMade), tx));
        }
        recovery_codes::replace(&mut tx, id, &macs, now).await?;
        warning.write(&mut tx).await?;
        note.write(&mut tx).await?;
        Ok((None, tx))
    });
    Ok(refused.await?.unwrap_or(MakeOutcome::Made(codes)))
}

fn new_codes(ctx: &Ctx) -> Vec<RecoveryCode> {
    let mut codes = Vec::with_capacity(COUNT);
    while codes.len() < COUNT {
        let code = RecoveryCode(secret::code(ctx.rng()).as_str().into());
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// What is stored in place of a person's code. The person is part of it, so that nobody's row is worth anything to
/// somebody else.
fn mac(ctx: &Ctx, person: &PersonId, code: &RecoveryCode) -> Hash {
    let input = [person.as_str(), "\0", code.as_str()].concat();
    ctx.master.mac(PURPOSE, input.as_bytes())
}

/// The use of a code, made before the transaction that writes it.
pub(super) struct Use<'a> {
    person: &'a PersonId,
    mac: Hash,
    now: Timestamp,
    note: Note,
    warning: Warning,
}

impl<'a> Use<'a> {
    /// Prepares it, whether or not the code is one of theirs.
    pub(super) async fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        person: &'a Person,
        code: &RecoveryCode,
    ) -> Result<Self, Fault> {
        let now = ctx.now();
        let left = standing(ctx, &person.id).await?.left.saturating_sub(1);
        let who = Who::from(person);
        let event = Event::of_account(Action::RecoveryCodeUsed, &who).with("left", left);
        let told = |notice| Task::RecoveryCodeUsed(RecoveryCodeUsedMail { notice, left });
        Ok(Self {
            person: &person.id,
            mac: mac(ctx, &person.id, code),
            now,
            note: audit::note(ctx, &Actor::person(visitor, &who), event)?,
            warning: Warning::prepare(ctx, visitor, person, told)?,
        })
    }

    /// Uses the code up and tells of it; false when it is none of theirs, or was used or replaced before. The person's
    /// row is locked first, as it is by whoever makes new ones.
    pub(super) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<bool> {
        people::lock(&mut *tx, self.person).await?;
        if !recovery_codes::spend(&mut *tx, self.person, &self.mac, self.now).await? {
            return Ok(false);
        }
        self.note.write(&mut *tx).await?;
        self.warning.write(&mut *tx).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::RecoveryCode;

    #[test]
    fn a_code_is_read_however_it_is_typed_and_nothing_else_is_one() {
        for typed in ["7Q4M-2XRA", " 7q4m 2xra", "7Q4M2XRA", "7Q4-M2X-RA"] {
            let read = RecoveryCode::read(typed).expect(typed);
            assert_eq!(read.as_str(), "7Q4M-2XRA");
        }
        for typed in ["", "123456", "7Q4M-2XR", "7Q4M-2XRAB", "７Q4M-2XRA", "7Q4M_2XRA"] {
            assert_eq!(RecoveryCode::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_is_not_shown_by_debug() {
        let code = RecoveryCode::read("7Q4M-2XRA").expect("a code");
        assert!(!format!("{code:?}").contains("7Q4M"));
    }
}
