//! Whoever is refused reads what happened and what to do next.

use super::{enter_password, enter_pin, has_tokens};
use crate::stage::{Authenticator, SECRET, Stage, Tongue};
use anyhow::{Result, ensure};

const EMIL: &str = "emil@stories.example";

/// The address stays in the form, the password does not.
pub async fn a_wrong_password_and_a_wrong_pin_are_told(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    browser.fill("email", EMIL).await?;
    browser.enter("password", "Mond-2026!").await?;
    browser
        .reads("The e-mail address or the password is not right")
        .await?;
    ensure!(browser.title().await? == "Error: Sign in · Amperecloud");
    ensure!(browser.value_of("email").await? == EMIL);
    ensure!(browser.value_of("password").await?.is_empty());

    enter_password(browser, EMIL).await?;
    browser.sees("Enter your 6-digit PIN").await?;
    browser.enter("pin", "000000").await?;
    browser.reads("That PIN is not right.").await?;
    ensure!(browser.attribute_of("#pin", "aria-invalid").await?.as_deref() == Some("true"));

    browser.press("Back to Amperecloud Platform").await?;
    browser.sees("The provider did not sign you in").await?;
    browser.reads("access_denied").await
}

/// Nobody is sent to an address that the app has not registered; the support finds the reason by the number.
pub async fn an_address_that_is_not_registered_ends_at_a_page_with_a_number(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let request = "/oauth2/authorize?client_id=platform&response_type=code&scope=openid\
                   &redirect_uri=https://platform.example.net/callback";
    browser.open(&stage.provider(request)).await?;
    browser.sees("Amperecloud Platform can’t sign you in yet").await?;
    browser.arrives_at(&stage.provider("/oauth2/authorize")).await?;
    browser.reads("https://platform.example.net/callback").await?;
    ensure!(!browser.text_of("[data-reference]").await?.is_empty());
    browser.follow("Back to Amperecloud Platform").await?;
    browser.arrives_at(&stage.relying_party("/")).await
}

/// With the way to the platform, and to the support.
pub async fn an_address_that_does_not_exist_is_told(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.provider("/no/such/page")).await?;
    browser.sees("There is nothing here").await?;
    browser.reads("support@amperecloud.com").await?;
    browser.follow("Go to Amperecloud").await?;
    browser.arrives_at(&stage.provider("/login")).await
}

/// A phone whose clock is four minutes fast: the page says so, and takes the right PIN.
pub async fn a_pin_of_another_time_tells_of_the_clock(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let mut phone = Authenticator::new(SECRET)?;
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &tongue.address_of("ken")).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &phone.pin_in_minutes(4)).await?;
    browser
        .reads(tongue.say(
            "Your phone’s clock is about 4 minutes fast",
            "El reloj de tu teléfono va adelantado unos 4 minutos",
            "Die Uhr Ihres Telefons geht etwa 4 Minuten vor",
        ))
        .await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await
}
