//! Every page of the account, once: for what all of them have in common with the others.

use crate::harness::{Browser, Landed, PASSWORD, Page, World};
use crate::people::acts::WRONG_PIN;
use crate::people::all_pages::Place;
use voltkey_flows::jobs::Task;

/// The address that Ben gives himself.
const BENS_NEW: &str = "ben.new@sonnenfeld.example";

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    // What waits already is others'.
    world.mails().await;
    let mut browser = world.signed_in("ben").await;
    let (mut pages, alarm) = of_the_profile(world, &mut browser).await;
    for (name, path, place) in [
        ("account, second factor", "/account/second-factor", Place::Leaving),
        ("account, devices", "/account/devices", Place::Own),
        ("account, apps", "/account/apps", Place::Own),
        ("account, activity", "/account/activity", Place::Own),
        ("account, password", "/account/password", Place::Leaving),
    ] {
        pages.push((name, browser.get(path).await.page(), place));
    }
    pages.extend(of_the_second_factor(world, &mut browser).await);
    let refused = with_password(&mut browser, "/account/password", &[]).await;
    pages.push(("account, password refused", refused.page(), Place::Leaving));
    let sign_in = world.browser().get("/account").await.page();
    pages.push(("account, sign in", sign_in, Place::Leaving));
    pages.extend(of_an_alarm(world, &alarm).await);
    pages
}

/// Freezes Ben's account by that link: nothing of his comes after it.
async fn of_an_alarm(world: &World, link: &str) -> Vec<(&'static str, Page, Place)> {
    let mut browser = world.browser();
    let ask = browser.get(link).await.page();
    let frozen = ask.form().submit(&mut browser).await.page();
    let unknown = browser.get("/account/not-me?token=none").await.page();
    let login = browser.get("/login").await.page();
    let form = login.form().fill("email", BENS_NEW).fill("password", PASSWORD);
    let login = form.submit(&mut browser).await.page();
    world.mails().await;
    vec![
        ("not me", ask, Place::SecretOwn),
        ("not me, frozen", frozen, Place::SecretOwn),
        ("not me, unknown", unknown, Place::Secret),
        ("login, frozen", login, Place::Leaving),
    ]
}

/// The pages, and a link "this was not me".
async fn of_the_profile(world: &World, browser: &mut Browser) -> (Vec<(&'static str, Page, Place)>, String) {
    // Ben's language is German, until he says that it is English.
    let profile = browser.get("/account").await.page();
    let details = profile.form_to("/account").fill("language", "en");
    let saved = details.submit(browser).await.page();
    let profile = browser.get("/account").await.page();
    let incomplete = details.fill("given_name", "").submit(browser).await.page();
    let malformed = with_password(browser, "/account/email", &[("new_email", "ben")]).await;
    let new = [("new_email", BENS_NEW)];
    let waiting = with_password(browser, "/account/email", &new).await;
    let link = confirmation_link(world).await;
    let confirm = browser.get(&link).await.page();
    let confirmed = confirm.form().submit(browser).await.page();
    let over = browser.get(&link).await.page();
    let alarm = alarm_link(world).await;
    let pages = vec![
        ("account", profile, Place::Leaving),
        ("account, saved", saved, Place::Leaving),
        ("account, incomplete", incomplete, Place::Leaving),
        ("account, address malformed", malformed.page(), Place::Leaving),
        ("account, address waits", waiting.page(), Place::Leaving),
        ("confirm address", confirm, Place::SecretOwn),
        ("confirm address, done", confirmed, Place::SecretOwn),
        ("confirm address, over", over, Place::Secret),
    ];
    (pages, alarm)
}

async fn of_the_second_factor(world: &World, browser: &mut Browser) -> Vec<(&'static str, Page, Place)> {
    const CODES: &str = "/account/recovery-codes";
    const REPLACE: &str = "/account/second-factor/replace";
    let codes = browser.get(CODES).await.page();
    let form = codes.form_to(CODES);
    let made = form.submit(browser).await.page();
    let already = form.submit(browser).await.page();
    let prove = browser.get(REPLACE).await.page();
    let form = prove.form_to(REPLACE).fill("current_password", PASSWORD);
    let refused = form.submit(browser).await.page();
    let form = form.fill("code", &world.fresh_pin("ben"));
    let connect = form.submit(browser).await.page();
    let wrong = connect.form_to(REPLACE).fill("pin", WRONG_PIN);
    let wrong = wrong.submit(browser).await.page();
    vec![
        ("account, recovery codes", codes, Place::Own),
        ("account, recovery codes made", made, Place::Own),
        ("account, recovery codes made already", already, Place::Own),
        ("account, replace", prove, Place::Own),
        ("account, replace refused", refused, Place::Own),
        ("account, replace, new secret", connect, Place::Own),
        ("account, replace, wrong PIN", wrong, Place::Own),
    ]
}

/// Sends the form that takes the password to `path`, with those fields.
async fn with_password(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Landed {
    let page = match path {
        "/account/email" => browser.get("/account").await.page(),
        _ => browser.get(path).await.page(),
    };
    let form = page.form_to(path).fill("current_password", PASSWORD);
    let filled = fields
        .iter()
        .fold(form, |form, (name, value)| form.fill(name, value));
    filled.submit(browser).await
}

async fn confirmation_link(world: &World) -> String {
    let mails = world.mails().await;
    let found = mails.iter().find_map(|task| match task {
        Task::ConfirmEmail(mail) => Some(mail.token.as_str().to_owned()),
        _ => None,
    });
    let token = found.unwrap_or_else(|| panic!("no link to confirm an address: {mails:?}"));
    format!("/account/email/confirm?token={token}")
}

async fn alarm_link(world: &World) -> String {
    let mails = world.mails().await;
    let found = mails.iter().find_map(|task| match task {
        Task::EmailChanged(mail) => Some(mail.notice.not_me.as_ref()?.as_str().to_owned()),
        _ => None,
    });
    let token = found.unwrap_or_else(|| panic!("no link \"this was not me\": {mails:?}"));
    format!("/account/not-me?token={token}")
}
