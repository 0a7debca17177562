//! A request on its way through the pages: kept in the database, and bound to one browser by its cookie.

use super::own_page::Wants;
use super::quota::Quota;
use crate::ctx::Ctx;
use crate::deep_link::{self, WayBack};
use crate::error::{App, Fault, PageError, Restart, RestartReason};
use crate::oidc::authorize::Checked;
use crate::oidc::{client, refuse};
use crate::text::{read, to_json};
use crate::visitor::Visitor;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use voltkey_crypto::secret;
use voltkey_protocol::authorize::request::KEPT;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;
use voltkey_store::{PersonId, SessionId};

/// How long a request is kept: a page that was left open begins again with the same request until then.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// How long a right password, or a session that was found short, counts before the second factor must have followed.
const PASSWORD_LIFE: Duration = Duration::from_secs(15 * 60);
/// How many requests are taken in: a large company behind one address stays well below it.
const QUOTA: Quota = Quota {
    name: "pending",
    of_network: 1000,
    of_known: 100,
    window: Duration::from_secs(10 * 60),
};
/// The longest request that is kept, in bytes of JSON.
const MAX_KEPT: usize = 16 * 1024;

/// A stored request.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) id: String,
    /// None: a visit to the login page.
    pub(crate) client_id: Option<String>,
    /// What the visit is for.
    pub(crate) errand: Option<Errand>,
    pub(crate) params: Params,
    /// The session that the person has chosen for it, or consented with.
    pub(crate) chosen_session: Option<SessionId>,
    /// Whether a login for it signs in one account more, beside those that are signed in already.
    pub(crate) adds_account: bool,
    pub(crate) consented_at: Option<Timestamp>,
    /// When somebody logged in for this very request.
    pub(crate) authenticated_at: Option<Timestamp>,
    /// Whom the person has chosen to log in as.
    pub(crate) chosen_person: Option<PersonId>,
    /// Whose password was right, and when.
    pub(crate) progress: Option<Progress>,
    /// A sealed secret that waits for its first PIN.
    pub(crate) enroll_secret: Option<Vec<u8>>,
}

/// What somebody came for who was not sent by an authorization request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Errand {
    /// To set up a second factor.
    Enroll {
        /// Where they came from.
        back: Option<WayBack>,
    },
    /// To accept an invitation with an account that is there.
    Join {
        /// The invitation.
        invitation: String,
        /// Where they came from.
        back: Option<WayBack>,
    },
    /// To replace this authenticator: the new secret waits for its first PIN.
    Replace {
        /// Its row.
        authenticator: String,
    },
    /// To see a page of their own.
    Page {
        /// Its address: a path of ours, with its query.
        to: String,
        /// What it wants to be shown.
        wants: Wants,
    },
}

impl Errand {
    pub(crate) fn back(&self) -> Option<&WayBack> {
        match self {
            Self::Enroll { back } | Self::Join { back, .. } => back.as_ref(),
            Self::Replace { .. } | Self::Page { .. } => None,
        }
    }
}

/// How far a login has come.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// Who is on the way.
    pub(crate) person_id: PersonId,
    /// Since when.
    pub(crate) at: Timestamp,
    /// The session that only lacks a second factor; none: the password was typed for this request.
    pub(crate) raises: Option<SessionId>,
}

impl Pending {
    /// The progress, as long as it counts.
    pub(crate) fn fresh_progress(&self, now: Timestamp) -> Option<&Progress> {
        self.progress
            .as_ref()
            .filter(|progress| now.saturating_since(progress.at) < PASSWORD_LIFE)
    }

    /// Languages that the client asked for.
    pub(crate) fn ui_locales(&self) -> Vec<String> {
        let text = self.params.get("ui_locales").unwrap_or_default();
        text.split(' ')
            .filter(|tag| !tag.is_empty())
            .take(10)
            .map(str::to_owned)
            .collect()
    }
}

/// When a request is bound to its browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// It came with the browser's cookies.
    Now,
    /// It came by a POST from another site, which brings none: the GET that follows binds it.
    Later,
}

