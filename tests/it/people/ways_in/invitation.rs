//! The mail of an invitation and its link: for how long it works, for whom, and what becomes of one that does not.

use super::*;
use crate::harness::{days, minutes, seconds};
use crate::people::acts::{ask_bare, post_bare};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use std::time::Duration;
use voltkey_protocol::error::Rule;
use voltkey_store::companies;
use voltkey_store::invitations::InvitationState;
use voltkey_tests::smtp::MoodyServer;

const LIFE: Duration = days(7);
const EXPIRED: &str = "This invitation has expired";
const USED: &str = "This account is activated already";
const REPLACED: &str = "There is a newer invitation";
const UNKNOWN: &str = "This link does not work";

/// Sends the form that asks for a new link, from the page of a dead one.
async fn ask_for_new_link(browser: &mut Browser, dead: &Page) -> Page {
    dead.form_to("/activate/new-link").submit(browser).await.page()
}

/// The link is dead for that reason, and tells no more of the address than its owner needs to know it.
fn assert_dead(page: &Page, why: &str) {
    assert_eq!(
        (page.status.as_u16(), heading(page).as_str()),
        (410, why),
        "{page:?}"
    );
    assert!(!page.html.contains(DORA), "the address is masked: {page:?}");
}

#[tokio::test]
async fn the_mail_says_who_invites_to_what_and_until_when() {
    let world = World::new().await;
    invite(&world, &dora()).await;
    let mail = invitation_mail(&world).await;
    assert_eq!((mail.email.as_str(), mail.name.as_str()), (DORA, "Dora"));
    assert_eq!(mail.company.as_deref(), Some("Sonnenfeld GmbH"));
    assert_eq!(mail.invited_by, "", "the operator has no name");
    assert_eq!(mail.language, "en");
    assert_eq!(mail.until, world.now() + LIFE);
    assert!(!mail.joins);
}

#[tokio::test]
async fn whoever_invites_is_named_in_the_mail_and_on_the_page() {
    let world = World::new().await;
    let store = world.store().await;
    let company = companies::by_slug(store, "sonnenfeld").await.unwrap().unwrap();
    let template = {
        invite(
            &world,
            &Invitee {
                email: "other@sonnenfeld.example".to_owned(),
                ..dora()
            },
        )
        .await;
        invitation_mail(&world).await;
        invitations_to(&world, "other@sonnenfeld.example").await.remove(0)
    };
    let by_ada = Invitation {
        id: "invitation-by-ada".to_owned(),
        company_id: Some(company.id),
        email: DORA.to_owned(),
        email_key: DORA.to_owned(),
        invited_by: "Ada Sommer".to_owned(),
        mail_job: String::new(),
        ..template
    };
    invitations::insert(store, &by_ada).await.unwrap();
    let mut browser = world.browser();
    ask_for_mail(&mut browser, "/help/no-invitation", DORA).await;
    let mail = invitation_mail(&world).await;
    assert_eq!(mail.invited_by, "Ada Sommer");
    let page = browser.get(&activation_link(&mail)).await.page();
    assert!(page.text().contains("Ada Sommer"), "{page:?}");
    assert!(page.text().contains("Sonnenfeld GmbH"), "{page:?}");
}

/// As the help centre's articles show it (S1).
#[tokio::test]
async fn it_goes_out_in_the_person_s_language_with_one_link() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    for (language, subject) in [
        ("en", "Amperecloud account activation"),
        ("es", "Activación de cuenta Amperecloud"),
        ("de", "Amperecloud Kontoaktivierung"),
    ] {
        let email = format!("dora-{language}@sonnenfeld.example");
        let invitee = Invitee {
            email: email.clone(),
            language: Some(language.to_owned()),
            ..dora()
        };
        invite(&world, &invitee).await;
        world.send_mails().await;
        let taken = server.taken(&email);
        let [mail] = &taken[..] else {
            panic!("one mail: {taken:?}")
        };
        assert_eq!(decoded(mail.field("Subject")), subject);
        assert!(mail.message.contains("text/plain") && mail.message.contains("text/html"));
        assert!(!mail.message.contains("<img"), "no images: {}", mail.message);
    }
}

/// A header's words, where they are encoded (RFC 2047).
fn decoded(field: &str) -> String {
    let word = |word: &str| {
        let encoded = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|rest| rest.strip_suffix("?="));
        match encoded {
            Some(encoded) => String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap(),
            None => word.to_owned(),
        }
    };
    field.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Mail programs and scanners look, too.
