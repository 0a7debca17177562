//! An invitation that did not arrive, or was a mistake (S5).

use super::invite::invitation_mail;
use super::*;
use crate::harness::minutes;
use crate::people::cast;
use voltkey_flows::admin::invite::{self as by_command, Invitee};
use voltkey_store::invitations::Invitation;

const IDA: &str = "ida@sonenfeld.example";
const RIGHT: &str = "ida@sonnenfeld.example";

/// Ida is invited to Sonnenfeld, at an address with a mistake: her invitation, and the link of its mail.
async fn invited_ida(world: &World) -> (Invitation, String) {
    cast::invite(world, IDA, Some("sonnenfeld")).await;
    let link = link(world).await;
    let open = invited(world, IDA).await;
    (open.into_iter().next().expect("an invitation"), link)
}

/// The link of the only mail that waits.
async fn link(world: &World) -> String {
    let mail = invitation_mail(world).await;
    format!("/activate?token={}", mail.token.as_str())
}

fn page_of_invitation(id: &str, deed: &str) -> String {
    format!("/company/invitations/{id}/{deed}?company=sonnenfeld&ui_locales=en")
}

async fn asked_of(browser: &mut Browser, id: &str, deed: &str) -> Page {
    let page = browser.get(&page_of_invitation(id, deed)).await.page();
    assert_eq!(page.status, 200, "{deed}: {page:?}");
    page
}

/// What becomes of a link: the status of its page and its heading.
async fn leads_to(world: &World, link: &str) -> (u16, String) {
    let page = world.browser().get(link).await.page();
    (page.status.as_u16(), page.text_of("h1").unwrap_or_default())
}

async fn admin(world: &World) -> Browser {
    let browser = world.signed_in("ada").await;
    world.mails().await;
    browser
}

#[tokio::test]
async fn sent_again_the_new_link_works_and_the_old_one_does_not() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, old) = invited_ida(&world).await;
    let page = asked_of(&mut ada, &ida.id, "send-again").await;
    assert!(
        page.text().contains("Send the invitation to Dora again?"),
        "{page:?}"
    );
    let page = page.form().submit(&mut ada).await.page();
    assert_done(&page, "send-again", &[("invitation", &ida.id)]);
    let new = link(&world).await;
    assert_eq!(leads_to(&world, &old).await.0, 410);
    assert_eq!(leads_to(&world, &new).await.0, 200);
}

#[tokio::test]
async fn at_the_right_address_it_arrives_and_the_wrong_one_has_nothing() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, old) = invited_ida(&world).await;
    let page = asked_of(&mut ada, &ida.id, "correct-address").await;
    assert_eq!(page.form().value("email"), IDA);
    let page = page.form().fill("email", RIGHT).submit(&mut ada).await.page();
    assert_done(&page, "correct-address", &[("invitation", &ida.id)]);
    let mail = invitation_mail(&world).await;
    assert_eq!(mail.email, RIGHT);
    let new = format!("/activate?token={}", mail.token.as_str());
    assert_eq!(leads_to(&world, &new).await.0, 200);

    let mut stranger = world.browser();
    let dead = stranger.get(&old).await.page();
    let never = stranger.get("/activate?token=never").await.page();
    assert_eq!(dead.status, never.status);
    assert_eq!(dead.text_of("h1"), never.text_of("h1"));
    assert!(
        !dead.text().contains("sonnenfeld"),
        "nor whom it went to then: {dead:?}"
    );
    assert!(world.mails().await.is_empty());
    assert!(invited(&world, IDA).await.is_empty());
}

/// The mail to the wrong address waits for its next attempt, and is never sent.
#[tokio::test]
async fn a_mail_that_was_not_sent_yet_is_taken_back() {
    let world = world().await;
    let mut ada = admin(&world).await;
    for (deed, left) in [("send-again", 1), ("correct-address", 1), ("withdraw", 0)] {
        let email = format!("{deed}@sonenfeld.example");
        cast::invite(&world, &email, Some("sonnenfeld")).await;
        let id = invited(&world, &email).await[0].id.clone();
        let page = asked_of(&mut ada, &id, deed).await;
        page.form().submit(&mut ada).await.page();
        assert_eq!(world.mails().await.len(), left, "{deed}");
    }
}

