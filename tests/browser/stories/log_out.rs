//! Signing out at one app, and `/auth/logout`, typed into the address bar (S13).

use super::{enter_password, enter_pin, has_tokens, log_in, sign_in};
use crate::stage::{Authenticator, SECRET, Stage, Tongue};
use anyhow::{Result, ensure};

/// What a browser may have kept under the names of our cookies.
fn garbage() -> [(&'static str, String); 4] {
    [
        ("vk_session", "%ff%00-not-a-token".to_owned()),
        ("vk_browser", "x".repeat(3500)),
        ("vk_pin", "{\"of\":\"another age\"}".to_owned()),
        ("vk_of_an_older_version", "1".to_owned()),
    ]
}

/// It clears the login, whatever shape it is in, and leads back to one that works.
pub async fn typed_into_the_address_bar_it_clears_every_trace(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let leo = tongue.address_of("leo");
    let mut phone = Authenticator::new(SECRET)?;
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, &leo).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;
    for (name, value) in garbage() {
        browser.keep_cookie(name, &value).await?;
    }

    browser.open(&stage.provider("/auth/logout")).await?;
    browser
        .sees(tongue.say(
            "You are signed out",
            "Has cerrado la sesión",
            "Sie sind abgemeldet",
        ))
        .await?;
    browser
        .reads(tongue.say(
            "Every trace of your sign-in was removed from this browser.",
            "Se ha borrado de este navegador todo rastro de tu sesión.",
            "Alle Spuren Ihrer Anmeldung wurden aus diesem Browser entfernt.",
        ))
        .await?;
    let kept = browser.cookies().await?;
    ensure!(kept.is_empty(), "{kept:?}");

    browser
        .follow(tongue.say(
            "Continue to Amperecloud",
            "Continuar en Amperecloud",
            "Weiter zu Amperecloud",
        ))
        .await?;
    browser.sees(sign_in(tongue)).await?;
    enter_password(browser, &leo).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await
}

/// The page after it has the browser load another app's page, which ends that app's session there (OpenID Connect
/// Front-Channel Logout 1.0); a third app is told by a call to its server (Back-Channel Logout 1.0).
pub async fn at_one_app_it_ends_the_others(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    browser.open(&stage.relying_party("/solar-reports/login")).await?;
    log_in(browser, &tongue.address_of("ole")).await?;
    browser.press(tongue.say("Allow", "Permitir", "Erlauben")).await?;
    let profile = stage.relying_party("/solar-reports/profile");
    browser.arrives_at(&profile).await?;
    browser.open(&stage.request_of_sundial("")).await?;
    browser.arrives_at(&stage.callback_of_sundial()).await?;
    browser.open(&stage.home_of_sundial()).await?;
    browser.sees("Signed in to Sundial").await?;
    browser.open(&stage.relying_party("/login")).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;

    browser.press("Log out").await?;
    browser.arrives_at(&stage.relying_party("/?state=")).await?;
    browser.reads("You are signed out").await?;
    browser.open(&stage.home_of_sundial()).await?;
    browser.sees("Signed out of Sundial").await?;
    browser.open(&profile).await?;
    browser.reads("You signed out elsewhere").await
}

/// The page after it looks by itself until each app has said something, and says what.
pub async fn the_page_after_it_says_what_became_of_each_app(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    to_a_receipt(stage, &tongue.address_of("noel")).await?;
    for said in [
        tongue.say("Signed out", "Sesión cerrada", "Abgemeldet"),
        tongue.say(
            "Signed out in this browser",
            "Sesión cerrada en este navegador",
            "In diesem Browser abgemeldet",
        ),
        tongue.say("Refused the sign-out", "Rechazó cerrarla", "Abmeldung abgelehnt"),
        tongue.say("Not answered yet", "Aún no ha respondido", "Noch keine Antwort"),
    ] {
        browser.reads(said).await?;
    }
    Ok(())
}

/// Signs out somebody who uses four apps: one is told, of one the browser loads the page, one refuses, and one does not
/// answer.
pub async fn to_a_receipt(stage: &Stage, email: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    log_in(browser, email).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    for app in ["sundial", "almanac", "hourglass"] {
        browser.open(&stage.request_of(app, "")).await?;
        browser.arrives_at(&stage.callback_of_sundial()).await?;
    }
    browser.open(&stage.provider("/oauth2/logout")).await?;
    browser.click_on("main .button--full").await?;
    let tones = "return [...document.querySelectorAll('main .chip')].map(chip => chip.className.split('--')[1]).sort().join()";
    browser
        .until("what each app said", async || {
            let seen = browser.run(tones).await?;
            Ok((seen == "danger,info,ok,ok").then_some(()))
        })
        .await
}
