//! Consent to what an app asks for (OpenID Connect Core, 3.1.2.4).

use crate::error::Answer;
use crate::extract::{OwnForm, Pending};
use crate::screen::{Policy, Screen};
use crate::state::AppState;
use crate::view::{self, consent::ScopeRow};
use axum::{Extension, Router, routing};
use url::Url;
use voltkey_flows::Visitor;
use voltkey_flows::oidc::consent::{self, Consent, ConsentView};
use voltkey_flows::page::Page;
use voltkey_protocol::claims::{self, Detail};

const PATH: &str = "/oauth2/consent";
/// The hidden input that says who was asked.
const SESSION: &str = "session";
/// The hidden input that says what the page has shown.
const SHOWN: &str = "shown";

/// The addresses of this room.
pub fn routes() -> Router<AppState> {
    Router::new().route(PATH, routing::get(get).post(post))
}

async fn get(screen: Screen, Extension(visitor): Extension<Visitor>, Pending(id): Pending) -> Answer {
    let mut asked = match consent::view(screen.ctx(), &visitor, &id).await? {
        Page::Show(asked) => asked,
        Page::Elsewhere(next) => return screen.go(next),
    };
    let screen = screen.speaking(&asked.ui_locales);
    asked.app = screen.app(&asked.app);
    let logo = asked.app.logo_uri.as_deref().and_then(https_origin);
    let mut page = page(&screen, &visitor, asked);
    page.logo = page.logo.filter(|_| logo.is_some());
    screen.show(&page, Policy::LEAVING.with_images_of(logo))
}

async fn post(
    screen: Screen,
    Extension(visitor): Extension<Visitor>,
    Pending(id): Pending,
    OwnForm(form): OwnForm,
) -> Answer {
    // Whatever is not "allow" is no consent.
    let consent = match form.get("decision") {
        Some("allow") => Consent::Allow {
            session: form.get(SESSION).unwrap_or_default(),
            shown: form.get(SHOWN).unwrap_or_default(),
        },
        _ => Consent::Deny,
    };
    screen.go(consent::decide(screen.ctx(), &visitor, &id, consent).await?)
}

fn page(screen: &Screen, visitor: &Visitor, asked: ConsentView) -> view::Consent {
    let form = screen
        .form(visitor, PATH, &asked.request)
        .with(SESSION, asked.session.as_str())
        .with(SHOWN, asked.scopes.join(" "));
    let identity = screen.identity(visitor, &asked.request, &asked.email, &asked.name);
    let scopes = asked.scopes.iter().map(|scope| row(scope, &asked)).collect();
    let app = asked.app;
    let mut page = view::Consent::new(form, app.name, asked.return_host, identity);
    page.scopes = scopes;
    page.logo = app.logo_uri;
    page.home = app.home;
    page.policy_uri = app.policy_uri;
    page.tos_uri = app.tos_uri;
    page
}

/// A scope with what the app would read.
fn row(scope: &str, asked: &ConsentView) -> ScopeRow {
    let row = ScopeRow::new(scope);
    let given: Vec<_> = given(scope, asked).collect();
    match given.is_empty() {
        true => row,
        false => row.showing(&given.join(" · ")),
    }
}

/// What a scope gives of what the person has told.
fn given<'a>(scope: &'a str, asked: &'a ConsentView) -> impl Iterator<Item = &'a str> {
    let of_account = match scope {
        "profile" => &asked.name,
        "email" => &asked.email,
        "phone" => asked.phone.as_deref().unwrap_or_default(),
        _ => "",
    };
    let details = Detail::ALL.iter();
    let details = details.filter(move |detail| claims::scope_of(detail.claim()) == Some(scope));
    let told = details.map(|detail| asked.about.get(*detail));
    std::iter::once(of_account)
        .chain(told)
        .filter(|text| !text.is_empty())
}

/// Where a logo comes from. One that would travel in clear is not shown.
fn https_origin(logo: &str) -> Option<String> {
    let url = Url::parse(logo).ok().filter(|url| url.scheme() == "https")?;
    Some(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logos_come_by_https_only() {
        assert_eq!(
            https_origin("https://app.example:8443/l.svg"),
            Some("https://app.example:8443".to_owned())
        );
        assert_eq!(https_origin("http://app.example/l.svg"), None);
        assert_eq!(https_origin("data:image/png;base64,"), None);
    }
}
