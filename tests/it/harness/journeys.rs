//! What people do again and again: log in, enter a PIN, consent.

use super::authorization::AuthorizationRequest;
use super::browser::Browser;
use super::client::{Client, Tokens};
use super::landed::Landed;
use super::page::Page;
use super::seconds;
use super::seed::{OTP_SECRET, PASSWORD, email_of};
use super::world::World;
use voltkey_crypto::totp::Secret;
use voltkey_protocol::time::Timestamp;

impl World {
    /// Logs somebody in on the login page: e-mail address, password, and the PIN where it is asked for.
    pub async fn log_in(&self, browser: &mut Browser, login: Page, name: &str) -> Landed {
        let form = login
            .form()
            .fill("email", email_of(name))
            .fill("password", PASSWORD);
        let landed = form.submit(browser).await;
        match landed {
            Landed::Page(page) if page.url.path() == "/login/pin" => {
                self.enter_pin(browser, page, name).await
            }
            landed => landed,
        }
    }

    /// Enters the PIN that somebody's authenticator shows, on the page that asks for it.
    pub async fn enter_pin(&self, browser: &mut Browser, page: Page, name: &str) -> Landed {
        page.form()
            .fill("pin", &self.fresh_pin(name))
            .submit(browser)
            .await
    }

    /// A PIN that this person has not used. After one has been used, the time passes until the authenticator
    /// shows the next, as it does for people.
    pub fn fresh_pin(&self, name: &str) -> String {
        let mut used = self.used_steps.lock().unwrap();
        if used.get(name) == Some(&step(self.now())) {
            self.clock.advance(seconds(30));
        }
        used.insert(name.to_owned(), step(self.now()));
        pin_at(OTP_SECRET, self.now())
    }

    /// A browser in which somebody with an authenticator, or nobody's duty to have one, is signed in.
    pub async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let login = browser.get("/login").await.page();
        let away = self.log_in(&mut browser, login, name).await.away();
        assert_eq!(away.as_str(), "https://platform.example/login");
        browser
    }

    /// Signs somebody in at a client in a new browser, consents where that is asked, and exchanges the code.
    pub async fn tokens(&self, client: &Client, name: &str, scope: &str) -> Tokens {
        self.tokens_by(client, &mut self.browser(), name, &client.authorize(scope))
            .await
    }

    /// As [`World::tokens`], with that browser and request.
    pub async fn tokens_by(
        &self,
        client: &Client,
        browser: &mut Browser,
        name: &str,
        request: &AuthorizationRequest,
    ) -> Tokens {
        let answer = self.sign_in(browser, name, request).await.answer();
        client.exchange(request, answer.code()).await.tokens()
    }

    /// Goes through the pages of an authorization request: login, PIN and consent, as far as they come.
    pub async fn sign_in(&self, browser: &mut Browser, name: &str, request: &AuthorizationRequest) -> Landed {
        let mut landed = browser.open(request).await;
        loop {
            landed = match landed {
                Landed::Page(page) if page.url.path() == "/login" => self.log_in(browser, page, name).await,
                Landed::Page(page) if page.url.path() == "/login/pin" => {
                    self.enter_pin(browser, page, name).await
                }
                Landed::Page(page) if page.url.path() == "/oauth2/consent" => {
                    page.form().press("allow").submit(browser).await
                }
                landed => return landed,
            }
        }
    }
}

/// The PIN that an authenticator with that secret, in base32, shows at that moment.
pub fn pin_at(secret: &str, moment: Timestamp) -> String {
    Secret::from_base32(secret).expect("base32").code_at(step(moment))
}

fn step(moment: Timestamp) -> i64 {
    moment.as_seconds() / 30
}
