//! What a company's admin does for its members: invites them, and puts an address right (S5, S6).

use super::activation::{NEW_PASSWORD, activate, create, subject};
use super::{has_tokens, log_in};
use crate::stage::{Browser, Stage, Tongue, only_link, parts};
use anyhow::{Result, ensure};

/// The list that is sent: two people, and a line that is wrong.
pub const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/stage/list.csv");

/// Signs an admin in, and opens the members by the company's menu at the top right.
pub async fn open_members(stage: &Stage, tongue: Tongue, admin: &str) -> Result<()> {
    let browser = &stage.browser;
    browser.open(&stage.relying_party("/login")).await?;
    log_in(browser, admin).await?;
    browser.arrives_at(&stage.relying_party("/profile")).await?;
    browser.open(&stage.provider("/account")).await?;
    browser.click_on("header .menu summary").await?;
    browser
        .follow(tongue.say(
            "Company admin",
            "Administración de la empresa",
            "Unternehmensadministration",
        ))
        .await?;
    browser
        .sees(tongue.say("Members", "Miembros", "Mitglieder"))
        .await
}

/// Looks for somebody among the members, who is alone on the page then.
pub async fn find(browser: &Browser, email: &str) -> Result<()> {
    browser.enter("q", email).await?;
    browser
        .until("what was looked for", async || {
            let is_there = browser.address().await?.contains("q=") && browser.text().await?.contains(email);
            Ok(is_there.then_some(()))
        })
        .await
}

/// Invites an address on the page for it, and comes back to the members, which tell of it.
async fn invite(stage: &Stage, tongue: Tongue, email: &str) -> Result<()> {
    let browser = &stage.browser;
    browser
        .follow(tongue.say("Invite a member", "Invitar a un miembro", "Mitglied einladen"))
        .await?;
    browser
        .sees(tongue.say("Invite a member", "Invita a un miembro", "Mitglied einladen"))
        .await?;
    browser.fill("email", email).await?;
    browser
        .press(tongue.say("Send invitation", "Enviar invitación", "Einladung senden"))
        .await?;
    let told = match tongue {
        Tongue::English => format!("The invitation is on its way to {email}."),
        Tongue::Spanish => format!("La invitación va de camino a {email}."),
        Tongue::German => format!("Die Einladung an {email} ist unterwegs."),
    };
    browser.reads(&told).await
}

/// An admin enters an address, and the mail goes out by itself, in the admin's name; whoever follows it has an account.
pub async fn an_admin_invites(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let (abe, ida) = (tongue.address_of("abe"), tongue.address_of("ida"));
    browser.speaks(tongue).await?;
    open_members(stage, tongue, &abe).await?;
    who_belongs_is_not_invited(stage, tongue, &abe).await?;
    invite(stage, tongue, &ida).await?;

    let mail = stage.mail_to(&ida, subject(tongue)).await?;
    for part in parts(&mail) {
        ensure!(
            part.contains("Robin Stern") && part.contains("Solarhof AG"),
            "{part}"
        );
    }
    browser.forget_cookies().await?;
    browser.open(only_link(&mail)?).await?;
    browser.sees(activate(tongue)).await?;
    browser.fill("given_name", "Ida").await?;
    browser.fill("family_name", "Sommerfeld").await?;
    browser.fill("password", NEW_PASSWORD).await?;
    browser.press(create(tongue)).await?;
    browser.arrives_at(&stage.provider("/login")).await?;
    browser.fill("email", &ida).await?;
    browser.enter("password", NEW_PASSWORD).await?;
    has_tokens(stage, "Ida Sommerfeld", "1fa").await
}

/// Whoever belongs to the company already is told so.
async fn who_belongs_is_not_invited(stage: &Stage, tongue: Tongue, email: &str) -> Result<()> {
    let browser = &stage.browser;
    let members = browser.address().await?;
    browser
        .follow(tongue.say("Invite a member", "Invitar a un miembro", "Mitglied einladen"))
        .await?;
    browser.enter("email", email).await?;
    browser
        .reads(tongue.say(
            "This address belongs to a member of your company already.",
            "Esta dirección ya es de un miembro de tu empresa.",
            "Wer diese Adresse hat, gehört schon zu Ihrem Unternehmen.",
        ))
        .await?;
    ensure!(browser.value_of("email").await? == email);
    browser.open(&members).await
}

/// The address had a mistake: corrected among the members, the invitation goes where it belongs, and the link in the
/// stranger's mailbox is worth nothing.
pub async fn a_wrong_address_is_corrected(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    let right = tongue.address_of("kai");
    let wrong = tongue.address_of("kia");
    browser.speaks(tongue).await?;
    open_members(stage, tongue, &tongue.address_of("ann")).await?;
    invite(stage, tongue, &wrong).await?;
    let members = browser.address().await?;
    let first = stage.mail_to(&wrong, subject(tongue)).await?;

    browser.open(&members).await?;
    find(browser, &wrong).await?;
    // The others than the first are in a menu.
    browser.click_on("tbody .table__actions summary").await?;
    let correct = tongue.say("Correct address", "Corregir dirección", "Adresse berichtigen");
    browser.follow(correct).await?;
    ensure!(browser.value_of("email").await? == wrong);
    browser.fill("email", &right).await?;
    browser.press(correct).await?;
    browser
        .reads(tongue.say(
            "The address is corrected",
            "La dirección está corregida",
            "Die Adresse ist berichtigt",
        ))
        .await?;

    let mail = stage.mail_to(&right, subject(tongue)).await?;
    browser.forget_cookies().await?;
    browser.open(only_link(&first)?).await?;
    browser
        .sees(tongue.say(
            "This link does not work",
            "Este enlace no funciona",
            "Dieser Link funktioniert nicht",
        ))
        .await?;
    browser.open(only_link(&mail)?).await?;
    browser.sees(activate(tongue)).await?;
    ensure!(browser.value_of("email").await? == right);
    Ok(())
}

/// An admin sends a list, sees line by line what will happen, and lets it happen. The wrong line comes back as a file.
pub async fn a_list_is_looked_at_and_then_invited(stage: &Stage, tongue: Tongue) -> Result<()> {
    let browser = &stage.browser;
    browser.speaks(tongue).await?;
    open_members(stage, tongue, &tongue.address_of("gesa")).await?;
    browser
        .follow(tongue.say("Import a list", "Importar una lista", "Liste importieren"))
        .await?;
    browser.type_on("list", LIST).await?;
    browser
        .press(tongue.say("Read the list", "Leer la lista", "Liste lesen"))
        .await?;
    browser
        .sees(tongue.say("What will happen", "Lo que va a ocurrir", "Was geschehen wird"))
        .await?;
    browser
        .reads(tongue.say(
            "Not an e-mail address",
            "No es una dirección de correo",
            "Das ist keine E-Mail-Adresse",
        ))
        .await?;
    browser
        .press(tongue.say("Invite 2 people", "Invitar a 2 personas", "2 Personen einladen"))
        .await?;
    let list = browser.address().await?;
    for address in ["lena@lists.example", "mo@lists.example"] {
        stage.mail_to(address, subject(tongue)).await?;
    }
    let done = tongue.say(
        "2 people were invited.",
        "Se invitó a 2 personas.",
        "2 Personen wurden eingeladen.",
    );
    browser
        .until(done, async || {
            browser.open(&list).await?;
            Ok(browser.text().await?.contains(done).then_some(()))
        })
        .await?;
    let download = browser.attribute_of("a[href*='/refused']", "href").await?;
    ensure!(download.is_some(), "the wrong line comes back");
    Ok(())
}
