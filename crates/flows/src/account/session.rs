//! A person signed in at this provider, in one browser.
//!
//! Each account that is signed in in a browser has a session of its own, and each session a cookie of its own: one is
//! the current one, which every page is about; the others wait until the person chooses them. So a session's cookie
//! opens that session and nothing else, and the cookie that a browser is known by opens none.

use super::end_sessions;
use super::pending::Pending;
use crate::audit::{self, Actor, Note, Who};
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::text::{read, to_json};
use crate::visitor::Visitor;
use std::time::Duration;
use voltkey_crypto::secret::Token;
use voltkey_protocol::assurance::{Amr, Authentication};
use voltkey_protocol::time::Timestamp;
use voltkey_store::people::Profile;
use voltkey_store::{PersonId, SessionId, Tx, sessions};

/// How exactly it is remembered when a session was last used: a write a minute at most.
const TOUCH: Duration = Duration::from_secs(60);

/// How many accounts can be signed in in one browser. One more ends the one that was chosen longest ago.
const MAX_ACCOUNTS: usize = 5;

/// A session that counts.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) sid: String,
    pub(crate) authentication: Authentication,
    /// When the second factor was last shown.
    pub(crate) second_factor_at: Option<Timestamp>,
    /// Its absolute end.
    pub(crate) expires_at: Timestamp,
    pub(crate) person_id: PersonId,
    pub(crate) person: Profile,
}

impl Session {
    /// First and last name.
    pub(crate) fn name(&self) -> String {
        full_name(&self.person.given_name, &self.person.family_name)
    }
}

/// First and last name, as pages show them.
pub(crate) fn full_name(given_name: &str, family_name: &str) -> String {
    format!("{given_name} {family_name}").trim().to_owned()
}

/// Who is signed in, as pages show it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// E-mail address.
    pub email: String,
    /// First and last name.
    pub name: String,
    /// The session, as relying parties see it.
    pub sid: String,
    /// Language of the pages.
    pub language: String,
}

/// Who is signed in in this browser.
///
/// # Errors
/// When the database does not answer.
pub async fn current(ctx: &Ctx, visitor: &Visitor) -> Result<Option<SignedIn>, Fault> {
    let session = find(ctx, visitor).await?;
    Ok(session.map(|session| SignedIn {
        name: session.name(),
        email: session.person.email,
        sid: session.sid,
        language: session.person.language,
    }))
}

/// The session of this browser, if it has one that counts: not ended, not idle for too long, of a person who is
/// not blocked.
pub(crate) async fn find(ctx: &Ctx, visitor: &Visitor) -> Result<Option<Session>, Fault> {
    match &visitor.session {
        Some(token) => of_cookie(ctx, token).await,
        None => Ok(None),
    }
}

/// A session that counts, with its cookie.
pub(crate) struct Living {
    pub(crate) token: Token,
    pub(crate) session: Session,
}

impl Living {
    /// Whether it is the one that every page is about.
    pub(crate) fn is_current(&self, visitor: &Visitor) -> bool {
        visitor.session.as_ref().map(Token::as_str) == Some(self.token.as_str())
    }
}

/// The sessions of this browser that count, the current one first. To be listed is not to be used: one that waits beside
/// another goes idle like any.
pub(crate) async fn all(ctx: &Ctx, visitor: &Visitor) -> Result<Vec<Living>, Fault> {
    let mut living: Vec<Living> = Vec::new();
    for token in visitor.sessions().take(MAX_ACCOUNTS) {
        let Some((session, _)) = look(ctx, token).await? else {
            continue;
        };
        if living.iter().all(|known| known.session.id != session.id) {
            let token = token.clone();
            living.push(Living { token, session });
        }
    }
    Ok(living)
}

async fn of_cookie(ctx: &Ctx, token: &Token) -> Result<Option<Session>, Fault> {
    let Some((session, idle)) = look(ctx, token).await? else {
        return Ok(None);
    };
    if idle >= TOUCH {
        sessions::touch(&ctx.store, &session.id, ctx.now()).await?;
    }
    Ok(Some(session))
}

/// The session of a cookie, with how long it has not been used.
async fn look(ctx: &Ctx, token: &Token) -> Result<Option<(Session, Duration)>, Fault> {
    let Some(row) = sessions::by_token_hash(&ctx.store, token.hash().as_bytes()).await? else {
        return Ok(None);
    };
    let now = ctx.now();
    let idle = now.saturating_since(row.session.last_seen_at);
    let is_over =
        row.session.expires_at <= now || idle >= ctx.settings.session.idle || row.person.blocked_at.is_some();
    if is_over {
        return Ok(None);
    }
    let amr: Vec<Amr> = read(&row.session.amr)?;
    let session = Session {
        id: row.session.id,
        sid: row.session.sid,
        second_factor_at: row.session.second_factor_at,
        expires_at: row.session.expires_at,
        person_id: row.session.person_id,
        authentication: Authentication {
            auth_time: row.session.auth_time,
            amr,
        },
        person: row.person,
    };
    Ok(Some((session, idle)))
}

