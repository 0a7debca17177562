//! The mails that this walk and the stories before it have brought about.

use super::super::{account, activation, lost_phone, password};
use super::Gallery;
use crate::stage::Tongue;
use anyhow::Result;
use serde_json::Value;

pub(super) async fn walk(gallery: &Gallery<'_>) -> Result<()> {
    let (stage, tongue) = (gallery.stage, gallery.tongue);
    let join = tongue.say(
        "Amperecloud invitation",
        "Invitación de Amperecloud",
        "Amperecloud Einladung",
    );
    let changed = tongue.say(
        "The password of your Amperecloud account was changed",
        "La contraseña de tu cuenta Amperecloud ha cambiado",
        "Das Passwort Ihres Amperecloud-Kontos wurde geändert",
    );
    let wrong_pins = tongue.say(
        "Wrong PINs for your Amperecloud account",
        "PIN incorrectos en tu cuenta Amperecloud",
        "Falsche PINs bei Ihrem Amperecloud-Konto",
    );
    let code_used = tongue.say(
        "A recovery code of your Amperecloud account was used",
        "Se ha usado un código de recuperación de tu cuenta Amperecloud",
        "Ein Wiederherstellungscode Ihres Amperecloud-Kontos wurde verwendet",
    );
    for (name, person, subject) in [
        ("mail-invitation", "rosa", activation::subject(tongue)),
        ("mail-invitation-to-join", "ines", join),
        ("mail-password-reset", "max", password::subject(tongue)),
        ("mail-password-changed", "max", changed),
        ("mail-otp-reset", "ines", lost_phone::subject(tongue)),
        ("mail-wrong-pins", "ruth", wrong_pins),
        ("mail-new-device", "wim", account::new_device(tongue)),
        ("mail-account-frozen", "wim", account::frozen(tongue)),
        ("mail-recovery-code-used", "wim", code_used),
    ] {
        let mail = stage.mail_to(&gallery.person(person), subject).await?;
        show(gallery, name, &mail).await?;
    }
    match tongue {
        Tongue::English => to_others(gallery).await,
        Tongue::Spanish | Tongue::German => Ok(()),
    }
}

/// The support and the company's admin read English.
async fn to_others(gallery: &Gallery<'_>) -> Result<()> {
    let robin = gallery.person("robin");
    let mail = gallery.stage.mail("requests of Robin's to the support", |mail| {
        mail["reply_to"].as_str().is_some_and(|who| who.contains(&robin))
    });
    show(gallery, "mail-support-request", &mail.await?).await?;
    let to_admin = "The Amperecloud account of Robin Stern is frozen";
    let mail = gallery.stage.mail_to("ada@sonnenfeld.example", to_admin).await?;
    show(gallery, "mail-member-frozen", &mail).await
}

async fn show(gallery: &Gallery<'_>, name: &str, mail: &Value) -> Result<()> {
    let page = format!("/messages/{}/html", mail["number"]);
    gallery.stage.browser.open(&gallery.stage.inbox(&page)).await?;
    gallery.look_at_mail(name).await
}