#[tokio::test]
async fn looking_at_the_link_uses_nothing_up() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    for _ in 0..3 {
        let mut scanner = world.browser();
        let url = world.provider().address(&link);
        for method in [Method::HEAD, Method::GET] {
            let reply = ask_bare(&mut scanner, method, &url).await;
            assert_eq!(reply.status, 200);
        }
        assert_eq!(scanner.arrive(&link).await.page().status, 200);
    }
    let away = activate(&mut world.browser(), &link).await.away();
    assert_eq!(away.as_str(), PLATFORM_LOGIN);
}

#[tokio::test]
async fn the_link_is_answered_without_a_redirect_and_speaks_the_person_s_language() {
    let world = World::new().await;
    for (language, title) in [
        ("en", "Activate your account"),
        ("es", "Activa tu cuenta"),
        ("de", "Aktivieren Sie Ihr Konto"),
    ] {
        let invitee = Invitee {
            email: format!("dora-{language}@sonnenfeld.example"),
            language: Some(language.to_owned()),
            ..dora()
        };
        let link = link_of(&world, &invitee).await;
        let url = world.provider().address(&link);
        let reply = ask_bare(&mut world.browser(), Method::GET, &url).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (200, ""));
        assert!(
            reply.body.contains(&format!("<h1>{title}</h1>")),
            "{}",
            reply.body
        );
        let chosen = world.browser().get(&link).await.page().form();
        assert_eq!(chosen.value("language"), language);
    }
}

#[tokio::test]
async fn it_works_for_seven_days_to_the_second() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    world.clock.advance(LIFE - seconds(1));
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    assert_eq!(page.status, 200);

    world.clock.advance(seconds(1));
    assert_dead(&browser.get(&link).await.page(), EXPIRED);
    let too_late = filled(&page).submit(&mut browser).await.page();
    assert_dead(&too_late, EXPIRED);
    assert!(account(&world, DORA).await.is_none());
}

#[tokio::test]
async fn in_its_last_second_the_account_is_made() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    world.clock.advance(LIFE - seconds(1));
    activate(&mut world.browser(), &link).await.away();
    assert!(account(&world, DORA).await.is_some());
}

#[tokio::test]
async fn sent_again_the_old_link_says_so_and_the_new_one_works() {
    let world = World::new().await;
    let old = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let page = browser.get(&old).await.page();
    let new = link_of(&world, &dora()).await;
    assert_dead(&browser.get(&old).await.page(), REPLACED);
    let by_old = filled(&page).submit(&mut browser).await.page();
    assert_dead(&by_old, REPLACED);
    assert!(account(&world, DORA).await.is_none());
    activate(&mut browser, &new).await.away();
    assert_dead(&browser.get(&old).await.page(), USED);
    assert_eq!(invitations_to(&world, DORA).await.len(), 1);
}

#[tokio::test]
async fn the_life_of_a_link_begins_when_it_is_sent() {
    let world = World::new().await;
    link_of(&world, &dora()).await;
    world.clock.advance(days(6));
    let new = link_of(&world, &dora()).await;
    world.clock.advance(LIFE - seconds(1));
    assert_eq!(world.browser().get(&new).await.page().status, 200);
}

#[tokio::test]
async fn whoever_holds_an_expired_link_a_new_one_goes_to_the_invited_address() {
    let world = World::new().await;
    let old = link_of(&world, &dora()).await;
    world.clock.advance(LIFE);
    let mut stranger = world.browser();
    let dead = stranger.get(&old).await.page();
    assert_dead(&dead, EXPIRED);
    assert!(dead.text().contains("d•••@sonnenfeld.example"), "{dead:?}");
    let sent = ask_for_new_link(&mut stranger, &dead).await;
    assert_eq!(sent.status, 200);
    assert!(sent.text().contains("d•••@sonnenfeld.example"), "{sent:?}");
    assert!(!sent.html.contains(DORA), "{sent:?}");

    let mail = invitation_mail(&world).await;
    assert_eq!(mail.email, DORA);
    assert!(
        !sent.html.contains(mail.token.as_str()),
        "the page gives no link away"
    );
    assert_dead(&stranger.get(&old).await.page(), EXPIRED);
    activate(&mut world.browser(), &activation_link(&mail))
        .await
        .away();
}

