//! Setting up an authenticator on the way (S9, S10), and the PIN from then on (S11).

use super::{enter_password, enter_pin, has_tokens, scanned};
use crate::stage::{Stage, Tongue, person};
use anyhow::{Context as _, Result, ensure};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use voltkey_crypto::clock::{Clock as _, SystemClock};

const SAM: &str = "sam@voltkey.example";

/// The heading of the page.
const fn set_up(tongue: Tongue) -> &'static str {
    tongue.say(
        "Set up two-factor authentication",
        "Configura la autenticación en dos pasos",
        "Zwei-Faktor-Authentifizierung einrichten",
    )
}

/// The button that puts it off.
const fn later(tongue: Tongue) -> &'static str {
    tongue.say(
        "Remind me at the next sign-in",
        "Recuérdamelo la próxima vez que inicie sesión",
        "Beim nächsten Anmelden erinnern",
    )
}

/// Somebody whose company has named a date is told it with the days that are left, and puts it off; after the date
/// it must be; and the phone is needed from then on.
pub async fn it_can_wait_until_the_date_and_not_longer(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let uma = tongue.address_of("uma");
    let today = today()?;
    let until = date(today.year() + 1, 2, 6);
    let member = person(&uma, slug(tongue), tongue);
    stage
        .operator
        .apply(&format!("{}{member}", company(tongue, until)))
        .await?;

    browser.speaks(tongue).await?;
    let sign_in = stage.relying_party("/login");
    browser.open(&sign_in).await?;
    enter_password(browser, &uma).await?;
    browser.sees(set_up(tongue)).await?;
    ensure!(browser.language().await? == tongue.code());
    let (year, days) = (until.year(), (until - today).get_days());
    browser
        .reads(&match tongue {
            Tongue::English => format!("Required after 6 February {year}"),
            Tongue::Spanish => format!("Obligatoria después del 6 de febrero de {year}"),
            Tongue::German => format!("Nach dem 6. Februar {year} vorgeschrieben"),
        })
        .await?;
    browser
        .reads(&match tongue {
            Tongue::English => {
                format!("Abendrot eG requires it of its members. You can do it later: {days} days are left.")
            }
            Tongue::Spanish => format!("Puedes hacerlo más tarde: quedan {days} días."),
            Tongue::German => format!("Sie können das auch später erledigen: Es bleiben {days} Tage."),
        })
        .await?;
    browser.press(later(tongue)).await?;
    has_tokens(stage, "Robin Stern", "1fa").await?;

    let passed = date(today.year() - 1, 2, 6);
    stage.operator.apply(&company(tongue, passed)).await?;
    browser.forget_cookies().await?;
    browser.open(&sign_in).await?;
    enter_password(browser, &uma).await?;
    browser.sees(set_up(tongue)).await?;
    browser
        .reads(tongue.say(
            "Two-factor authentication has been required since",
            "La autenticación en dos pasos es obligatoria desde el",
            "Die Zwei-Faktor-Authentifizierung ist seit dem",
        ))
        .await?;
    ensure!(!browser.text().await?.contains(later(tongue)));
    let mut phone = scanned(browser).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await?;

    browser.forget_cookies().await?;
    browser.open(&sign_in).await?;
    enter_password(browser, &uma).await?;
    browser.sees(enter_pin(tongue)).await?;
    browser.enter("pin", &phone.pin()).await?;
    has_tokens(stage, "Robin Stern", "2fa").await
}

/// A company of its own for each language, so that its date can be moved.
fn company(tongue: Tongue, grace_until: Date) -> String {
    format!(
        "[[companies]]\nslug = \"{}\"\nname = \"Abendrot eG\"\nsecond_factor = \"required\"\n\
         grace_until = \"{grace_until}\"\n",
        slug(tongue)
    )
}

fn slug(tongue: Tongue) -> &'static str {
    tongue.say("abendrot-en", "abendrot-es", "abendrot-de")
}

/// The date where the platform is.
fn today() -> Result<Date> {
    let now = jiff::Timestamp::from_microsecond(SystemClock.now().as_micros())?;
    let berlin = TimeZone::get("Europe/Berlin").context("the time zone of the demo")?;
    Ok(now.to_zoned(berlin).date())
}

/// Sam, whose role needs a second factor, whatever the policy: there is no "later".
pub async fn support_must_enroll_at_once(stage: &Stage) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    enter_password(browser, SAM).await?;
    browser.sees(set_up(Tongue::English)).await?;
    browser.reads("Support and operators always need it.").await?;
    ensure!(!browser.text().await?.contains(later(Tongue::English)));

    // A page that is shown again keeps its key: it may be in the phone already.
    let before = browser.text_of("[data-otp-secret]").await?;
    browser.enter("pin", "000000").await?;
    browser.reads("That PIN is not right.").await?;
    ensure!(browser.text_of("[data-otp-secret]").await? == before);

    browser.enter("pin", &scanned(browser).await?.pin()).await?;
    browser.sees("Sam Parker").await
}
