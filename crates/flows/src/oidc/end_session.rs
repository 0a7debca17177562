//! Log-out that a relying party asks for (OpenID Connect RP-Initiated Logout 1.0).

use super::client::{self, RegisteredClient};
use super::{authorize, refuse, subject};
use crate::account::quota::Quota;
use crate::account::session::{self, Session};
use crate::account::{log_out, receipt};
use crate::ctx::Ctx;
use crate::error::{App, Fault, PageError};
use crate::text::read;
use crate::visitor::Visitor;
use std::sync::Arc;
use std::time::Duration;
use voltkey_protocol::error::{ErrorCode, Refusal, Rule};
use voltkey_protocol::logout::{EndSessionRequest, KEPT, LogoutHint, not_a_hint};
use voltkey_protocol::params::Params;
use voltkey_store::logouts;

/// How many requests by POST are kept: a large company behind one address stays well below it.
const QUOTA: Quota = Quota {
    name: "logout",
    of_network: 1000,
    of_known: 100,
    window: Duration::from_secs(10 * 60),
};

/// What the browser does next.
#[derive(Debug)]
pub enum EndSession {
    /// Ask the person: nothing proves that the request is the signed-in person's own (section 2).
    Confirm {
        /// To be sent again with the confirmation.
        params: Params,
        /// Who asks.
        app: Option<App>,
        /// Who is signed in.
        email: String,
        /// Languages that the client asked for.
        ui_locales: Vec<String>,
    },
    /// The session has ended, and a page tells who is told of it, and has the browser tell the others: see [`receipt`].
    /// The text is its identifier.
    Told(String),
    /// The session has ended, or there was none.
    Done {
        /// Where the browser goes; none: show that it is signed out.
        destination: Option<String>,
        /// Who asked.
        app: Option<App>,
        /// Languages that the client asked for.
        ui_locales: Vec<String>,
    },
}

