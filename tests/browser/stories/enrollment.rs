//! Setting up an authenticator on the way (S9, S10).

use super::enter_password;
use crate::stage::{Authenticator, Browser, Stage};
use anyhow::{Result, ensure};

const CARLA: &str = "carla@solluna.example";
const SAM: &str = "sam@voltkey.example";

/// Carla, whose company gives her some weeks: she puts it off, does it the next time, and needs her phone from then on.
pub async fn it_can_wait_until_the_date_and_then_the_pin_is_asked(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    let sign_in = stage.relying_party("/login?ui_locales=es");
    browser.open(&sign_in).await?;
    browser.sees("Iniciar sesión").await?;
    enter_password(browser, CARLA).await?;
    browser.sees("Configura la autenticación en dos pasos").await?;
    ensure!(browser.language().await? == "es");
    browser.reads("Sol y Luna SL la exige").await?;
    browser.reads("quedan 30 días").await?;
    browser
        .press("Recuérdamelo la próxima vez que inicie sesión")
        .await?;
    browser.sees("Carla Luna").await?;
    browser.reads("urn:voltkey:acr:1fa").await?;

    browser.forget_cookies().await?;
    browser.open(&sign_in).await?;
    enter_password(browser, CARLA).await?;
    browser.sees("Configura la autenticación en dos pasos").await?;
    let mut phone = scanned(browser).await?;
    browser.enter("pin", &phone.pin()).await?;
    browser.sees("Carla Luna").await?;
    browser.reads("urn:voltkey:acr:2fa").await?;

    browser.forget_cookies().await?;
    browser.open(&sign_in).await?;
    enter_password(browser, CARLA).await?;
    browser.sees("Escribe tu PIN de 6 cifras").await?;
    browser.enter("pin", &phone.pin()).await?;
    browser.sees("Carla Luna").await
}

/// Sam, whose role needs a second factor, whatever the policy: there is no "later".
pub async fn support_must_enroll_at_once(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, SAM).await?;
    browser.sees("Set up two-factor authentication").await?;
    browser.reads("Support and operators always need it.").await?;
    ensure!(!browser.text().await?.contains("Remind me"));

    // A page that is shown again keeps its key: it may be in the phone already.
    let before = browser.text_of("[data-otp-secret]").await?;
    browser.enter("pin", "000000").await?;
    browser.reads("That PIN is not right.").await?;
    ensure!(browser.text_of("[data-otp-secret]").await? == before);

    browser.enter("pin", &scanned(browser).await?.pin()).await?;
    browser.sees("Sam Parker").await
}

/// The phone, after it read the key. The QR code's address holds the same one.
async fn scanned(browser: &Browser) -> Result<Authenticator> {
    let key = browser
        .text_of("[data-otp-secret]")
        .await?
        .replace(char::is_whitespace, "");
    let address = browser.attribute_of("a.qr", "href").await?.unwrap_or_default();
    ensure!(address.starts_with("otpauth://totp/Amperecloud:"), "{address}");
    ensure!(address.contains(&format!("secret={key}&")), "{address}");
    Authenticator::new(&key)
}
