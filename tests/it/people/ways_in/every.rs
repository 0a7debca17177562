//! Every page and every form of the ways in, once: for what all of them have in common with the others.

use super::*;
use crate::harness::email_of;
use crate::people::acts::after_password;
use crate::people::all_pages::Place;
use serde_json::json;

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    // What waits already is others'.
    world.mails().await;
    let mut pages = of_an_invitation(world).await;
    pages.extend(of_joining(world).await);
    pages.extend(of_a_reset(world).await);
    pages.extend(of_help(world).await);
    pages
}

async fn of_an_invitation(world: &World) -> Vec<(&'static str, Page, Place)> {
    let mut browser = world.browser();
    let old = link_of(world, &dora()).await;
    let link = link_of(world, &dora()).await;
    let page = browser.get(&link).await.page();
    let refused = page.form().submit(&mut browser).await.page();
    let over = browser.get(&old).await.page();
    let unknown = browser.get("/activate?token=none").await.page();
    let sent = over
        .form_to("/activate/new-link")
        .submit(&mut browser)
        .await
        .page();
    world.mails().await;
    vec![
        ("activate", page, Place::Secret),
        ("activate, refused", refused, Place::Secret),
        ("link over", over, Place::Secret),
        ("link unknown", unknown, Place::Secret),
        ("new link sent", sent, Place::SecretOwn),
    ]
}

async fn of_joining(world: &World) -> Vec<(&'static str, Page, Place)> {
    let link = link_of(world, &known("ada", "solluna")).await;
    let sign_in = world.browser().get(&link).await.page();
    let switch = world.signed_in("ben").await.get(&link).await.page();
    let confirm = world.signed_in("ada").await.get(&link).await.page();
    let after_login = signed_in_by_link(world, &mut world.browser(), &link, "ada").await;
    world.mails().await;
    vec![
        ("join, sign in", sign_in, Place::Secret),
        ("join, switch", switch, Place::Secret),
        ("join, confirm", confirm, Place::Secret),
        ("join, after the login", after_login, Place::Leaving),
    ]
}

