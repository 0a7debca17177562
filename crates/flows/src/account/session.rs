//! A person signed in at this provider, in one browser.

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
    let Some(token) = &visitor.session else {
        return Ok(None);
    };
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
    if idle >= TOUCH {
        sessions::touch(&ctx.store, &row.session.id, now).await?;
    }
    let amr: Vec<Amr> = read(&row.session.amr)?;
    Ok(Some(Session {
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
    }))
}

/// A session about to begin: made before the transaction that writes it.
pub(crate) struct Beginning {
    /// The new cookie.
    pub(crate) token: Token,
    row: sessions::Session,
    before: Option<SessionId>,
    is_same_person: bool,
}

impl Beginning {
    /// The session of somebody who has just been authenticated, in the place of the one that the browser had. It
    /// ends at `expires_at`.
    pub(crate) fn prepare(
        ctx: &Ctx,
        visitor: &Visitor,
        person_id: &PersonId,
        authentication: &Authentication,
        before: Option<&Session>,
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
        Ok(Self {
            token,
            row,
            is_same_person: before.is_some_and(|before| before.person_id == *person_id),
            before: before.map(|before| before.id.clone()),
        })
    }

    /// The same, whose second factor was shown no later than in the session before.
    pub(crate) fn without_proof(mut self, before: &Session) -> Self {
        self.row.second_factor_at = before.second_factor_at;
        self
    }

    /// Writes it. The session that the same person has in this browser is re-keyed: its cookie changes with every
    /// rise in privilege, while relying parties keep knowing it by its `sid`. Somebody else's ends.
    pub(crate) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<()> {
        if let Some(before) = &self.before {
            if self.is_same_person && sessions::rekey(&mut *tx, before, &self.row).await? {
                return Ok(());
            }
            sessions::end(&mut *tx, before, self.row.created_at).await?;
        }
        sessions::insert(&mut *tx, &self.row).await
    }
}

fn second_factor_at(authentication: &Authentication, now: Timestamp) -> Option<Timestamp> {
    authentication.amr.contains(&Amr::Several).then_some(now)
}
