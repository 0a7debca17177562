//! What the stories need: the demo, an app of our own, people, and a browser.

mod app;
mod authenticator;
mod axe;
mod browser;
mod chromium;
mod inbox;
mod inspection;
mod look;
mod people;
mod ports;

pub use authenticator::Authenticator;
pub use axe::Axe;
pub use browser::Browser;
pub use look::Look;
pub use people::{PASSWORD, SECRET};

use anyhow::{Context as _, Result};
use app::App;
use chromium::Chromium;
use serde_json::Value;
use tempfile::TempDir;
use voltkey_demo::{Demo, Options};
use voltkey_tests::postgres::{Database, SERVER, environment};

/// The running demo and the browser that looks at it.
pub struct Stage {
    /// The person's browser.
    pub browser: Browser,
    /// Finds what keeps people out of a page, if it was installed.
    pub axe: Option<Axe>,
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
        let url = options.database.unwrap_or_else(in_folder);
        people::add(data.path(), url, &app)
            .await
            .context("the people of the stories can't be made")?;
        let chromium = Chromium::start().await?;
        Ok(Self {
            browser: chromium.browser(),
            axe,
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
        let redirect_uri = self.app.callback();
        self.provider(&format!(
            "/oauth2/authorize?client_id=sundial&response_type=code&scope=openid&state=noon\
             &redirect_uri={redirect_uri}{more}"
        ))
    }

    /// Where our own app takes the answer; it shows what came as JSON.
    pub fn callback_of_sundial(&self) -> String {
        self.app.callback()
    }

    /// The mails that came to somebody, oldest first, as soon as there are so many of them.
    ///
    /// # Errors
    /// When they don't come.
    pub async fn mails_to(&self, address: &str, count: usize) -> Result<Vec<Value>> {
        inbox::mails_to(&self.browser, &self.inbox("/messages.json"), address, count).await
    }
}