/// Takes a log-out request. It is carried out at once when its hint names the only session of this browser.
///
/// # Errors
/// When the hint is none of ours, or the address to go to is not registered: then nothing has happened.
pub async fn begin(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<EndSession, PageError> {
    let asked = settle_or_refuse(ctx, visitor, &params).await?;
    let living = session::all(ctx, visitor).await?;
    // Each account that is signed in here is signed out: a hint speaks for its own.
    let unproved = living
        .into_iter()
        .find(|living| !asked.is_about(ctx, &living.session));
    match unproved {
        Some(unproved) => Ok(EndSession::Confirm {
            params,
            app: asked.app,
            email: unproved.session.person.email,
            ui_locales: asked.ui_locales,
        }),
        None => end(ctx, visitor, &params, asked).await,
    }
}

/// Carries out a log-out that the person has confirmed.
///
/// # Errors
/// As [`begin`].
pub async fn confirm(ctx: &Ctx, visitor: &Visitor, params: Params) -> Result<EndSession, PageError> {
    let asked = settle_or_refuse(ctx, visitor, &params).await?;
    end(ctx, visitor, &params, asked).await
}

/// Keeps a request that came by POST, and gives its identifier: another site's POST brings no cookies, the browser's GET
/// after it does.
///
/// # Errors
/// When its network has used up its quota.
pub async fn keep(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<String, PageError> {
    if let Some(wait) = QUOTA.spend(ctx, visitor).await? {
        let refusal = Refusal::new(
            ErrorCode::TemporarilyUnavailable,
            Rule::Quota,
            "too many log-outs were begun from this network: try again later",
        );
        let mut refused = refuse::record(ctx, &visitor.network, None, refusal).await;
        refused.retry_after = Some(wait);
        return Err(refused.into());
    }
    let logout = log_out::prepare(ctx, None, &params.only(KEPT))?;
    logouts::insert(&ctx.store, &logout).await?;
    Ok(logout.id)
}

/// The parameters of a request that was kept; none of one that is another browser's, or no longer kept: then the person
/// is asked without any app's wishes.
///
/// # Errors
/// When the database does not answer.
pub async fn kept(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Params, Fault> {
    match receipt::take_up(ctx, visitor, id).await? {
        Some(logout) => read(&logout.request),
        None => Ok(Params::default()),
    }
}

async fn end(ctx: &Ctx, visitor: &Visitor, params: &Params, asked: Asked) -> Result<EndSession, PageError> {
    let browser = *visitor.browser.hash().as_bytes();
    // Who asks is known from here on, so that the hint need not be kept.
    let request = params.only(KEPT).with("id_token_hint", None);
    let request = request.with("client_id", asked.app.as_ref().map(|app| &*app.id));
    let logout = log_out::prepare(ctx, Some(browser), &request)?;
    let has_ended = log_out::end_all(ctx, visitor, Some(&logout)).await?;
    if has_ended && receipt::of(ctx, &logout).await?.needs_a_page() {
        return Ok(EndSession::Told(logout.id));
    }
    let Asked {
        destination,
        app,
        ui_locales,
        ..
    } = asked;
    Ok(EndSession::Done {
        destination,
        app,
        ui_locales,
    })
}

/// A request that has been found in order.
pub(crate) struct Asked {
    /// Who is to be logged out.
    hint: Option<LogoutHint>,
    client: Option<Arc<RegisteredClient>>,
    pub(crate) destination: Option<String>,
    pub(crate) app: Option<App>,
    pub(crate) ui_locales: Vec<String>,
}

impl Asked {
    /// Whether its hint names this very session: then it is taken for the person's own.
    fn is_about(&self, ctx: &Ctx, session: &Session) -> bool {
        let Some(hint) = &self.hint else {
            return false;
        };
        let client = self.client.as_deref().map(|found| &found.client);
        let as_told = client.map(|client| subject::session(ctx, client, &session.sid));
        // The session's own name stands in tokens from before the client had another for it.
        let mut names = [as_told.as_deref(), Some(&session.sid)].into_iter().flatten();
        names.any(|sid| hint.names(sid, &session.person.sub))
    }
}

/// Why a request is not in order, and who made it, as far as that is known.
pub(crate) struct NotInOrder {
    refusal: Refusal,
    app: Option<App>,
}

async fn settle_or_refuse(ctx: &Ctx, visitor: &Visitor, params: &Params) -> Result<Asked, PageError> {
    let settled = match EndSessionRequest::parse(params) {
        Ok(request) => settle(ctx, request).await?,
        Err(refusal) => Err(NotInOrder { refusal, app: None }),
    };
    let NotInOrder { refusal, app } = match settled {
        Ok(asked) => return Ok(asked),
        Err(not_in_order) => not_in_order,
    };
    let app = match app {
        Some(app) => Some(app),
        None => client::named(ctx, None, params).await?,
    };
    Err(refuse::record(ctx, &visitor.network, app, refusal).await.into())
}

/// Finds out who asks, for whom, and where the browser goes afterwards.
pub(crate) async fn settle(
    ctx: &Ctx,
    request: EndSessionRequest,
) -> Result<Result<Asked, NotInOrder>, Fault> {
    let hint = match read_hint(ctx, &request).await? {
        Ok(hint) => hint,
        Err(refusal) => return Ok(Err(NotInOrder { refusal, app: None })),
    };
    let client_id = hint
        .as_ref()
        .map(|hint| &hint.client_id)
        .or(request.client_id.as_ref());
    let found = registered(ctx, client_id.map(String::as_str)).await?;
    let client = found.as_deref().map(|found| &found.client);
    let app = client.map(|client| client::app(ctx, client));
    let destination = match request.destination(client) {
        Ok(destination) => destination,
        Err(refusal) => return Ok(Err(NotInOrder { refusal, app })),
    };
    let ui_locales = request.ui_locales.unwrap_or_default();
    Ok(Ok(Asked {
        hint,
        destination,
        app,
        client: found,
        ui_locales: ui_locales.split(' ').map(str::to_owned).collect(),
    }))
}

async fn registered(ctx: &Ctx, client_id: Option<&str>) -> Result<Option<Arc<RegisteredClient>>, Fault> {
    match client_id {
        Some(id) => client::find(ctx, id).await,
        None => Ok(None),
    }
}

/// Who the hint names. It may have expired, and its key may be retired; one that was withdrawn proves nothing.
async fn read_hint(
    ctx: &Ctx,
    request: &EndSessionRequest,
) -> Result<Result<Option<LogoutHint>, Refusal>, Fault> {
    let Some(hint) = &request.id_token_hint else {
        return Ok(Ok(None));
    };
    Ok(match authorize::read_hint(ctx, hint).await? {
        Some(claims) => LogoutHint::read(&claims, request).map(Some),
        None => Err(not_a_hint(hint)),
    })
}
