//! What a log-out has ended, for the person who asked for it: which apps were told, and what they said.

use super::pending::{self, Pending};
use super::{log_out, session};
use crate::ctx::Ctx;
use crate::error::{App, Fault};
use crate::oidc::authorize::Next;
use crate::oidc::{client, end_session};
use crate::text::read;
use crate::visitor::Visitor;
use std::collections::BTreeMap;
use std::time::Duration;
use voltkey_protocol::logout::EndSessionRequest;
use voltkey_protocol::logout::front_channel::FrontChannelPage;
use voltkey_protocol::params::Params;
use voltkey_store::logout_calls::Outcome;
use voltkey_store::logouts::{self, Logout};
use voltkey_store::session_clients::{self, ToldClient};

/// How long the browser still loads the apps' pages that end their sessions. Whoever comes back later may have signed in
/// anew, and an app's page may not tell the sessions apart.
const FRAMES: Duration = Duration::from_secs(60);

/// What a log-out has ended.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    /// The apps that the person was signed in to, by name.
    pub apps: Vec<ToldApp>,
    /// What the browser loads, so that apps end their sessions (OpenID Connect Front-Channel Logout 1.0).
    pub pages: Vec<FrontChannelPage>,
    /// The app that asked for the log-out.
    pub app: Option<App>,
    /// Where it wants the browser to go.
    pub destination: Option<String>,
    /// The login in which the person has signed out, as somebody else or of one account.
    pub login: Option<Unfinished>,
    /// Languages that the app asked for.
    pub ui_locales: Vec<String>,
}

/// A login that goes on after a log-out.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The pending request's id.
    pub request: String,
    /// The app that the login is for.
    pub app: Option<App>,
    /// Whether there are accounts left to choose from.
    pub has_accounts: bool,
}

/// An app that the person was signed in to.
#[derive(Clone, Debug)]
pub struct ToldApp {
    /// The app.
    pub app: App,
    /// Whether it knows of the log-out.
    pub state: ToldState,
}

/// Whether an app knows of a log-out. Of several sessions the last of these states counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToldState {
    /// Its server was told.
    Told,
    /// The browser has loaded its page; what that did is not known.
    Loaded,
    /// Its server has not answered yet, and is called again.
    Waiting,
    /// It takes no such calls.
    Deaf,
    /// Its server has refused the call.
    Refused,
    /// Its server could not be reached.
    GivenUp,
}

impl Receipt {
    /// Whether there is anything that only a page of ours can do or tell.
    pub(crate) fn needs_a_page(&self) -> bool {
        !self.pages.is_empty() || (self.destination.is_none() && !self.apps.is_empty())
    }
}

/// The parameter that names the login in which somebody has signed out; no app's request brings it.
const LOGIN: &str = "login";

/// A log-out on the way through the pages of a login, which goes on afterwards; made before the transaction that writes
/// it.
pub(crate) fn prepare(ctx: &Ctx, visitor: &Visitor, login: &Pending) -> Result<Logout, Fault> {
    let browser = *visitor.browser.hash().as_bytes();
    let request = [(LOGIN, &*login.id)].into_iter().collect();
    log_out::prepare(ctx, Some(browser), &request)
}

/// Where the browser goes after such a log-out: `next`, unless it is to tell an app before.
pub(crate) async fn or(ctx: &Ctx, logout: Logout, next: Next) -> Result<Next, Fault> {
    let is_told_by_browser = !of(ctx, &logout).await?.pages.is_empty();
    Ok(match is_told_by_browser {
        true => Next::SignedOut(logout.id),
        false => next,
    })
}

/// The receipt of a log-out in this browser; none when it is another's, or over. One that belongs to nobody becomes this
/// browser's.
///
/// # Errors
/// When the database does not answer.
pub async fn view(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Option<Receipt>, Fault> {
    let Some(logout) = take_up(ctx, visitor, id).await? else {
        return Ok(None);
    };
    let mut receipt = of(ctx, &logout).await?;
    let params: Params = read(&logout.request)?;
    if let Some(login) = pending::load_if_there(ctx, visitor, params.get(LOGIN)).await? {
        receipt.ui_locales = login.ui_locales();
        receipt.login = Some(Unfinished {
            app: pending::app(ctx, &login).await?,
            has_accounts: !session::all(ctx, visitor).await?.is_empty(),
            request: login.id,
        });
    }
    Ok(Some(receipt))
}

/// The receipt of a log-out that was made a moment ago.
///
/// # Errors
/// When the database does not answer.
pub async fn fresh(ctx: &Ctx, id: &str) -> Result<Option<Receipt>, Fault> {
    match logouts::find(&ctx.store, id).await? {
        Some(logout) => of(ctx, &logout).await.map(Some),
        None => Ok(None),
    }
}

/// The log-out of this browser, which becomes its own where it is nobody's yet.
pub(crate) async fn take_up(ctx: &Ctx, visitor: &Visitor, id: &str) -> Result<Option<Logout>, Fault> {
    let Some(logout) = logouts::find(&ctx.store, id).await? else {
        return Ok(None);
    };
    let browser = *visitor.browser.hash().as_bytes();
    let is_ours = match logout.browser_hash {
        Some(owner) => owner == browser,
        None => logouts::adopt(&ctx.store, id, &browser).await?,
    };
    Ok(Some(logout).filter(|logout| is_ours && logout.expires_at > ctx.now()))
}

pub(crate) async fn of(ctx: &Ctx, logout: &Logout) -> Result<Receipt, Fault> {
    let params: Params = read(&logout.request)?;
    let asked = match EndSessionRequest::parse(&params) {
        Ok(request) => end_session::settle(ctx, request).await?.ok(),
        Err(_) => None,
    };
    let mut receipt = Receipt::default();
    if let Some(asked) = asked {
        receipt.app = asked.app;
        receipt.destination = asked.destination;
        receipt.ui_locales = asked.ui_locales;
    }
    let is_fresh = ctx.now().saturating_since(logout.created_at) < FRAMES;
    let mut apps = BTreeMap::new();
    for told in session_clients::of_logout(&ctx.store, &logout.id).await? {
        let Some(found) = client::find(ctx, &told.client_id).await? else {
            continue;
        };
        let page = FrontChannelPage::of(&found.client, &ctx.settings.issuer, &told.sid);
        let state = state(&told, page.is_some());
        // Who asks to be logged out has done so already.
        let asks = receipt.app.as_ref().is_some_and(|app| app.id == told.client_id);
        if !(asks && state == ToldState::Deaf) {
            let entry = apps.entry(told.client_id).or_insert_with(|| ToldApp {
                app: client::app(ctx, &found.client),
                state,
            });
            entry.state = entry.state.max(state);
        }
        receipt.pages.extend(page.filter(|_| is_fresh));
    }
    receipt.apps = apps.into_values().collect();
    receipt.apps.sort_by(|a, b| a.app.name.cmp(&b.app.name));
    Ok(receipt)
}

fn state(told: &ToldClient, has_page: bool) -> ToldState {
    match (told.called_at, told.outcome) {
        (_, Some(Outcome::Told)) => ToldState::Told,
        (_, Some(Outcome::Refused)) => ToldState::Refused,
        (_, Some(Outcome::GivenUp)) => ToldState::GivenUp,
        (Some(_), None) => ToldState::Waiting,
        (None, None) if has_page => ToldState::Loaded,
        (None, None) => ToldState::Deaf,
    }
}
