//! A session that has ended (S12).

use super::{enter_password, enter_pin, has_tokens, log_in};
use crate::stage::{Authenticator, Browser, SECRET, Stage, Tongue};
use anyhow::{Context as _, Result, ensure};
use voltkey_protocol::logout::session_state::session_state;

/// The cookie of a session, on a provider without TLS.
const SESSION: &str = "vk_session";
/// The cookie that the frame on apps' pages reads, likewise.
const LOGIN_STATE: &str = "vk_state";

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

/// The frame that the provider lends to apps' pages tells one of them that the login is as it was, until the person is
/// signed out (OpenID Connect Session Management 1.0).
pub async fn the_page_of_an_app_watches_the_login(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    log_in(browser, "wanda@stories.example").await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    let cookies = browser.cookies().await?;
    let (_, state) = cookies
        .into_iter()
        .find(|(name, _)| name == LOGIN_STATE)
        .context("no cookie tells of the login")?;
    let home = stage.relying_party("/");
    let known = session_state("platform", &home, &state, "salt").context("a web page")?;
    let asked = format!("platform {known}");
    let frame = stage.provider("/oauth2/check-session");

    browser.pass_over_policies(true).await?;
    browser.open(&home).await?;
    ensure!(answer_to(browser, &frame, &asked).await? == "unchanged");
    ensure!(answer_to(browser, &frame, &format!("reports {known}")).await? == "changed");
    ensure!(answer_to(browser, &frame, "platform").await? == "error");
    browser.open(&stage.provider("/auth/logout")).await?;
    browser.sees("You are signed out").await?;
    browser.open(&home).await?;
    ensure!(answer_to(browser, &frame, &asked).await? == "changed");
    Ok(())
}

/// What a frame with this address answers to a message of the page.
async fn answer_to(browser: &Browser, frame: &str, message: &str) -> Result<String> {
    let script = format!(
        "const tell = arguments[arguments.length - 1];
         const frame = document.createElement('iframe');
         addEventListener('message', event => {{ frame.remove(); tell(event.data); }}, {{ once: true }});
         frame.onload = () => frame.contentWindow.postMessage({message:?}, new URL({frame:?}).origin);
         frame.src = {frame:?};
         document.body.append(frame);"
    );
    let answer = browser.run_async(&script).await?;
    Ok(answer.as_str().context("an answer")?.to_owned())
}