#[tokio::test]
async fn what_can_t_be_the_right_address_is_told() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, old) = invited_ida(&world).await;
    cast::invite(&world, "kai@sonnenfeld.example", Some("sonnenfeld")).await;
    world.mails().await;
    let form = asked_of(&mut ada, &ida.id, "correct-address").await.form();
    let long = format!("{}@sonnenfeld.example", "x".repeat(301));
    for (email, told) in [
        ("", "Enter"),
        ("ida", "address"),
        ("ida@sonnenfeld.example\nBcc: all@elsewhere.example", "address"),
        (&*long, "address"),
        (email_of("ben"), "belongs to a member of your company already"),
        ("Kai@sonnenfeld.example", "is invited already"),
    ] {
        let form = form.clone().fill("email", email);
        let page = form.submit(&mut ada).await.page();
        assert_eq!(page.status, 422, "{email}");
        assert!(page.text().contains(told), "{told}: {page:?}");
        assert_eq!(page.form().value("email"), email);
    }
    assert_eq!(leads_to(&world, &old).await.0, 200);
    assert!(world.mails().await.is_empty());
    // The same address once more is no other one.
    let page = form.fill("email", IDA).submit(&mut ada).await.page();
    assert_done(&page, "correct-address", &[]);
    assert_eq!(invitation_mail(&world).await.email, IDA);
}

#[tokio::test]
async fn withdrawn_its_link_is_dead_and_the_address_free() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, old) = invited_ida(&world).await;
    let forms = [
        asked_of(&mut ada, &ida.id, "send-again").await.form(),
        asked_of(&mut ada, &ida.id, "correct-address")
            .await
            .form()
            .fill("email", RIGHT),
        asked_of(&mut ada, &ida.id, "withdraw").await.form(),
    ];
    let page = forms[2].submit(&mut ada).await.page();
    assert_done(&page, "withdraw", &[("invitation", &ida.id)]);
    let never = leads_to(&world, "/activate?token=never").await;
    assert_eq!(leads_to(&world, &old).await, never);
    for form in &forms {
        let page = form.submit(&mut ada).await.page();
        assert_eq!(page.status, 422);
        assert!(page.text().contains("This is no longer possible"), "{page:?}");
    }
    for deed in ["send-again", "correct-address", "withdraw"] {
        let page = asked_of(&mut ada, &ida.id, deed).await;
        assert!(page.text().contains("This is no longer possible"), "{page:?}");
    }
    assert!(world.mails().await.is_empty());
    let invite = ada.get(INVITE).await.page();
    let page = invite.form().fill("email", IDA).submit(&mut ada).await.page();
    assert_done(&page, "invite", &[]);
}

#[tokio::test]
async fn an_invitation_of_another_company_does_not_exist() {
    let world = world().await;
    let (ida, _) = invited_ida(&world).await;
    cast::invite(&world, "kai@solluna.example", Some("solluna")).await;
    cast::invite(&world, "lea@nowhere.example", None).await;
    let foreign = invited(&world, "kai@solluna.example").await[0].id.clone();
    let outside = invited(&world, "lea@nowhere.example").await[0].id.clone();
    world.mails().await;
    let mut ada = admin(&world).await;
    for id in [
        &*foreign,
        &outside,
        "x",
        "%00",
        "00000000-0000-7000-8000-000000000000",
    ] {
        for deed in ["send-again", "correct-address", "withdraw"] {
            let address = page_of_invitation(id, deed);
            assert_eq!(ada.get(&address).await.page().status, 404, "{id} {deed}");
            let form = forged(&world, &mut ada, "ada", &address).await;
            assert_eq!(form.submit(&mut ada).await.page().status, 404, "{id} {deed}");
        }
    }
    for name in ["ben", "nils"] {
        let mut browser = world.signed_in(name).await;
        for deed in ["send-again", "correct-address", "withdraw"] {
            let address = page_of_invitation(&ida.id, deed);
            assert_eq!(browser.get(&address).await.page().status, 404, "{name} {deed}");
            let form = forged(&world, &mut browser, name, &address).await;
            assert_eq!(
                form.submit(&mut browser).await.page().status,
                404,
                "{name} {deed}"
            );
        }
    }
    let login = world
        .browser()
        .get(&page_of_invitation(&ida.id, "withdraw"))
        .await
        .page();
    assert_eq!(login.url.path(), "/login");
    assert_eq!(invited(&world, IDA).await.len(), 1);
    let mails = world.mails().await;
    assert!(mails.iter().all(|task| task.kind() == "new_device"), "{mails:?}");
}

