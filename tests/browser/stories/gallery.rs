//! Every page in every language, narrow and wide, light and dark: a picture of each, nothing cut off, nothing in the
//! console, and nothing that keeps people out (WCAG 2.2 AA), if axe-core is there.

use super::{enter_password, log_in};
use crate::stage::{Look, PASSWORD, Stage};
use anyhow::{Context as _, Result, ensure};

/// How pages are pictured: on a desk and on a phone.
const PICTURED: [Look; 4] = [
    Look::light(1280),
    Look::dark(1280),
    Look::light(390),
    Look::dark(390),
];

/// How pages are checked: WCAG 2.2, 1.4.10, counts from 320 pixels on.
const CHECKED: [Look; 4] = [
    Look::light(320),
    Look::dark(320),
    Look::light(1280),
    Look::dark(1280),
];

pub async fn in_english(stage: &Stage) -> Result<()> {
    walk(&Gallery {
        stage,
        language: "en",
    })
    .await
}

pub async fn in_spanish(stage: &Stage) -> Result<()> {
    walk(&Gallery {
        stage,
        language: "es",
    })
    .await
}

pub async fn in_german(stage: &Stage) -> Result<()> {
    walk(&Gallery {
        stage,
        language: "de",
    })
    .await
}

/// The relying party and the mail catcher, which speak English only.
pub async fn of_the_demo_s_own_pages(stage: &Stage) -> Result<()> {
    let gallery = Gallery {
        stage,
        language: "en",
    };
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/")).await?;
    gallery.show("demo-home").await?;
    browser.open(&stage.relying_party("/login?prompt=none")).await?;
    browser.reads("login_required").await?;
    gallery.show("demo-problem").await?;
    browser.follow("Sign in again").await?;
    log_in(browser, "olaf@stories.example").await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    gallery.show("demo-profile").await?;
    browser.follow("Call the API").await?;
    gallery.show("demo-api").await?;
    stage.mails_to("olaf@stories.example", 1).await?;
    browser.open(&stage.inbox("/")).await?;
    gallery.show("demo-inbox").await?;
    browser.follow("New sign-in to your Amperecloud account").await?;
    gallery.show("demo-mail").await
}

/// One language's walk through all pages.
struct Gallery<'s> {
    stage: &'s Stage,
    language: &'static str,
}

async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    login(gallery).await?;
    answers(gallery).await?;
    refusals(gallery).await?;
    sign_out(gallery).await?;
    enrollment(gallery, "alex", "enroll-announced").await?;
    enrollment(gallery, "kim", "enroll-required").await
}

async fn login(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.open(&gallery.of_app("/login")).await?;
    gallery.show("login").await?;
    browser.fill("email", &gallery.person("robin")).await?;
    browser.enter("password", "Mond-2026!").await?;
    browser.text_of(".error-summary").await?;
    gallery.show("login-refused").await?;

    enter_password(browser, &gallery.person("robin")).await?;
    browser.text_of("#pin").await?;
    gallery.show("pin").await?;
    browser.enter("pin", "000000").await?;
    browser.text_of("#pin-error").await?;
    gallery.show("pin-refused").await
}

async fn answers(gallery: &Gallery<'_>) -> Result<()> {
    let stage = gallery.stage;
    let browser = &stage.browser;
    browser
        .open(&gallery.of_app("/solar-reports/login?prompt=consent"))
        .await?;
    log_in(browser, &gallery.person("robin")).await?;
    browser.text_of("[value=allow]").await?;
    gallery.show("consent").await?;

    browser.allow_scripts(false).await?;
    let request = format!("&response_mode=form_post&ui_locales={}", gallery.language);
    browser.open(&stage.request_of_sundial(&request)).await?;
    browser.text_of("[data-send-at-once]").await?;
    browser.allow_scripts(true).await?;
    gallery.show("form-post").await
}

async fn refusals(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser
        .open(&gallery.of_provider(
            "/oauth2/authorize?client_id=platform&response_type=code&scope=openid%20profile&state=af0ifjsldkj\
             &redirect_uri=https://app.amperecloud.example/oidc/callback/",
        ))
        .await?;
    gallery.show("refused").await?;
    browser.open(&gallery.of_provider("/login?request=gone")).await?;
    gallery.show("restart").await?;
    browser.open(&gallery.of_provider("/no/such/page")).await?;
    gallery.show("not-found").await
}

async fn sign_out(gallery: &Gallery<'_>) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.open(&gallery.of_provider("/oauth2/logout")).await?;
    gallery.show("sign-out").await?;
    browser.click_on("main .button--full").await?;
    browser.text_of(".seal--success").await?;
    gallery.show("signed-out").await
}

async fn enrollment(gallery: &Gallery<'_>, person: &str, name: &str) -> Result<()> {
    let browser = &gallery.stage.browser;
    browser.open(&gallery.of_app("/login")).await?;
    browser.fill("email", &gallery.person(person)).await?;
    browser.enter("password", PASSWORD).await?;
    browser.text_of("[data-otp-secret]").await?;
    gallery.show(name).await
}

impl Gallery<'_> {
    /// An address of an app, which asks the provider for this language.
    fn of_app(&self, path: &str) -> String {
        self.speaking(self.stage.relying_party(path))
    }

    /// An address of the provider in this language.
    fn of_provider(&self, path: &str) -> String {
        self.speaking(self.stage.provider(path))
    }

    fn speaking(&self, address: String) -> String {
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}ui_locales={}", self.language)
    }

    /// The address of the one with this name who reads this language.
    fn person(&self, name: &str) -> String {
        format!("{name}@{}.example", self.language)
    }

    /// Looks at the page in every way.
    async fn show(&self, name: &str) -> Result<()> {
        let browser = &self.stage.browser;
        ensure!(
            browser.language().await? == self.language,
            "{name} is not in this language"
        );
        for look in PICTURED {
            browser.look(look).await?;
            browser
                .picture(&format!("{}/{name}-{}", self.language, look.name()))
                .await?;
        }
        for look in CHECKED {
            browser.look(look).await?;
            self.check()
                .await
                .with_context(|| format!("{name}, {}", look.name()))?;
        }
        browser.look(Look::light(1280)).await?;
        browser.console_is_silent().await.with_context(|| name.to_owned())
    }

    async fn check(&self) -> Result<()> {
        let browser = &self.stage.browser;
        let beyond = browser
            .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        ensure!(beyond == 0, "{beyond} pixels are beyond the edge");
        match &self.stage.axe {
            Some(axe) => axe.check(browser).await,
            None => Ok(()),
        }
    }
}