async fn of_a_reset(world: &World) -> Vec<(&'static str, Page, Place)> {
    let mut browser = world.browser();
    let forgot = browser.get("/forgot-password").await.page();
    let malformed = ask_for_mail(&mut browser, "/forgot-password", "ada").await;
    let sent = ask_for_mail(&mut browser, "/forgot-password", email_of("ada")).await;
    let link = reset_link(&reset_mail(world).await);
    let reset = browser.get(&link).await.page();
    let refused = reset.form().submit(&mut browser).await.page();
    let changed = reset
        .form()
        .fill("password", CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    let over = browser.get(&link).await.page();
    world.mails().await;
    vec![
        ("forgot password", forgot, Place::Own),
        ("forgot password, malformed", malformed, Place::Own),
        ("mail sent", sent, Place::Own),
        ("reset password", reset, Place::Secret),
        ("reset password, refused", refused, Place::Secret),
        ("password changed", changed, Place::Secret),
        ("reset password, over", over, Place::Secret),
    ]
}

async fn of_help(world: &World) -> Vec<(&'static str, Page, Place)> {
    let mut browser = world.browser();
    let sign_in = browser.get("/help/sign-in").await.page();
    let no_invitation = browser.get("/help/no-invitation").await.page();
    let stranger = browser.get("/help/lost-phone").await.page();
    let pin = after_password(&mut browser, "ben").await;
    let named = lost_phone(&mut browser, &pin).await;
    let form = browser.get("/support").await.page();
    let incomplete = form.form().submit(&mut browser).await.page();
    let filled = filled_support_form(&form);
    let sent = filled.submit(&mut browser).await.page();
    for _ in 1..10 {
        filled.submit(&mut browser).await.page();
    }
    let throttled = filled.submit(&mut browser).await.page();
    world.mails().await;
    vec![
        ("help, sign in", sign_in, Place::Own),
        ("help, no invitation", no_invitation, Place::Own),
        ("help, lost phone", stranger, Place::Own),
        ("help, lost phone, after the password", named, Place::Own),
        ("support", form, Place::Own),
        ("support, incomplete", incomplete, Place::Own),
        ("support, sent", sent, Place::Own),
        ("support, throttled", throttled, Place::Own),
    ]
}

/// The pages of an invitation of somebody German: for a new account, after a refusal, after it, and to join.
pub async fn of_a_german_invitation(world: &World, browser: &mut Browser) -> Vec<Page> {
    let german = |invitee| Invitee {
        language: Some("de".to_owned()),
        ..invitee
    };
    let link = link_of(world, &german(dora())).await;
    let page = browser.get(&link).await.page();
    let refused = page.form().submit(browser).await.page();
    filled(&page).submit(browser).await.away();
    let over = browser.get(&link).await.page();
    let joins = link_of(world, &german(known("ada", "solluna"))).await;
    let join = browser.get(&joins).await.page();
    let after_login = signed_in_by_link(world, browser, &joins, "ada").await;
    vec![page, refused, over, join, after_login]
}

/// A form that would be taken: its name, its browser, itself, and where it leads (empty: to a page at once).
pub type Ready = (&'static str, Browser, FilledForm, &'static str);

/// Every form.
pub async fn forms(world: &World) -> Vec<Ready> {
    // What waits already is others'.
    world.mails().await;
    let mut forms = of_links(world).await;
    let used = reset_link_for(world, email_of("olga")).await;
    let mut browser = world.browser();
    let page = browser.get(&used).await.page();
    page.form()
        .fill("password", CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    world.mails().await;
    let link = reset_link_for(world, email_of("olga")).await;
    forms.push(opened(browser, &used, "/reset-password/new-link", "").await);
    forms.push(opened(world.browser(), &link, "/reset-password", "").await);
    for path in ["/forgot-password", "/help/no-invitation", "/support"] {
        forms.push(opened(world.browser(), path, path, "").await);
    }
    forms
}

async fn of_links(world: &World) -> Vec<Ready> {
    let back = "https://platform.example/profile";
    world
        .change_client("platform", json!({ "return_uris": [back] }))
        .await;
    let over = link_of(world, &dora()).await;
    let link = link_of(world, &dora()).await;
    let with_way_back = format!("{link}&client_id=platform&return_to={back}");
    let joins = link_of(world, &known("ada", "solluna")).await;
    let confirms = link_of(world, &known("ben", "solluna")).await;
    let ben = world.signed_in("ben").await;
    let mut ada = world.browser();
    let after_login = signed_in_by_link(world, &mut ada, &joins, "ada").await;
    world.mails().await;
    vec![
        opened(world.browser(), &link, "/activate", PLATFORM_LOGIN).await,
        opened(
            world.browser(),
            &with_way_back,
            "/activate/cancel",
            "https://platform.example/profile?result=cancelled",
        )
        .await,
        opened(world.browser(), &over, "/activate/new-link", "").await,
        opened(world.browser(), &joins, "/activate/sign-in", "/login?").await,
        opened(ben, &confirms, "/activate/confirm", PLATFORM_LOGIN).await,
        opened(ada, after_login.url.as_str(), "/activate/join", PLATFORM_LOGIN).await,
    ]
}

/// The form that goes to `path`, on the page of that address, filled in.
async fn opened(mut browser: Browser, address: &str, path: &'static str, leads_to: &'static str) -> Ready {
    let page = browser.get(address).await.page();
    let form = page.form_to(path);
    let form = match path {
        "/activate" => filled(&page),
        "/reset-password" => form.fill("password", CHOSEN),
        "/forgot-password" | "/help/no-invitation" => form.fill("email", email_of("ada")),
        "/support" => filled_support_form(&page),
        _ => form,
    };
    (path, browser, form, leads_to)
}
