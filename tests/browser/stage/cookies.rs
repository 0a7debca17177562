//! What a browser keeps for the hosts of the stage.

use super::browser::Browser;
use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// They count for every port of it.
const HOST: &str = "http://localhost/";

impl Browser {
    /// Forgets all cookies.
    pub async fn forget_cookies(&self) -> Result<()> {
        self.command("Network.clearBrowserCookies", json!({})).await?;
        Ok(())
    }

    /// Forgets one cookie.
    pub async fn forget_cookie(&self, name: &str) -> Result<()> {
        let which = json!({ "name": name, "url": HOST });
        self.command("Network.deleteCookies", which).await?;
        Ok(())
    }

    /// Keeps something under a name, whatever was there.
    pub async fn keep_cookie(&self, name: &str, value: &str) -> Result<()> {
        let cookie = json!({ "name": name, "value": value, "url": HOST });
        let kept = self.command("Network.setCookie", cookie).await?;
        anyhow::ensure!(
            kept["success"] == true,
            "the browser does not take the cookie {name}"
        );
        Ok(())
    }

    /// All cookies: their names and values.
    pub async fn cookies(&self) -> Result<Vec<(String, String)>> {
        let answer = self
            .command("Network.getCookies", json!({ "urls": [HOST] }))
            .await?;
        let cookies = answer["cookies"].as_array().context("a list of cookies")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pairs = cookies
            .iter()
            .map(|cookie| (text(&cookie["name"]), text(&cookie["value"])));
        Ok(pairs.collect())
    }
}
