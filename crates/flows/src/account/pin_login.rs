//! Logging in again with a PIN alone (S12): in a browser in which password and PIN were shown before, for some time
//! after that password.
//!
//! A cookie of its own stands for it, which changes with each use. It opens a session of one factor, which no request
//! takes that wants more; see [`may_serve`] and [`serves`] for what it never does.

use super::email;
use super::own_page::Wants;
use super::pending::{Errand, Pending};
use super::second_factor::is_privileged;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::oidc::{authorize, client, subject};
use crate::visitor::{Token, Visitor};
use std::time::Duration;
use voltkey_protocol::claims::ClaimsRequest;
use voltkey_protocol::time::Timestamp;
use voltkey_store::people::{self, Person};
use voltkey_store::pin_logins::{self, PinLogin};
use voltkey_store::{PersonId, Tx, authenticators, memberships};

/// The cookie to be set in a browser, and how long it is worth something.
#[derive(Clone, Debug)]
pub struct PinCookie {
    /// Its value.
    pub token: Token,
    /// How long.
    pub lifetime: Duration,
}

/// The person whose PIN alone will do for this request in this browser.
pub(super) async fn person(
    ctx: &Ctx,
    visitor: &Visitor,
    pending: &Pending,
) -> Result<Option<(Person, PinLogin)>, Fault> {
    let Some(token) = &visitor.pin_login else {
        return Ok(None);
    };
    let Some(row) = pin_logins::find(&ctx.store, token.hash().as_bytes()).await? else {
        return Ok(None);
    };
    let is_ours = row.browser_hash == *visitor.browser.hash().as_bytes() && row.expires_at > ctx.now();
    if !is_ours || !may_serve(ctx, pending).await? {
        return Ok(None);
    }
    let Some(person) = people::by_id(&ctx.store, &row.person_id).await? else {
        return Ok(None);
    };
    Ok(serves(ctx, pending, &person, &row)
        .await?
        .then_some((person, row)))
}

/// Whether a request is content with it, whoever it is: none that asks for a login anew or a recent one, none that
/// wants two factors, and no errand that gives something away.
async fn may_serve(ctx: &Ctx, pending: &Pending) -> Result<bool, Fault> {
    let asks_more = ["prompt", "max_age"]
        .iter()
        .any(|name| pending.params.get(name).is_some());
    let gives_away = match &pending.errand {
        None => false,
        Some(Errand::Page { wants, .. }) => *wants != Wants::Session,
        Some(Errand::Enroll { .. } | Errand::Join { .. } | Errand::Replace { .. }) => true,
    };
    if asks_more || gives_away || super::step::wants_two(ctx, pending).await? {
        return Ok(false);
    }
    let found = match &pending.client_id {
        Some(id) => client::find(ctx, id).await?,
        None => None,
    };
    Ok(found.is_none_or(|found| found.client.default_max_age.is_none()))
}

/// Whether this person may use it: not blocked, the same password since, no admin, support or operator, and nobody else
/// than the request expects.
async fn serves(ctx: &Ctx, pending: &Pending, person: &Person, row: &PinLogin) -> Result<bool, Fault> {
    let is_current = person.blocked_at.is_none()
        && !person.must_enroll
        && person
            .password_changed_at
            .is_none_or(|changed| changed <= row.password_at);
    if !is_current || !is_expected(ctx, pending, person).await? {
        return Ok(false);
    }
    let memberships = memberships::of_person(&ctx.store, &person.id).await?;
    if is_privileged(person, &memberships) {
        return Ok(false);
    }
    Ok(!authenticators::of_person(&ctx.store, &person.id)
        .await?
        .is_empty())
}

/// Whether the request's hints, if it has any, name this person.
async fn is_expected(ctx: &Ctx, pending: &Pending, person: &Person) -> Result<bool, Fault> {
    if let Some(hint) = pending.params.get("login_hint")
        && email::key(hint).as_deref() != Some(person.email_key.as_str())
    {
        return Ok(false);
    }
    if let Some(asked) = pending.params.get("claims")
        && !is_asked_for(ctx, pending, asked, person).await?
    {
        return Ok(false);
    }
    let Some(hint) = pending.params.get("id_token_hint") else {
        return Ok(true);
    };
    let claims = authorize::read_hint(ctx, hint).await?;
    Ok(claims.is_some_and(|claims| claims["sub"] == person.sub))
}

/// Whether the `claims` parameter is content with this person.
async fn is_asked_for(ctx: &Ctx, pending: &Pending, asked: &str, person: &Person) -> Result<bool, Fault> {
    let client_id = pending.client_id.as_deref().unwrap_or_default();
    let Some(found) = client::find(ctx, client_id).await? else {
        return Ok(false);
    };
    let sub = subject::of(ctx, &found.client, &person.sub);
    Ok(ClaimsRequest::parse(asked).is_ok_and(|asked| asked.accepts_subject(&sub)))
}

/// What happens to the cookie when a login ends well.
pub(super) enum Change {
    /// Nothing: no PIN was shown together with the password.
    None,
    /// The browser is trusted from now on.
    Trust(PinLogin, Token),
    /// It was used, and gets a new value.
    Rotate { used: PinLogin, new: Token },
}

impl Change {
    /// A browser in which password and PIN were shown, the password at `password_at`.
    pub(super) fn trust(ctx: &Ctx, visitor: &Visitor, person: &PersonId, password_at: Timestamp) -> Self {
        let token = ctx.new_token();
        let row = PinLogin {
            token_hash: *token.hash().as_bytes(),
            person_id: person.clone(),
            browser_hash: *visitor.browser.hash().as_bytes(),
            password_at,
            expires_at: password_at + ctx.settings.session.pin_only,
        };
        Self::Trust(row, token)
    }

    /// A browser in which the PIN alone was shown.
    pub(super) fn rotate(ctx: &Ctx, used: &PinLogin) -> Self {
        Self::Rotate {
            used: used.clone(),
            new: ctx.new_token(),
        }
    }

    /// Writes it; false when the cookie has been used by another login meanwhile.
    pub(super) async fn write(&self, tx: &mut Tx) -> voltkey_store::Result<bool> {
        match self {
            Self::None => Ok(true),
            Self::Trust(row, _) => pin_logins::put(tx, row).await.map(|()| true),
            Self::Rotate { used, new } => {
                pin_logins::rotate(tx, &used.token_hash, new.hash().as_bytes()).await
            }
        }
    }

    /// The cookie that comes of it.
    pub(super) fn into_cookie(self, now: Timestamp) -> Option<PinCookie> {
        let (token, until) = match self {
            Self::None => return None,
            Self::Trust(row, token) => (token, row.expires_at),
            Self::Rotate { used, new } => (new, used.expires_at),
        };
        Some(PinCookie {
            token,
            lifetime: until.saturating_since(now),
        })
    }
}
