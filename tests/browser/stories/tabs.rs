//! Several tabs of one browser.

use super::enter_password;
use crate::stage::{Authenticator, SECRET, Stage};
use anyhow::Result;

const TILDA: &str = "tilda@stories.example";

/// Two apps ask at the same time; each tab ends at the app that it came from.
pub async fn two_logins_at_once_end_where_each_began(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let platform = browser.tab().await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser.reads("to continue to Amperecloud Platform").await?;
    let solar_reports = browser.new_tab().await?;
    browser.open(&stage.relying_party("/solar-reports/login")).await?;
    browser.reads("to continue to Solar Reports").await?;

    browser.turn_to(&platform).await?;
    let mut phone = Authenticator::new(SECRET)?;
    enter_password(browser, TILDA).await?;
    browser.sees("Enter your 6-digit PIN").await?;

    browser.turn_to(&solar_reports).await?;
    enter_password(browser, TILDA).await?;
    browser.enter("pin", &phone.pin()).await?;
    browser.sees("Allow Solar Reports to use your account?").await?;

    browser.turn_to(&platform).await?;
    browser.enter("pin", &phone.pin()).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;

    browser.turn_to(&solar_reports).await?;
    browser.press("Allow").await?;
    browser
        .arrives_at(&stage.relying_party("/solar-reports/profile"))
        .await
}
