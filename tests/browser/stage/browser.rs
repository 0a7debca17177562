//! A person's browser: what they can do, and what they can see.

use super::look::Look;
use super::tongue::Tongue;
use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};
use std::time::Duration;
use thirtyfour::WindowHandle;
use thirtyfour::prelude::*;
use tokio::time::{sleep, timeout};

/// How long a person waits for something to appear. A busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often they look.
const GLANCE: Duration = Duration::from_millis(50);

/// A window with its tabs.
pub struct Browser {
    pub(super) driver: WebDriver,
}

impl Browser {
    pub(super) fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// Types an address.
    pub async fn open(&self, address: &str) -> Result<()> {
        self.driver
            .goto(address)
            .await
            .with_context(|| format!("opening {address}"))
    }

    /// Follows the link with this text.
    pub async fn follow(&self, text: &str) -> Result<()> {
        let link = format!("//a[normalize-space()={}]", quoted(text));
        self.click(By::XPath(link), text).await
    }

    /// Presses the button with this text.
    pub async fn press(&self, text: &str) -> Result<()> {
        let button = format!("//button[normalize-space()={}]", quoted(text));
        self.click(By::XPath(button), text).await
    }

    /// Fills the field with this name, in place of what is there.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.find(By::Name(name), name).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Fills the field with this name and presses the return key there.
    pub async fn enter(&self, name: &str, text: &str) -> Result<()> {
        self.fill(name, text).await?;
        self.find(By::Name(name), name)
            .await?
            .send_keys(Key::Enter + "")
            .await?;
        Ok(())
    }

    /// Clicks on the first element that a CSS selector finds.
    pub async fn click_on(&self, selector: &str) -> Result<()> {
        self.click(By::Css(selector), selector).await
    }

    /// Opens a further tab and turns to it.
    pub async fn new_tab(&self) -> Result<WindowHandle> {
        let tab = self.driver.new_tab().await?;
        self.turn_to(&tab).await?;
        Ok(tab)
    }

    /// The tab that is in front.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// Brings a tab to the front.
    pub async fn turn_to(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.driver.switch_to_window(tab.clone()).await?)
    }

    /// Types in the field with this name, after what is there.
    pub async fn type_on(&self, name: &str, text: &str) -> Result<()> {
        Ok(self.find(By::Name(name), name).await?.send_keys(text).await?)
    }

    /// Chooses from the list with this name what has this value.
    pub async fn choose(&self, name: &str, value: &str) -> Result<()> {
        let option = format!("select[name={name}] option[value={value}]");
        self.click(By::Css(option), value).await
    }

    /// Tells pages which language the person reads.
    pub async fn speaks(&self, tongue: Tongue) -> Result<()> {
        let language = json!({ "userAgent": "", "acceptLanguage": tongue.code() });
        self.command("Emulation.setUserAgentOverride", language).await?;
        Ok(())
    }

    /// Lets pages run scripts, or not.
    pub async fn allow_scripts(&self, allowed: bool) -> Result<()> {
        let disabled = json!({ "value": !allowed });
        self.command("Emulation.setScriptExecutionDisabled", disabled)
            .await?;
        Ok(())
    }

    /// One tab, empty, without cookies; scripts run, and pages speak English.
    pub(super) async fn start_over(&self) -> Result<()> {
        let tabs = self.driver.windows().await?;
        let (first, others) = tabs.split_first().context("no tab is open")?;
        for other in others {
            self.turn_to(other).await?;
            self.driver.close_window().await?;
        }
        self.turn_to(first).await?;
        self.allow_scripts(true).await?;
        self.pass_over_policies(false).await?;
        self.speaks(Tongue::English).await?;
        self.look(Look::light(1280)).await?;
        self.forget_cookies().await?;
        self.open("about:blank").await?;
        self.driver.browser_log().await?;
        Ok(())
    }

    /// Waits for a page with this heading.
    pub async fn sees(&self, heading: &str) -> Result<()> {
        self.until(&format!("the heading “{heading}”"), async || {
            let seen = self.driver.find(By::Tag("h1")).await?.text().await?;
            Ok((seen == heading).then_some(()))
        })
        .await
    }

    /// Waits until the page says this somewhere.
    pub async fn reads(&self, words: &str) -> Result<()> {
        self.until(&format!("the words “{words}”"), async || {
            Ok(self.text().await?.contains(words).then_some(()))
        })
        .await
    }

    /// Waits until the address begins like this.
    pub async fn arrives_at(&self, address: &str) -> Result<()> {
        self.until(&format!("the address {address}"), async || {
            Ok(self.address().await?.starts_with(address).then_some(()))
        })
        .await
    }

    /// What the address bar shows.
    pub async fn address(&self) -> Result<String> {
        Ok(self.driver.current_url().await?.into())
    }

    /// What the page says.
    pub async fn text(&self) -> Result<String> {
        Ok(self.driver.find(By::Tag("body")).await?.text().await?)
    }

    /// What the title bar says.
    pub async fn title(&self) -> Result<String> {
        Ok(self.driver.title().await?)
    }

    /// The page's language.
    pub async fn language(&self) -> Result<String> {
        let language = self.driver.find(By::Tag("html")).await?.attr("lang").await?;
        language.context("the page does not say its language")
    }

    /// The text of the first element that a CSS selector finds.
    pub async fn text_of(&self, selector: &str) -> Result<String> {
        self.until(&format!("“{selector}”"), async || {
            let element = self.driver.find(By::Css(selector)).await?;
            Ok(Some(element.text().await?))
        })
        .await
    }

    /// An attribute of the first element that a CSS selector finds.
    pub async fn attribute_of(&self, selector: &str, name: &str) -> Result<Option<String>> {
        self.until(&format!("“{selector}”"), async || {
            let element = self.driver.find(By::Css(selector)).await?;
            Ok(Some(element.attr(name).await?))
        })
        .await
    }

    /// What stands in a field.
    pub async fn value_of(&self, name: &str) -> Result<String> {
        let value = self.find(By::Name(name), name).await?.value().await?;
        Ok(value.unwrap_or_default())
    }

    /// Waits until there is something. A page that changes under the eyes is looked at again.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
        let mut trouble = None;
        let watching = async {
            loop {
                match look().await {
                    Ok(Some(seen)) => return seen,
                    Ok(None) => trouble = None,
                    Err(error) => trouble = Some(error),
                }
                sleep(GLANCE).await;
            }
        };
        if let Ok(seen) = timeout(PATIENCE, watching).await {
            return Ok(seen);
        }
        let trouble = trouble.unwrap_or_else(|| anyhow!("it is not there"));
        Err(trouble.context(format!("waited in vain for {what}")))
    }

    /// Whether pages' own policies are passed over from the next page on, so that a test can stand for the page of an app.
    pub async fn pass_over_policies(&self, passed_over: bool) -> Result<()> {
        self.command("Page.setBypassCSP", json!({ "enabled": passed_over }))
            .await?;
        Ok(())
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub(super) async fn command(&self, method: &str, parameters: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(method, parameters).await?)
    }

    async fn click(&self, what: By, name: &str) -> Result<()> {
        self.find(what, name)
            .await?
            .click()
            .await
            .with_context(|| format!("clicking “{name}”"))
    }

    async fn find(&self, what: By, name: &str) -> Result<WebElement> {
        self.until(&format!("“{name}”"), async || {
            Ok(Some(self.driver.find(what.clone()).await?))
        })
        .await
    }
}

/// A text as XPath 1.0 writes it.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}