#[tokio::test]
async fn also_by_a_replaced_one() {
    let world = World::new().await;
    let old = link_of(&world, &dora()).await;
    let second = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let dead = browser.get(&old).await.page();
    ask_for_new_link(&mut browser, &dead).await;
    let third = activation_link(&invitation_mail(&world).await);
    assert_eq!(
        browser.get(&third).await.page().status,
        200,
        "what was asked for works"
    );
    // And spoils nothing for whoever is filling in the page of the link before.
    activate(&mut browser, &second).await.away();
}

#[tokio::test]
async fn a_used_one_offers_a_link_for_a_new_password() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    activate(&mut browser, &link).await.away();
    let again = filled(&page).submit(&mut browser).await.page();
    assert_dead(&again, USED);
    let dead = world.browser().get(&link).await.page();
    assert_dead(&dead, USED);
    assert!(
        dead.has(&format!("main a[href='{PLATFORM_LOGIN}']")),
        "the way to log in stands first: {dead:?}"
    );
    let mut other = world.browser();
    let dead = other.get(&link).await.page();
    let sent = ask_for_new_link(&mut other, &dead).await;
    assert!(!sent.html.contains(DORA), "{sent:?}");
    let mail = reset_mail(&world).await;
    assert_eq!(mail.notice.email, DORA);
    assert_eq!(other.get(&reset_link(&mail)).await.page().status, 200);
}

#[tokio::test]
async fn a_broken_link_is_none_and_brings_no_mail() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let token = link.strip_prefix("/activate?token=").unwrap();
    let (first, rest) = token.split_at(1);
    let altered = format!("{}{rest}", if first == "A" { "B" } else { "A" });
    for broken in [
        altered,
        token[..token.len() - 1].to_owned(),
        format!("{token}="),
        format!("{token}{token}"),
        format!("{token}%0D%0A"),
        format!("%20{token}"),
        token.to_uppercase() + "x",
        "x".repeat(8 * 1024),
        String::new(),
        "%F0%9F%98%80".to_owned(),
        "'%20OR%201=1--".to_owned(),
    ] {
        let mut browser = world.browser();
        let page = browser.get(&format!("/activate?token={broken}")).await.page();
        assert_dead(&page, UNKNOWN);
        let offers = page
            .forms()
            .iter()
            .any(|form| form.action.path() == "/activate/new-link");
        assert!(!offers, "nobody is known to whom one could go: {page:?}");
        assert!(page.has("main a[href^='/help/no-invitation']"), "{page:?}");
    }
    assert_dead(&world.browser().get("/activate").await.page(), UNKNOWN);
    let longer = format!("/activate?token={}", "x".repeat(8 * 1024 + 1));
    assert_eq!(world.browser().get(&longer).await.page().status, 413);
    assert!(world.mails().await.is_empty());
    assert_eq!(
        world.browser().get(&link).await.page().status,
        200,
        "the whole one works"
    );
}

/// Whoever has guessed no token gets nothing by the forms either, though they know where these go.
#[tokio::test]
async fn the_forms_of_a_broken_link_do_nothing() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    world.clock.advance(LIFE);
    let dead = browser.get(&link).await.page();
    for form in [filled(&page), dead.form_to("/activate/new-link")] {
        let mut broken = form.clone();
        broken.action.set_query(Some("token=none"));
        let reply = post_bare(&mut browser, &broken).await;
        assert_eq!(reply.status, 410, "{}", reply.body);
    }
    assert!(world.mails().await.is_empty() && account(&world, DORA).await.is_none());
}

#[tokio::test]
async fn a_withdrawn_invitation_is_none() {
    let world = World::new().await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let page = browser.get(&link).await.page();
    let store = world.store().await;
    let company = companies::by_slug(store, "sonnenfeld").await.unwrap().unwrap();
    assert!(
        invitations::withdraw(store, DORA, Some(&company.id), world.now())
            .await
            .unwrap()
    );
    assert_dead(&browser.get(&link).await.page(), UNKNOWN);
    assert_dead(&filled(&page).submit(&mut browser).await.page(), UNKNOWN);
    ask_for_mail(&mut browser, "/help/no-invitation", DORA).await;
    assert!(world.mails().await.is_empty());
    assert!(account(&world, DORA).await.is_none());
    assert_eq!(
        invitations_to(&world, DORA).await[0].state,
        InvitationState::Withdrawn
    );
}

