//! Where a person is signed in, and signing out there.

use super::end_sessions;
use super::own_page::Me;
use crate::audit::{Action, Note};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::visitor::Visitor;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{SessionId, pin_logins, sessions};

/// A browser in which the person is signed in.
#[derive(Clone, Debug)]
pub struct Device {
    /// The session, as the person and relying parties know it.
    pub sid: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Where it was.
    pub network: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last used.
    pub last_seen: Timestamp,
    /// Whether two factors were shown.
    pub two_factors: bool,
    /// Whether it is this browser.
    pub is_this: bool,
}

/// The person's devices, the one used last first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(ctx: &Ctx, me: &Me) -> Result<Vec<Device>, Fault> {
    let now = ctx.now();
    let rows = sessions::of_person(&ctx.store, &me.session.person_id, now).await?;
    let is_idle =
        |row: &sessions::Session| now.saturating_since(row.last_seen_at) >= ctx.settings.session.idle;
    Ok(rows
        .into_iter()
        .filter(|row| !is_idle(row))
        .map(|row| Device {
            is_this: row.id == me.session.id,
            sid: row.sid,
            user_agent: row.user_agent,
            network: row.network,
            since: row.created_at,
            last_seen: row.last_seen_at,
            two_factors: row.second_factor_at.is_some(),
        })
        .collect())
}

/// Signs out one device of the person's own; false when it is none, or signed out already.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out(ctx: &Ctx, visitor: &Visitor, me: &Me, sid: &str) -> Result<bool, Fault> {
    let (person, now) = (&me.session.person_id, ctx.now());
    let rows = sessions::of_person(&ctx.store, person, now).await?;
    let Some(row) = rows.into_iter().find(|row| row.sid == sid) else {
        return Ok(false);
    };
    let note = ended(ctx, visitor, me, &row.id)?;
    let ended = ctx.store.write(|mut tx| async {
        let ended = end_sessions::end(&mut tx, &row.id, None, now).await?;
        if ended {
            note.write(&mut tx).await?;
        }
        pin_logins::delete_in_browser(&mut tx, person, &row.browser_hash).await?;
        Ok((ended, tx))
    });
    Ok(ended.await?)
}

/// Signs out every device but this one, and trusts none of the others with the PIN alone any more.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out_others(ctx: &Ctx, visitor: &Visitor, me: &Me) -> Result<usize, Fault> {
    let (session, now) = (&me.session, ctx.now());
    let here = visitor.browser.hash();
    let rows = sessions::of_person(&ctx.store, &session.person_id, now).await?;
    let others = rows.iter().filter(|row| row.id != session.id);
    let notes = others
        .map(|row| ended(ctx, visitor, me, &row.id))
        .collect::<Result<Vec<_>, _>>()?;
    let ended = ctx.store.write(|mut tx| async {
        let ended =
            end_sessions::end_all_of_person(&mut tx, &session.person_id, Some(&session.id), now).await?;
        pin_logins::delete_elsewhere(&mut tx, &session.person_id, here.as_bytes()).await?;
        for note in &notes {
            note.write(&mut tx).await?;
        }
        Ok((ended, tx))
    });
    Ok(ended.await?)
}

fn ended(ctx: &Ctx, visitor: &Visitor, me: &Me, session: &SessionId) -> Result<Note, Fault> {
    let event = me.event(Action::SessionEnded).object(session.as_str());
    let event = event.with("from_elsewhere", true);
    me.note(ctx, visitor, event)
}
