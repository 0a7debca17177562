//! "This was not me": whoever reads that in a mail about their account freezes it, until somebody has looked at it.
//!
//! Nobody needs to be signed in: whoever the account was taken from isn't, and whoever took it is. The link alone
//! counts, wherever the account's address is by then, and only its form does anything: mail scanners open links.

use super::keepers::{Keeper, keepers};
use super::link::{self, DeadLink, LinkEnd};
use super::{end_sessions, session, step};
use crate::audit::{self, Action, Actor, Event, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::jobs::{self, FrozenReader, MemberFrozenMail, Notice, Task};
use crate::visitor::{Token, Visitor};
use voltkey_protocol::time::Timestamp;
use voltkey_store::alarm_links::{self, AlarmLink};
use voltkey_store::jobs::{NewJob, enqueue};
use voltkey_store::people::{self, BlockReason, Person};
use voltkey_store::{PersonId, Tx, email_changes, grants, known_browsers, password_resets, pin_logins};

/// What the link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The address that the mail went to, masked.
    pub email: String,
    /// The language of the account's person.
    pub language: String,
    /// Whether there is something to freeze.
    pub standing: Standing,
}

/// How it stands with an account that is to be frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be frozen.
    Open,
    /// It is frozen, by this link or by another.
    Frozen,
    /// Whoever manages it has blocked it.
    Blocked,
}

/// What the link shows.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, token: &str) -> Result<Result<Alarm, DeadLink>, Fault> {
    Ok(follow(ctx, token).await?.map(|(_, _, alarm)| alarm))
}

/// Freezes the account, unless its link does not work: what has become of it, [`view`] tells. Everything ends that leads
/// into it: sessions, logins by PIN alone, tokens of apps, links that were mailed, and a change of the address that waits.
/// Its browsers are strangers from now on, so that the next login in each is told by mail. The person is told, and whoever
/// looks after the account.
///
/// # Errors
/// When the database does not answer.
pub async fn freeze(ctx: &Ctx, visitor: &Visitor, token: &str) -> Result<(), Fault> {
    let Ok((link, person, alarm)) = follow(ctx, token).await? else {
        return Ok(());
    };
    if alarm.standing != Standing::Open {
        return Ok(());
    }
    let now = ctx.now();
    let mut mails = to_person(ctx, visitor, &link, &person)?;
    mails.extend(to_keepers(ctx, visitor, &person).await?);
    let who = Who::from(&person);
    let event = Event::of_account(Action::AccountFrozen, &who);
    let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
    let written = ctx.store.write(|mut tx| async {
        // The person's row is the lock: of several links one freezes the account.
        let frozen = alarm_links::spend(&mut tx, &link.token_hash, now).await?
            && people::block(&mut tx, &person.id, BlockReason::Frozen, now).await?;
        if frozen {
            close(&mut tx, &person.id, now).await?;
            for mail in &mails {
                enqueue(&mut tx, mail).await?;
            }
            note.write(&mut tx).await?;
        }
        Ok(((), tx))
    });
    Ok(written.await?)
}

/// Ends whatever leads into the account.
async fn close(tx: &mut Tx, person: &PersonId, now: Timestamp) -> voltkey_store::Result<()> {
    end_sessions::end_all_of_person(tx, person, None, now).await?;
    pin_logins::delete_of_person(&mut *tx, person).await?;
    grants::revoke_all_of_person(&mut *tx, person, now).await?;
    password_resets::end_all_of_person(&mut *tx, person, now).await?;
    email_changes::withdraw_of_person(&mut *tx, person).await?;
    known_browsers::forget_of_person(&mut *tx, person).await?;
    // Once it is open again, it takes a new mail to freeze it.
    alarm_links::end_all_of_person(&mut *tx, person, now).await?;
    Ok(())
}

/// Tells the person: at the account's address, and at the one that the link went to where that is another.
fn to_person(ctx: &Ctx, visitor: &Visitor, link: &AlarmLink, person: &Person) -> Result<Vec<NewJob>, Fault> {
    let notice = step::notice(visitor, person, ctx.now());
    let before = (link.email != person.email).then(|| Notice {
        email: link.email.clone(),
        ..notice.clone()
    });
    let notices = [Some(notice), before].into_iter().flatten();
    notices
        .map(|notice| jobs::prepare(ctx, &Task::AccountFrozen(notice)))
        .collect()
}

/// Tells each admin of the person's companies; and the support, where none of them can open the account again.
async fn to_keepers(ctx: &Ctx, visitor: &Visitor, person: &Person) -> Result<Vec<NewJob>, Fault> {
    let keepers = keepers(ctx, person).await?;
    let needs_support = !keepers.iter().any(|keeper| keeper.of_all);
    let told = |keeper: &Keeper| MemberFrozenMail {
        to: keeper.admin.email.clone(),
        name: session::full_name(&keeper.admin.given_name, &keeper.admin.family_name),
        language: keeper.admin.language.clone(),
        reader: match keeper.of_all {
            true => FrozenReader::Admin,
            false => FrozenReader::OtherAdmin,
        },
        company: Some(keeper.company.slug.clone()),
        ..to_support(ctx, visitor, person)
    };
    let mut mails: Vec<_> = keepers.iter().map(told).collect();
    if needs_support && let Some(to) = &ctx.settings.support_email {
        mails.push(MemberFrozenMail {
            to: to.clone(),
            ..to_support(ctx, visitor, person)
        });
    }
    let mails = mails.into_iter().map(Task::MemberFrozen);
    mails.map(|mail| jobs::prepare(ctx, &mail)).collect()
}

/// What the support is told, whose mails are in English.
fn to_support(ctx: &Ctx, visitor: &Visitor, person: &Person) -> MemberFrozenMail {
    let seen = step::notice(visitor, person, ctx.now());
    MemberFrozenMail {
        to: String::new(),
        name: String::new(),
        language: "en".to_owned(),
        reader: FrozenReader::Support,
        person: seen.name,
        email: seen.email,
        company: None,
        at: seen.at,
        user_agent: seen.user_agent,
        network: seen.network,
    }
}

/// The link, as long as it says something: that the account can be frozen, or can't because it is closed already.
async fn follow(ctx: &Ctx, token: &str) -> Result<Result<(AlarmLink, Person, Alarm), DeadLink>, Fault> {
    let Some((link, person)) = find(ctx, token).await? else {
        return Ok(Err(DeadLink::UNKNOWN));
    };
    let reason = people::block_reason(&ctx.store, &person.id).await?;
    let standing = match reason {
        Some(BlockReason::Frozen) => Ok(Standing::Frozen),
        _ if link.used_at.is_some() => Err(LinkEnd::Used),
        _ if link.expires_at <= ctx.now() => Err(LinkEnd::Expired),
        _ if person.blocked_at.is_some() => Ok(Standing::Blocked),
        _ => Ok(Standing::Open),
    };
    let language = person.language.clone();
    Ok(match standing {
        Ok(standing) => {
            let email = link::mask(&link.email);
            let alarm = Alarm {
                email,
                language,
                standing,
            };
            Ok((link, person, alarm))
        }
        Err(end) => Err(DeadLink {
            end,
            email: None,
            language: Some(language),
        }),
    })
}

async fn find(ctx: &Ctx, token: &str) -> Result<Option<(AlarmLink, Person)>, Fault> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    let Some(link) = alarm_links::find(&ctx.store, token.hash().as_bytes()).await? else {
        return Ok(None);
    };
    let person = people::by_id(&ctx.store, &link.person_id).await?;
    Ok(person.map(|person| (link, person)))
}
