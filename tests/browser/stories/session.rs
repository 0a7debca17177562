//! A session that has ended (S12).

use super::{enter_password, enter_pin, has_tokens};
use crate::stage::{Authenticator, SECRET, Stage, Tongue};
use anyhow::{Result, ensure};

/// The cookie of a session, on a provider without TLS.
const SESSION: &str = "vk_session";

/// The same browser asks for a PIN and nothing else, of somebody whose address it does not show in full.
pub async fn after_its_end_a_pin_alone_brings_back(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let pia = tongue.address_of("pia");
    let mut phone = Authenticator::new(SECRET)?;
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &pia).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;

    // What comes with each request once the session has ended: the browser is known, the session is not.
    browser.forget_cookie(SESSION).await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser
        .reads(tongue.say(
            "Your session has ended.",
            "Tu sesión ha terminado.",
            "Ihre Sitzung ist abgelaufen.",
        ))
        .await?;
    let text = browser.text().await?;
    let masked = format!("p•••@{}.example", tongue.code());
    ensure!(text.contains(&masked) && !text.contains(&pia), "{text}");
    ensure!(
        text.contains(tongue.say("Not you?", "¿No eres tú?", "Nicht Sie?")),
        "{text}"
    );
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "1fa").await
}
