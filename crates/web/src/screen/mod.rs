//! The screen that a person looks at: which address it has, which language it speaks, what surrounds it.

mod address;
mod next;
mod policy;
mod show;

pub use address::LOGIN;
pub use policy::Policy;

use crate::cookies;
use crate::extract::language::{Wishes, accepted, first_spoken};
use crate::layers::RequestId;
use crate::state::AppState;
use crate::view::{Bar, BarCompany, Language, Moment, WayOn};
use axum::extract::FromRequestParts;
use http::Method;
use http::request::Parts;
use std::convert::Infallible;
use voltkey_flows::Ctx;
use voltkey_flows::account::house::Look;
use voltkey_flows::error::App;
use voltkey_protocol::params::Params;
use voltkey_protocol::time::Timestamp;

/// The name of the parameter that names languages (OpenID Connect Core, 3.1.2.1); our own pages use it too.
pub const UI_LOCALES: &str = "ui_locales";

/// What a room needs in order to show a page.
#[derive(Clone)]
pub struct Screen {
    state: AppState,
    /// The query of the page's address.
    query: String,
    /// Whose page it is, by `sub`: of a person's own pages.
    owner: Option<String>,
    /// The languages that the address asks for, which its links and forms carry on.
    ui_locales: Option<String>,
    wishes: Wishes,
    is_get: bool,
    knows_browser: bool,
    request_id: Option<RequestId>,
    bar: Option<Bar>,
    look: Option<Look>,
}

impl Screen {
    /// The flows' surroundings.
    pub fn ctx(&self) -> &Ctx {
        &self.state.ctx
    }

    /// The state of the router.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Whether the browser sent the cookie that it is known by.
    pub fn knows_browser(&self) -> bool {
        self.knows_browser
    }

    /// The number under which the log tells of this request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref().map(RequestId::as_str)
    }

    /// The same as if its address asked for these languages.
    pub fn in_languages(mut self, ui_locales: Option<&str>) -> Self {
        self.ui_locales = ui_locales.map(str::to_owned);
        self.wishes.address = first_spoken(ui_locales.unwrap_or_default().split(' '));
        self
    }

    /// The same in a language that the request behind the page asks for, unless its address names one.
    pub fn speaking(mut self, ui_locales: &[String]) -> Self {
        self.wishes.behind = first_spoken(ui_locales.iter().map(String::as_str));
        self
    }

    /// The same with the bar of a signed-in person over its pages.
    pub fn with_bar(mut self, bar: Bar) -> Self {
        self.bar = Some(bar);
        self
    }

    /// The same in the look of a company.
    pub fn wearing(mut self, look: Option<&Look>) -> Self {
        self.look = look.cloned();
        self
    }

    /// The same with that company at the top right.
    pub fn in_company(mut self, company: BarCompany) -> Self {
        if let Some(bar) = &mut self.bar {
            bar.company = Some(company);
        }
        self
    }

    /// The same with forms that say whose page they stand on.
    pub fn owned_by(mut self, sub: &str) -> Self {
        self.owner = Some(sub.to_owned());
        self
    }

    /// The languages that the page's address asks for.
    pub fn asked_languages(&self) -> Option<&str> {
        self.ui_locales.as_deref()
    }

    /// The page's language.
    pub fn language(&self) -> Language {
        self.wishes.choice()
    }

    /// An app as the page's language names it.
    pub fn app(&self, app: &App) -> App {
        app.clone().in_language(self.language().code())
    }

    /// This moment, as the platform's clocks show it.
    pub fn moment(&self) -> Moment {
        self.moment_at(self.ctx().now())
    }

    /// A moment, as the platform's clocks show it.
    pub fn moment_at(&self, at: Timestamp) -> Moment {
        Moment::new(at, &self.ctx().settings().time_zone)
    }

    /// The platform's name.
    pub fn brand(&self) -> &str {
        &self.state.site.brand.name
    }

    /// The way to the platform, where one is configured.
    pub fn platform(&self) -> Option<WayOn> {
        let href = self.ctx().settings().login_url.clone()?;
        Some(WayOn {
            href,
            app: self.brand().to_owned(),
        })
    }

    /// Where a login begins when no app is known: at the platform, or else here.
    pub fn front_door(&self) -> WayOn {
        self.platform().unwrap_or_else(|| WayOn {
            href: self.plain_address(LOGIN),
            app: self.brand().to_owned(),
        })
    }
}

impl FromRequestParts<AppState> for Screen {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let ui_locales = ui_locales(query);
        let wishes = Wishes {
            browser: accepted(&parts.headers),
            ..Wishes::default()
        };
        let browser = cookies::read(&parts.headers, cookies::Kind::Browser, state.site.is_secure());
        let screen = Self {
            state: state.clone(),
            query: query.to_owned(),
            owner: None,
            wishes,
            is_get: matches!(parts.method, Method::GET | Method::HEAD),
            knows_browser: browser.is_some(),
            request_id: parts.extensions.get().cloned(),
            bar: None,
            look: None,
            ui_locales: None,
        };
        Ok(screen.in_languages(ui_locales.as_deref()))
    }
}

/// A query that can't be read names no languages; whoever needs its parameters refuses it.
fn ui_locales(query: &str) -> Option<String> {
    let params = Params::parse(query.as_bytes()).ok()?;
    params.get(UI_LOCALES).map(str::to_owned)
}