/// Stores a request, or a visit to the login page with its errand, and gives its id.
pub(crate) async fn store(
    ctx: &Ctx,
    visitor: &Visitor,
    checked: Option<&Checked>,
    errand: Option<Errand>,
    params: &Params,
    binding: Binding,
) -> Result<String, PageError> {
    let now = ctx.now();
    let app = || checked.map(|checked| client::app(ctx, &checked.client.client));
    if let Some(wait) = QUOTA.spend(ctx, visitor).await? {
        let refusal = Refusal::new(
            ErrorCode::TemporarilyUnavailable,
            Rule::Quota,
            "too many sign-ins were begun from this network: try again later",
        );
        let mut refused = refuse::record(ctx, &visitor.network, app(), refusal).await;
        refused.retry_after = Some(wait);
        return Err(refused.into());
    }
    let request = to_json(&params.only(KEPT))?;
    if request.len() > MAX_KEPT {
        let refusal = Refusal::invalid_request(Rule::RequestTooLarge, "the request is too large");
        return Err(refuse::record(ctx, &visitor.network, app(), refusal).await.into());
    }
    let id = secret::public_id(ctx.rng());
    let row = voltkey_store::pending::Pending {
        id: id.clone(),
        browser_hash: (binding == Binding::Now).then(|| *visitor.browser.hash().as_bytes()),
        client_id: checked.map(|checked| checked.client.id().to_owned()),
        errand: errand.as_ref().map(to_json).transpose()?,
        request,
        network: visitor.network.to_string(),
        person_id: None,
        progress_at: None,
        raises: None,
        enroll_secret: None,
        chosen_session: None,
        adds_account: false,
        consented_at: None,
        authenticated_at: None,
        created_at: now,
        expires_at: now + LIFE,
        done_at: None,
    };
    voltkey_store::pending::insert(&ctx.store, &row).await?;
    Ok(id)
}

/// The stored request of this browser; one that came by POST becomes this browser's.
pub(crate) async fn take_up(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Pending, PageError> {
    open(ctx, visitor, id, true).await
}

/// The stored request of this browser.
pub(crate) async fn load(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Pending, PageError> {
    open(ctx, visitor, id, false).await
}

/// The stored request of this browser, for a page of help that is shown without it too.
pub(crate) async fn load_if_there(
    ctx: &Ctx,
    visitor: &Visitor,
    id: Option<&str>,
) -> Result<Option<Pending>, Fault> {
    let Some(id) = id else {
        return Ok(None);
    };
    match load(ctx, visitor, id).await {
        Ok(pending) => Ok(Some(pending)),
        Err(PageError::Fault(fault)) => Err(fault),
        Err(PageError::Refused(_) | PageError::Restart(_)) => Ok(None),
    }
}

async fn open(ctx: &Ctx, visitor: &Visitor, id: &str, adopt: bool) -> Result<Pending, PageError> {
    let now = ctx.now();
    let row = voltkey_store::pending::find(&ctx.store, id).await?;
    let Some(row) = row.filter(|row| row.expires_at > now) else {
        return Err(Restart {
            reason: RestartReason::Expired,
            app: None,
        }
        .into());
    };
    let browser = *visitor.browser.hash().as_bytes();
    let is_ours = match row.browser_hash {
        Some(owner) => owner == browser,
        None => adopt && voltkey_store::pending::adopt(&ctx.store, id, &browser).await?,
    };
    if !is_ours {
        // Nothing of the request is told to a browser that it does not belong to.
        return Err(Restart {
            reason: RestartReason::Foreign,
            app: None,
        }
        .into());
    }
    let is_done = row.done_at.is_some();
    let pending = Pending {
        params: read(&row.request)?,
        chosen_person: row.person_id.clone().filter(|_| row.progress_at.is_none()),
        progress: row
            .person_id
            .zip(row.progress_at)
            .map(|(person_id, at)| Progress {
                person_id,
                at,
                raises: row.raises,
            }),
        chosen_session: row.chosen_session,
        adds_account: row.adds_account,
        id: row.id,
        client_id: row.client_id,
        errand: row.errand.as_deref().map(read).transpose()?,
        consented_at: row.consented_at,
        authenticated_at: row.authenticated_at,
        enroll_secret: row.enroll_secret,
    };
    if is_done {
        Err(done(ctx, &pending).await)
    } else {
        Ok(pending)
    }
}

/// The page for a request that has had its answer.
pub(crate) async fn done(ctx: &Ctx, pending: &Pending) -> PageError {
    match app(ctx, pending).await {
        Ok(app) => Restart {
            reason: RestartReason::Done,
            app,
        }
        .into(),
        Err(fault) => fault.into(),
    }
}

/// The client that a request or an errand came from, as pages show it.
pub(crate) async fn app(ctx: &Ctx, pending: &Pending) -> Result<Option<App>, Fault> {
    let Some(id) = &pending.client_id else {
        return match pending.errand.as_ref().and_then(Errand::back) {
            Some(back) => deep_link::app(ctx, back).await,
            None => Ok(None),
        };
    };
    Ok(client::find(ctx, id)
        .await?
        .map(|found| client::app(ctx, &found.client)))
}
