//! From the invitation to the recovery: the links that mails bring, and what they lead to.

mod activation;
mod attack;
mod deep_links;
pub mod every;
mod forgotten;
mod help;
mod invitation;
mod join;
mod support_form;

use super::acts::request_id;
use super::cast;
use crate::harness::{Browser, FilledForm, Landed, Page, World, email_of};
use voltkey_flows::admin::invite::{self, Invitee};
use voltkey_flows::jobs::{InvitationMail, PasswordResetMail, Task};
use voltkey_store::invitations::{self, Invitation};
use voltkey_store::memberships::Role;
use voltkey_store::people::{self, Person};

const DORA: &str = "dora@sonnenfeld.example";
/// What she chooses.
const CHOSEN: &str = "Kraftwerk-7 Berlin";
/// What somebody writes to the support.
const MESSAGE: &str = "My phone broke.\n\nCan you help me, Straße 5?";
/// Where activation ends when nothing else is said.
const PLATFORM_LOGIN: &str = "https://platform.example/login";

/// Dora, to be invited to Sonnenfeld, in English.
fn dora() -> Invitee {
    Invitee {
        email: DORA.to_owned(),
        given_name: "Dora".to_owned(),
        family_name: String::new(),
        language: Some("en".to_owned()),
        company: Some("sonnenfeld".to_owned()),
        role: Role::Member,
        roles: Vec::new(),
        client_id: None,
    }
}

/// Invites somebody, or sends the invitation again: its mail waits.
async fn invite(world: &World, invitee: &Invitee) {
    invite::invite(world.ctx(), invitee)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Invites somebody, and gives the link that the mail brings.
async fn link_of(world: &World, invitee: &Invitee) -> String {
    invite(world, invitee).await;
    activation_link(&invitation_mail(world).await)
}

/// The mail that waits, which is an invitation and the only one.
async fn invitation_mail(world: &World) -> InvitationMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::Invitation(mail)]) => mail,
        other => panic!("not one invitation: {other:?}"),
    }
}

/// The mail that waits, which brings a link for a new password and is the only one.
async fn reset_mail(world: &World) -> PasswordResetMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::PasswordReset(mail)]) => mail,
        other => panic!("not one link for a new password: {other:?}"),
    }
}

fn activation_link(mail: &InvitationMail) -> String {
    format!("/activate?token={}", mail.token.as_str())
}

fn reset_link(mail: &PasswordResetMail) -> String {
    format!("/reset-password?token={}", mail.token.as_str())
}

/// Somebody of the test world, to be invited to that company under another name than theirs.
fn known(name: &str, company: &str) -> Invitee {
    Invitee {
        email: email_of(name).to_owned(),
        given_name: "Somebody".to_owned(),
        company: Some(company.to_owned()),
        ..dora()
    }
}

/// The page after the login that the link of an invitation to join has begun.
async fn signed_in_by_link(world: &World, browser: &mut Browser, link: &str, name: &str) -> Page {
    let page = browser.get(link).await.page();
    let login = page.form_to("/activate/sign-in").submit(browser).await.page();
    world.log_in(browser, login, name).await.page()
}

/// The page about a lost phone of a login under way.
async fn lost_phone(browser: &mut Browser, page: &Page) -> Page {
    let address = format!("/help/lost-phone?request={}", request_id(page));
    browser.follow(&address).await.page()
}

/// The support's form, filled in by somebody who is not signed in.
fn filled_support_form(page: &Page) -> FilledForm {
    page.form()
        .fill("name", "Zoë Nuñez")
        .fill("email", "zoe@elsewhere.example")
        .fill("topic", "lost_phone")
        .fill("message", MESSAGE)
}

/// The page of an invitation, filled in as Dora does it.
fn filled(page: &Page) -> FilledForm {
    page.form()
        .fill("given_name", "Dora")
        .fill("family_name", "Neu")
        .fill("password", CHOSEN)
}

/// Opens a link and makes the account.
async fn activate(browser: &mut Browser, link: &str) -> Landed {
    let page = browser.get(link).await.page();
    filled(&page).submit(browser).await
}

/// Dora's account, made by an invitation.
async fn activated_dora(world: &World) -> Browser {
    let mut browser = world.browser();
    let link = link_of(world, &dora()).await;
    activate(&mut browser, &link).await.away();
    browser
}

/// Asks for a link for a new password, and gives it.
async fn reset_link_for(world: &World, email: &str) -> String {
    ask_for_mail(&mut world.browser(), "/forgot-password", email).await;
    reset_link(&reset_mail(world).await)
}

/// Asks on one of the pages of help for a mail to an address.
async fn ask_for_mail(browser: &mut Browser, path: &str, email: &str) -> Page {
    let page = browser.get(path).await.page();
    page.form().fill("email", email).submit(browser).await.page()
}

async fn account(world: &World, email: &str) -> Option<Person> {
    people::by_email_key(world.store().await, email).await.unwrap()
}

async fn invitations_to(world: &World, email: &str) -> Vec<Invitation> {
    invitations::to_address(world.store().await, email).await.unwrap()
}

/// Logs in on the login page with that address and password.
async fn log_in(browser: &mut Browser, email: &str, password: &str) -> Landed {
    let login = browser.get("/login").await.page();
    let form = login.form().fill("email", email).fill("password", password);
    form.submit(browser).await
}

/// Whether an app finds somebody signed in in this browser.
async fn is_signed_in(world: &World, browser: &mut Browser) -> bool {
    let request = world
        .client("platform")
        .authorize("openid")
        .with("prompt", "none");
    browser.open(&request).await.answer().get("code").is_some()
}

fn heading(page: &Page) -> String {
    page.text_of("main h1").expect("a heading")
}