/// With another address it would give its role to whomever the admin likes.
#[tokio::test]
async fn an_invitation_that_makes_staff_is_the_operators() {
    let world = world().await;
    let invitee = Invitee {
        email: IDA.to_owned(),
        given_name: String::new(),
        family_name: String::new(),
        language: None,
        company: Some("sonnenfeld".to_owned()),
        role: Role::Member,
        roles: vec![InstanceRole::Operator],
        client_id: None,
    };
    by_command::invite(world.ctx(), &invitee).await.unwrap();
    let ida = invited(&world, IDA).await.remove(0);
    for name in ["ada", "sue"] {
        let mut browser = world.signed_in(name).await;
        for deed in ["send-again", "correct-address", "withdraw"] {
            let page = asked_of(&mut browser, &ida.id, deed).await;
            assert!(
                page.text().contains("the platform’s staff"),
                "{name} {deed}: {page:?}"
            );
            let address = page_of_invitation(&ida.id, deed);
            let form = forged(&world, &mut browser, name, &address).await;
            let page = form.submit(&mut browser).await.page();
            assert_eq!(page.status, 422, "{name} {deed}");
        }
    }
    assert_eq!(invited(&world, IDA).await[0].email, IDA);
    let mut otto = world.signed_in("otto").await;
    let page = asked_of(&mut otto, &ida.id, "correct-address").await;
    page.form().fill("email", RIGHT).submit(&mut otto).await.page();
    assert_eq!(invited(&world, RIGHT).await.len(), 1);
}

#[tokio::test]
async fn an_admin_s_invitation_goes_elsewhere_with_a_fresh_proof_only() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, _) = invited_ida(&world).await;
    rows::set_roles(
        world.store().await,
        &ida.id,
        &ida.email_key,
        Role::Admin,
        false,
        false,
    )
    .await
    .unwrap();
    let form = asked_of(&mut ada, &ida.id, "correct-address").await.form();
    world.clock.advance(minutes(10));
    let pin = form.fill("email", RIGHT).submit(&mut ada).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(invited(&world, RIGHT).await.is_empty());
    asked_of(&mut ada, &ida.id, "send-again").await;
    let page = world.enter_pin(&mut ada, pin, "ada").await.page();
    page.form().fill("email", RIGHT).submit(&mut ada).await.page();
    assert_eq!(invited(&world, RIGHT).await.len(), 1);
}

#[tokio::test]
async fn nobody_s_mailbox_is_filled() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, _) = invited_ida(&world).await;
    let form = asked_of(&mut ada, &ida.id, "send-again").await.form();
    for _ in 0..10 {
        assert_eq!(form.submit(&mut ada).await.page().url.path(), MEMBERS);
        world.mails().await;
    }
    let page = form.submit(&mut ada).await.page();
    assert_eq!(page.status, 429);
    assert!(!page.header("retry-after").is_empty());
    assert!(
        page.text().contains("Too many messages in a short time"),
        "{page:?}"
    );
    assert!(world.mails().await.is_empty());
    world.clock.advance(minutes(60));
    assert_eq!(form.submit(&mut ada).await.page().url.path(), MEMBERS);
}

#[tokio::test]
async fn no_other_site_sends_its_forms() {
    let world = world().await;
    let mut ada = admin(&world).await;
    let (ida, _) = invited_ida(&world).await;
    for deed in ["send-again", "correct-address", "withdraw"] {
        let form = asked_of(&mut ada, &ida.id, deed).await.form();
        let page = form.clone().without("csrf").submit(&mut ada).await.page();
        assert_eq!(page.status, 403, "{deed}");
        let page = ada
            .post_from_elsewhere(form.action.as_str(), &form.sent())
            .await
            .page();
        assert!(
            page.status == 403 || page.url.path() == "/login",
            "{deed}: {page:?}"
        );
    }
    assert_eq!(invited(&world, IDA).await.len(), 1);
    assert!(world.mails().await.is_empty());
}
