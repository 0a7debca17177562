//! Every page in every language, narrow and wide, light and dark: a picture of each, nothing cut off, nothing in the
//! console, the support on each, and nothing that keeps people out (WCAG 2.2 AA), if axe-core is there.

mod account;
mod company;
mod invitation;
mod log_out;
mod login;
mod mails;
mod recovery;
mod refusals;
mod roll_out;
mod second_factor;
mod staff;

use super::log_in;
use crate::stage::{Axe, Look, Stage, Tongue};
use anyhow::{Context as _, Result, ensure};

/// How pages are looked at. WCAG 2.2, 1.4.10, counts from 320 pixels on.
const LOOKS: [Look; 4] = [
    Look::light(320),
    Look::dark(320),
    Look::dark(1280),
    Look::light(1280),
];

/// Ways to the support, which each page of the provider shows.
const SUPPORT: [&str; 2] = ["support@amperecloud.com", "+49 30 6293 77201"];

/// The provider's pages and mails.
pub async fn every_page(stage: &Stage, tongue: Tongue) -> Result<()> {
    let gallery = Gallery { stage, tongue };
    stage.browser.speaks(tongue).await?;
    login::walk(&gallery).await?;
    refusals::walk(&gallery).await?;
    invitation::walk(&gallery).await?;
    recovery::walk(&gallery).await?;
    second_factor::walk(&gallery).await?;
    account::walk(&gallery).await?;
    company::walk(&gallery).await?;
    roll_out::walk(&gallery).await?;
    log_out::walk(&gallery).await?;
    staff::walk(&gallery).await?;
    mails::walk(&gallery).await
}

/// The relying party and the mail catcher, which speak English only.
pub async fn the_demo_s_own_pages(stage: &Stage) -> Result<()> {
    let gallery = Gallery {
        stage,
        tongue: Tongue::English,
    };
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/")).await?;
    gallery.look_at("demo-home").await?;
    browser.open(&stage.relying_party("/login?prompt=none")).await?;
    browser.reads("login_required").await?;
    gallery.look_at("demo-problem").await?;
    browser.follow("Sign in again").await?;
    log_in(browser, "olaf@stories.example").await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    gallery.look_at("demo-profile").await?;
    browser.follow("Call the API").await?;
    gallery.look_at("demo-api").await?;
    stage.mails_to("olaf@stories.example", 1).await?;
    browser.open(&stage.inbox("/")).await?;
    gallery.look_at("demo-inbox").await?;
    browser.follow("New sign-in to your Amperecloud account").await?;
    gallery.look_at("demo-mail").await
}

/// One language's walk through all pages.
struct Gallery<'s> {
    stage: &'s Stage,
    tongue: Tongue,
}

impl Gallery<'_> {
    /// The address of the one with this name who reads this language.
    fn person(&self, name: &str) -> String {
        self.tongue.address_of(name)
    }

    /// Opens an address of the provider.
    async fn open(&self, path: &str) -> Result<()> {
        self.stage.browser.open(&self.stage.provider(path)).await
    }

    /// Begins a login at the platform, in a browser that knows nobody.
    async fn begin_anew(&self) -> Result<()> {
        let browser = &self.stage.browser;
        browser.forget_cookies().await?;
        browser.open(&self.stage.relying_party("/login")).await
    }

    /// Sends the form as a browser does that checks nothing.
    async fn send_unchecked(&self) -> Result<()> {
        let browser = &self.stage.browser;
        browser
            .run("document.querySelector('main form').noValidate = true")
            .await?;
        browser.click_on("main form .button--full").await
    }

    /// Looks at a page of the provider, as soon as this is there: a CSS selector.
    async fn show(&self, name: &str, there: &str) -> Result<()> {
        let browser = &self.stage.browser;
        browser.text_of(there).await.with_context(|| name.to_owned())?;
        let text = browser.text().await?;
        for way in SUPPORT {
            ensure!(text.contains(way), "{name} does not tell of {way}");
        }
        self.look_at(name).await
    }

    /// Looks at the page in every way.
    async fn look_at(&self, name: &str) -> Result<()> {
        self.picture(name, self.stage.axe.as_ref()).await
    }

    /// Looks at a mail, in whose frame nothing may run, not even a tester's script.
    async fn look_at_mail(&self, name: &str) -> Result<()> {
        self.picture(name, None).await
    }

    async fn picture(&self, name: &str, axe: Option<&Axe>) -> Result<()> {
        let browser = &self.stage.browser;
        let language = self.tongue.code();
        ensure!(
            browser.language().await? == language,
            "{name} is not in this language"
        );
        for look in LOOKS {
            browser.look(look).await?;
            browser
                .picture(&format!("{language}/{name}-{}", look.name()))
                .await?;
            self.check(axe)
                .await
                .with_context(|| format!("{name}, {}", look.name()))?;
        }
        // Once: the same page has the same controls in each language.
        if axe.is_some() && self.tongue == Tongue::English {
            browser.tab_through().await.with_context(|| name.to_owned())?;
        }
        browser.console_is_silent().await.with_context(|| name.to_owned())
    }

    async fn check(&self, axe: Option<&Axe>) -> Result<()> {
        let browser = &self.stage.browser;
        let beyond = browser
            .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        ensure!(beyond == 0, "{beyond} pixels are beyond the edge");
        match axe {
            Some(axe) => axe.check(browser).await,
            None => Ok(()),
        }
    }
}
