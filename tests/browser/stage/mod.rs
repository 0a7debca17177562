//! What the stories need: the demo, an app of our own, people, and a browser.

mod app;
mod authenticator;
mod axe;
mod browser;
mod chromium;
mod cookies;
mod inbox;
mod inspection;
mod keyboard;
mod look;
mod operator;
mod people;
mod ports;
mod tongue;

pub use authenticator::Authenticator;
pub use axe::Axe;
pub use browser::Browser;
pub use inbox::{only_link, parts};
pub use look::Look;
pub use operator::Operator;
pub use people::{PASSWORD, SECRET, person};
pub use tongue::Tongue;

use anyhow::{Context as _, Result};
use app::App;
use chromium::Chromium;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;
use voltkey::config::Config;
use voltkey_demo::{Demo, Options};
use voltkey_tests::postgres::{Database, SERVER, environment};

/// The running demo and the browser that looks at it.
pub struct Stage {
    /// The person's browser.
    pub browser: Browser,
    /// Finds what keeps people out of a page, if it was installed.
    pub axe: Option<Axe>,
    /// The provider's operator.
    pub operator: Operator,
    /// The same, eight days ago.
    pub operator_of_last_week: Operator,
    chromium: Chromium,
    demo: Demo,
    app: App,
    /// The provider's; the relying party and the inbox have the next two.
    port: u16,
    /// The demo's data, deleted with the stage.
    _data: TempDir,
    /// Dropped after the demo, which closes its connections.
    _on_server: Option<Database>,
}

impl Stage {
    /// Starts everything.
    ///
    /// # Errors
    /// What is missing on this machine, or does not start.
    pub async fn raise() -> Result<Self> {
        let axe = Axe::installed()?;
        let data = tempfile::tempdir()?;
        let port = ports::free_in_a_row()?;
        let on_server = match environment("VOLTKEY_TEST_DATABASE").as_deref() {
            Some("postgres") => {
                let server = environment(SERVER).with_context(|| format!("{SERVER} names no server"))?;
                Some(Database::new(server, "browser").await)
            }
            _ => None,
        };
        let options = Options {
            port,
            data: Some(data.path().to_owned()),
            database: on_server.as_ref().map(|database| database.url.clone()),
        };
        let demo = Demo::start(&options).await.context("the demo does not start")?;
        let app = App::start().await?;
        let in_folder = || format!("sqlite:{}", data.path().join("voltkey.db").display());
        let config = configuration(data.path(), options.database.unwrap_or_else(in_folder))?;
        let operator = Operator::start(&config).await?;
        let made = operator.apply(&people::world(&app)).await;
        made.context("the people of the stories can't be made")?;
        let chromium = Chromium::start().await?;
        Ok(Self {
            browser: chromium.browser(),
            axe,
            operator,
            operator_of_last_week: Operator::of_last_week(&config).await?,
            chromium,
            demo,
            app,
            port,
            _data: data,
            _on_server: on_server,
        })
    }

    /// Makes the browser forget everybody, and look as it did in the beginning.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn tidy(&self) -> Result<()> {
        self.browser.start_over().await
    }

    /// Ends everything that was started.
    ///
    /// # Errors
    /// When something had failed meanwhile.
    pub async fn take_down(self) -> Result<()> {
        self.chromium.end().await?;
        self.operator.leave().await;
        self.operator_of_last_week.leave().await;
        self.demo.stop().await
    }

    /// An address of the provider.
    pub fn provider(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// An address of the demo's relying party: the platform, and below `/solar-reports` somebody else's app.
    pub fn relying_party(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port + 1)
    }

    /// An address of the demo's mail catcher.
    pub fn inbox(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port + 2)
    }

    /// An authorization request of our own app, `sundial`, with these further parameters.
    pub fn request_of_sundial(&self, more: &str) -> String {
        self.request_of("sundial", more)
    }

    /// An authorization request of one of our own apps, with these further parameters.
    pub fn request_of(&self, app: &str, more: &str) -> String {
        let redirect_uri = self.app.address("/callback");
        self.provider(&format!(
            "/oauth2/authorize?client_id={app}&response_type=code&scope=openid&state=noon\
             &redirect_uri={redirect_uri}{more}"
        ))
    }

    /// Where our own apps take the answer; what came is shown as JSON.
    pub fn callback_of_sundial(&self) -> String {
        self.app.address("/callback")
    }

    /// Where our own app says whether somebody is signed in.
    pub fn home_of_sundial(&self) -> String {
        self.app.address("/")
    }

    /// The mails that came to somebody, oldest first, as soon as there are so many of them.
    ///
    /// # Errors
    /// When they don't come.
    pub async fn mails_to(&self, address: &str, count: usize) -> Result<Vec<Value>> {
        inbox::mails_to(&self.browser, &self.inbox("/messages.json"), address, count).await
    }

    /// The mail with this subject that came to somebody, the latest of them.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn mail_to(&self, address: &str, subject: &str) -> Result<Value> {
        self.mail(&format!("mails to {address}: {subject}"), |mail| {
            mail["to"] == address && mail["subject"] == subject
        })
        .await
    }

    /// The latest of those mails that are meant; `what` names them.
    ///
    /// # Errors
    /// When none comes.
    pub async fn mail(&self, what: &str, is_meant: impl Fn(&Value) -> bool) -> Result<Value> {
        let inbox = self.inbox("/messages.json");
        let mails = inbox::mails(&self.browser, &inbox, 1, what, is_meant).await?;
        mails.last().cloned().context("at least one mail")
    }
}

/// The configuration of the demo whose data is in this folder.
fn configuration(data: &Path, database: String) -> Result<Config> {
    let environment = [
        ("VOLTKEY_DATABASE__URL", database),
        ("VOLTKEY_KEYS__DIR", data.join("keys").display().to_string()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    Ok(Config::load(Some(&data.join("demo.toml")), &environment)?)
}