/// Makes another session of this browser the current one, under a new cookie; the one that was stays beside it. None
/// when it has ended, or another tab has chosen it, meanwhile.
pub(crate) async fn switch_to(
    ctx: &Ctx,
    visitor: &Visitor,
    id: &SessionId,
) -> Result<Option<Cookies>, Fault> {
    let (mut chosen, others): (Vec<_>, Vec<_>) = all(ctx, visitor)
        .await?
        .into_iter()
        .partition(|living| living.session.id == *id);
    let Some(Living { token: before, .. }) = chosen.pop() else {
        return Ok(None);
    };
    let after = ctx.new_token();
    let (before, hash) = (before.hash(), after.hash());
    let changed = sessions::change_token(&ctx.store, id, before.as_bytes(), hash.as_bytes()).await?;
    Ok(changed.then(|| Cookies {
        current: Some(after),
        others: Some(others.into_iter().map(|living| living.token).collect()),
    }))
}

/// The session cookies that a browser gets.
#[derive(Clone, Debug)]
pub struct Cookies {
    /// Of the current session; none where there is none.
    pub current: Option<Token>,
    /// Of those beside it; none where they stay as they are.
    pub others: Option<Vec<Token>>,
}

/// The sessions that a login finds in its browser, and what becomes of them.
pub(crate) struct Before {
    /// The same person's, which is re-keyed.
    same: Option<SessionId>,
    /// Other people's, which end, each with what the audit trail is told.
    ended: Vec<(SessionId, Note)>,
    /// The cookies of those that live on beside the new one; none where they stay as they are.
    beside: Option<Vec<Token>>,
}

impl Before {
    /// What a login for this request finds. Whose session was the current one is signed out by it, unless the login
    /// began by choosing an account.
    pub(crate) async fn login(
        ctx: &Ctx,
        visitor: &Visitor,
        pending: &Pending,
        person: &PersonId,
    ) -> Result<Self, Fault> {
        let (mut same, mut ended, mut beside) = (None, Vec::new(), Vec::new());
        for living in all(ctx, visitor).await? {
            let is_current = living.is_current(visitor);
            let Living { token, session } = living;
            if same.is_none() && session.person_id == *person {
                same = Some(session.id);
            } else if (is_current && !pending.adds_account) || beside.len() + 1 >= MAX_ACCOUNTS {
                let who = Who::from(&session);
                let event = end_sessions::event(&session.id, &who).with("by_login", true);
                let note = audit::note(ctx, &Actor::person(visitor, &who), event)?;
                ended.push((session.id, note));
            } else {
                beside.push(token);
            }
        }
        let stay = beside.is_empty() && visitor.other_sessions.is_empty();
        Ok(Self {
            same,
            ended,
            beside: (!stay).then_some(beside),
        })
    }

    /// This session alone, which begins anew.
    pub(crate) fn session(session: &Session) -> Self {
        Self {
            same: Some(session.id.clone()),
            ended: Vec::new(),
            beside: None,
        }
    }
}

/// A session about to begin: made before the transaction that writes it.
pub(crate) struct Beginning {
    /// The new cookie.
    pub(crate) token: Token,
    row: sessions::Session,
    before: Before,
}

impl Beginning {
    /// The session of somebody who has just been authenticated, which ends at `expires_at`.
    pub(crate) fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        person_id: &PersonId,
        authentication: &Authentication,
        before: Before,
        expires_at: Timestamp,
    ) -> Result<Self, Fault> {
        let token = ctx.new_token();
        let now = ctx.now();
        let row = sessions::Session {
            id: ctx.new_id().into(),
            sid: ctx.new_opaque_id(),
            token_hash: *token.hash().as_bytes(),
            browser_hash: *visitor.browser.hash().as_bytes(),
            person_id: person_id.clone(),
            amr: to_json(&authentication.amr)?,
            auth_time: authentication.auth_time,
            second_factor_at: second_factor_at(authentication, now),
            user_agent: visitor.user_agent.clone(),
            network: visitor.network.to_string(),
            created_at: now,
            last_seen_at: now,
            expires_at,
            ended_at: None,
        };
        Ok(Self { token, row, before })
    }

    /// The same, whose second factor was shown no later than in the session before.
    pub(crate) fn without_proof(mut self, before: &Session) -> Self {
        self.row.second_factor_at = before.second_factor_at;
        self
    }

    /// The cookies that the browser gets.
    pub(crate) fn cookies(self) -> Cookies {
        Cookies {
            current: Some(self.token),
            others: self.before.beside,
        }
    }

    /// Writes it. The session that the same person has in this browser is re-keyed: its cookie changes with every
    /// rise in privilege, while relying parties keep knowing it by its `sid`.
    pub(crate) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        for (ended, note) in &self.before.ended {
            if end_sessions::end(tx, ended, None, self.row.created_at).await? {
                note.write(tx).await?;
            }
        }
        if let Some(same) = &self.before.same
            && sessions::rekey(&mut *tx, same, &self.row).await?
        {
            return Ok(());
        }
        sessions::insert(&mut *tx, &self.row).await
    }
}

fn second_factor_at(authentication: &Authentication, now: Timestamp) -> Option<Timestamp> {
    authentication.amr.contains(&Amr::Several).then_some(now)
}
