//! Ada at her browser, which goes to and fro between a relying party and the provider.

use super::relying_party::RelyingParty;
use crate::harness::{Browser, ENROLLED, Form, Landed, OTP_SECRET, PASSWORD, Page, SOON, Wire, within};
use serde_json::Value;
use url::{Position, Url};
use voltkey_crypto::clock::{Clock as _, SystemClock};
use voltkey_crypto::totp::{Secret, step_at};

/// She has a password and an authenticator.
pub struct Person<'a> {
    browser: Browser,
    app: &'a RelyingParty,
}

impl<'a> Person<'a> {
    /// With a fresh browser.
    pub fn new(app: &'a RelyingParty) -> Self {
        let browser = Browser::default();
        Self { browser, app }
    }

    /// Goes to a room of the app, and wherever that leads.
    pub async fn go(&mut self, room: &str) -> Page {
        let landed = self.browser.open(&self.app.wire, room).await;
        self.land(landed.expect("an answer")).await
    }

    /// Signs in at the provider with password and PIN, because the app asks for it. Ends at the app, which gets all
    /// that it asks for.
    pub async fn sign_in(&mut self) -> Page {
        let login = self.go("/login").await;
        let form = login.form().fill("email", ENROLLED).fill("password", PASSWORD);
        let pin = self.submit(&form).await;
        let secret = Secret::from_base32(OTP_SECRET).unwrap();
        let form = pin
            .form()
            .fill("pin", &secret.code_at(step_at(SystemClock.now())));
        let page = self.submit(&form).await;
        match page.url.path() {
            "/oauth2/consent" => self.submit(&page.form().press("decision", "allow")).await,
            _ => page,
        }
    }

    /// Whether a room of the app is soon closed to her, because nobody is signed in there any more.
    pub async fn is_soon_signed_out(&mut self) -> bool {
        within(SOON, async || self.go("/account").await.status == 401).await
    }

    /// Goes to a page of the provider.
    pub async fn visit(&mut self, path: &str) -> Page {
        let landed = self.browser.open(&self.app.provider.wire, path).await;
        self.land(landed.expect("an answer")).await
    }

    async fn submit(&mut self, form: &Form) -> Page {
        let landed = self.browser.submit(self.site(&form.action), form).await;
        self.land(landed.expect("an answer")).await
    }

    /// Follows the redirects from one site to the other, and the forms that are sent by themselves.
    async fn land(&mut self, mut landed: Landed) -> Page {
        loop {
            let next = match landed {
                Landed::Away(url) => {
                    let path = &url[Position::BeforePath..Position::AfterQuery];
                    self.browser.open(self.site(&url), path).await
                }
                Landed::Page(page) => match page.sent_at_once() {
                    Some(form) => self.browser.submit(self.site(&form.action), &form).await,
                    None => return page,
                },
            };
            landed = next.expect("an answer");
        }
    }

    fn site(&self, url: &Url) -> &'a Wire {
        let sites = [&self.app.wire, &self.app.provider.wire];
        let site = sites
            .into_iter()
            .find(|wire| wire.issuer.origin() == url.origin());
        site.unwrap_or_else(|| panic!("led away to {url}"))
    }
}

/// What a room of the app tells.
pub fn learnt(page: &Page) -> Value {
    assert_eq!(page.status, 200, "{page:?}");
    page.json()
}
