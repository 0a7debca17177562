//! One application: its registration, the provider, and what it keeps in memory.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use openidconnect::{ClientId, ClientSecret, RedirectUrl};
use url::Url;

use crate::browser;
use crate::keys::Keys;
use crate::login::PendingLogin;
use crate::members::Member;
use crate::memory::Memory;
use crate::pages::{Frame, Link, Pages};
use crate::problem::Problem;
use crate::provider::{Client, Metadata, Provider};
use crate::session::Session;
use crate::settings::{Registration, Settings};

/// Logins that may be under way at a time, and people who may be signed in.
const CAPACITY: usize = 10_000;

/// The state that every handler of one application gets.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    registration: Registration,
    public_url: Url,
    frame: Frame,
    provider: Arc<Provider>,
    keys: Arc<Keys>,
    pages: Pages,
    logins: Memory<PendingLogin>,
    logouts: Memory<BrowserId>,
    sessions: Memory<Session>,
    /// The keys of sessions that the provider has ended.
    ended: Memory<()>,
    /// The logout tokens that have come, by `jti`.
    logout_tokens: Memory<()>,
    /// By subject.
    members: Memory<Member>,
}

/// Which browser it is: the value of a cookie that it got when it first signed in or out.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BrowserId(String);

impl App {
    pub(crate) fn new(
        registration: Registration,
        settings: &Settings,
        provider: Arc<Provider>,
        keys: Arc<Keys>,
        pages: Pages,
    ) -> Self {
        let others = settings
            .registrations
            .iter()
            .filter(|other| other.prefix != registration.prefix);
        let frame = Frame {
            name: registration.name.clone(),
            prefix: registration.prefix.clone(),
            issuer: settings.issuer.as_str().trim_end_matches('/').to_owned(),
            others: others
                .map(|other| Link::new(&other.name, format!("{}/", other.prefix)))
                .collect(),
        };
        Self(Arc::new(Inner {
            registration,
            public_url: settings.public_url.clone(),
            frame,
            provider,
            keys,
            pages,
            logins: Memory::new(CAPACITY),
            logouts: Memory::new(CAPACITY),
            sessions: Memory::new(CAPACITY),
            ended: Memory::new(CAPACITY),
            logout_tokens: Memory::new(CAPACITY),
            members: Memory::new(CAPACITY),
        }))
    }

    pub(crate) fn registration(&self) -> &Registration {
        &self.0.registration
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.0.provider
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub(crate) fn public_url(&self) -> &Url {
        &self.0.public_url
    }

    pub(crate) fn logins(&self) -> &Memory<PendingLogin> {
        &self.0.logins
    }

    pub(crate) fn logouts(&self) -> &Memory<BrowserId> {
        &self.0.logouts
    }

    pub(crate) fn sessions(&self) -> &Memory<Session> {
        &self.0.sessions
    }

    pub(crate) fn logout_tokens(&self) -> &Memory<()> {
        &self.0.logout_tokens
    }

    pub(crate) fn members(&self) -> &Memory<Member> {
        &self.0.members
    }

    /// A path of this application, such as `/callback`, as this process routes it.
    pub(crate) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.0.registration.prefix)
    }

    /// The same path as an address for the outside.
    pub(crate) fn address(&self, path: &str) -> String {
        format!(
            "{}{}",
            self.0.public_url.as_str().trim_end_matches('/'),
            self.path(path)
        )
    }

    /// The registered redirect URI.
    pub(crate) fn redirect_uri(&self) -> Result<RedirectUrl, Problem> {
        RedirectUrl::new(self.address("/callback")).map_err(Problem::internal)
    }

    /// The `openidconnect` client for what discovery said.
    pub(crate) fn client(&self, metadata: &Metadata) -> Result<Client, Problem> {
        let registration = self.registration();
        let client = Client::from_provider_metadata(
            metadata.clone(),
            ClientId::new(registration.client_id.clone()),
            registration.client_secret.clone().map(ClientSecret::new),
        );
        Ok(client.set_redirect_uri(self.redirect_uri()?))
    }

    /// Who is signed in with this browser, and the key of their session.
    pub(crate) fn signed_in(&self, jar: &CookieJar) -> Option<(String, Session)> {
        let key = jar.get(&self.session_cookie())?.value().to_owned();
        let session = self.0.sessions.get(&key)?;
        Some((key, session))
    }

    /// Ends sessions because the provider has ended theirs.
    pub(crate) fn end_sessions(&self, which: impl Fn(&Session) -> bool) {
        for key in self.0.sessions.take_all(which) {
            self.0.ended.insert(key, ());
        }
    }

    /// Whether the session of this browser was ended by the provider.
    pub(crate) fn was_ended(&self, jar: &CookieJar) -> bool {
        jar.get(&self.session_cookie())
            .is_some_and(|cookie| self.0.ended.get(cookie.value()).is_some())
    }

    /// The name of the cookie with the session's key. Cookies are shared between the ports of a host, hence `rp_`.
    pub(crate) fn session_cookie(&self) -> String {
        format!("rp{}_session", self.registration().prefix.replace('/', "_"))
    }

    fn browser_cookie(&self) -> String {
        format!("rp{}_browser", self.registration().prefix.replace('/', "_"))
    }

    /// Which browser this is, if it has been here before.
    pub(crate) fn known_browser(&self, jar: &CookieJar) -> Option<BrowserId> {
        jar.get(&self.browser_cookie())
            .map(|cookie| BrowserId(cookie.value().to_owned()))
    }

    /// Which browser this is; a new one gets its cookie.
    pub(crate) fn browser(&self, jar: CookieJar) -> (CookieJar, BrowserId) {
        if let Some(known) = self.known_browser(&jar) {
            return (jar, known);
        }
        let id = browser::random();
        let jar = jar.add(browser::cookie(self, self.browser_cookie(), id.clone()));
        (jar, BrowserId(id))
    }

    /// Takes every cookie of this application away from the browser.
    pub(crate) fn forget_browser(&self, jar: CookieJar) -> CookieJar {
        browser::without(
            browser::without(jar, self.session_cookie()),
            self.browser_cookie(),
        )
    }

    /// A page of this application.
    pub(crate) fn page(&self, template: &str, view: impl serde::Serialize) -> Response {
        self.0.pages.render(template, &self.0.frame, view)
    }

    /// The handler's answer, or the page that says what went wrong and what to do next.
    pub(crate) fn answer(&self, result: Result<impl IntoResponse, Problem>) -> Response {
        match result {
            Ok(response) => response.into_response(),
            Err(problem) => (problem.status(), self.page("problem.html", problem.view())).into_response(),
        }
    }
}