/// Fifty mails for a network in an hour; a browser in which somebody has logged in has ten more of its own.
#[tokio::test]
async fn a_network_can_ask_for_so_many_mails() {
    let world = World::new().await;
    let mut known = world.signed_in("carla").await;
    world.mails().await;
    let link = link_of(&world, &dora()).await;
    world.clock.advance(LIFE);
    let mut browser = world.browser();
    let dead = browser.get(&link).await.page();
    for number in 0..50 {
        let email = format!("nobody-{number}@sonnenfeld.example");
        let sent = ask_for_mail(&mut browser, "/help/no-invitation", &email).await;
        assert_eq!(sent.status, 200);
    }
    world.clock.advance(minutes(10));
    let refused = ask_for_new_link(&mut browser, &dead).await;
    assert_eq!(
        (refused.status.as_u16(), refused.header("retry-after")),
        (429, "3000")
    );
    assert_eq!(world.rule(&refused.reference()).await, Rule::Quota);
    for path in ["/help/no-invitation", "/forgot-password"] {
        let refused = ask_for_mail(&mut browser, path, DORA).await;
        assert_eq!(
            (refused.status.as_u16(), refused.header("retry-after")),
            (429, "3000")
        );
        assert!(refused.text().contains("Try again in 50 minutes."), "{refused:?}");
        assert_eq!(
            refused.form().value("email"),
            DORA,
            "the address need not be typed again"
        );
    }
    let mut elsewhere = world.browser().at("203.0.113.5");
    assert_eq!(
        ask_for_mail(&mut elsewhere, "/forgot-password", DORA)
            .await
            .status,
        200
    );
    for _ in 0..10 {
        assert_eq!(
            ask_for_mail(&mut known, "/forgot-password", DORA).await.status,
            200
        );
    }
    assert_eq!(
        ask_for_mail(&mut known, "/forgot-password", DORA).await.status,
        429
    );
    world.clock.advance(minutes(50));
    assert_eq!(ask_for_new_link(&mut browser, &dead).await.status, 200);
}

/// Whoever asks is not told, and the mailbox is not flooded.
#[tokio::test]
async fn an_address_gets_so_many_mails_and_nobody_is_told() {
    let world = World::new().await;
    let replaced = link_of(&world, &dora()).await;
    let link = link_of(&world, &dora()).await;
    let mut browser = world.browser();
    let mut sent = Vec::new();
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(ask_for_mail(&mut browser, "/help/no-invitation", DORA).await.html);
        answers.push(ask_for_mail(&mut browser, "/help/no-invitation", DORA).await.html);
        sent.extend(world.mails().await);
    }
    assert_eq!(sent.len(), 3, "{sent:?}");
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    assert_eq!(browser.get(&link).await.page().status, 200, "it goes on working");
    let dead = browser.get(&replaced).await.page();
    assert_dead(&dead, REPLACED);
    assert_eq!(ask_for_new_link(&mut browser, &dead).await.status, 200);
    assert!(world.mails().await.is_empty());
    let Some(Task::Invitation(last)) = sent.last() else {
        panic!("an invitation: {sent:?}")
    };
    let latest = activation_link(last);
    assert_eq!(
        browser.get(&latest).await.page().status,
        200,
        "the latest link works"
    );
    world.clock.advance(minutes(60));
    ask_for_new_link(&mut browser, &dead).await;
    invitation_mail(&world).await;
}

#[tokio::test]
async fn sent_again_it_says_what_is_said_of_the_person_then() {
    let world = World::new().await;
    link_of(&world, &dora()).await;
    let again = Invitee {
        given_name: String::new(),
        family_name: "Neu".to_owned(),
        language: Some("de".to_owned()),
        client_id: Some("platform".to_owned()),
        ..dora()
    };
    invite(&world, &again).await;
    let mail = invitation_mail(&world).await;
    assert_eq!((mail.name.as_str(), mail.language.as_str()), ("Dora Neu", "de"));
    let silent = Invitee {
        language: None,
        ..dora()
    };
    invite(&world, &silent).await;
    assert_eq!(invitation_mail(&world).await.language, "de", "as it was");
    let open = invitations_to(&world, DORA).await.remove(0);
    assert_eq!(open.client_id.as_deref(), Some("platform"));
}
