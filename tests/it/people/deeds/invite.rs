//! An admin invites somebody (S6).

use super::*;
use crate::harness::{minutes, seconds};
use crate::people::cast;
use serde_json::json;
use voltkey_flows::jobs::{InvitationMail, Task};
use voltkey_protocol::time::Timestamp;
use voltkey_store::quotas;

const IDA: &str = "ida@sonnenfeld.example";

/// The mail that waits, which is an invitation and the only one.
pub async fn invitation_mail(world: &World) -> InvitationMail {
    match <[Task; 1]>::try_from(world.mails().await) {
        Ok([Task::Invitation(mail)]) => mail,
        other => panic!("not one invitation: {other:?}"),
    }
}

async fn form(browser: &mut Browser) -> FilledForm {
    let page = browser.get(&format!("{INVITE}&ui_locales=en")).await.page();
    assert_eq!(page.status, 200, "{page:?}");
    page.form()
}

async fn refused(browser: &mut Browser, form: &FilledForm, told: &str) {
    let page = form.submit(browser).await.page();
    assert_eq!(page.status, 422, "{form:?}");
    assert!(page.text().contains(told), "{told}: {page:?}");
    // As far as a field of one line holds it.
    let typed = form.value("email").replace('\r', "");
    assert_eq!(page.form().value("email"), typed, "what was typed stays");
}

#[tokio::test]
async fn the_mail_goes_out_by_itself_and_makes_the_account() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let form = form(&mut ada).await;
    assert_eq!(form.value("language"), "en", "hers");
    let form = form
        .fill("email", " Ida@Sonnenfeld.example ")
        .fill("given_name", "Ida")
        .fill("language", "de");
    let page = form.submit(&mut ada).await.page();
    let open = invited(&world, IDA).await;
    assert_done(&page, "invite", &[("invitation", &open[0].id)]);
    let mail = invitation_mail(&world).await;
    assert_eq!(
        (
            &*mail.email,
            &*mail.language,
            &*mail.invited_by,
            mail.company.as_deref()
        ),
        (
            "Ida@Sonnenfeld.example",
            "de",
            "Ada Sommer",
            Some("Sonnenfeld GmbH")
        )
    );
    assert!(!mail.joins);

    let mut browser = world.browser();
    let link = format!("/activate?token={}", mail.token.as_str());
    let page = browser.get(&link).await.page();
    assert_eq!(page.form().value("given_name"), "Ida");
    let form = page
        .form()
        .fill("family_name", "Neu")
        .fill("password", "Kraftwerk-7 Berlin");
    let away = form.submit(&mut browser).await.away();
    assert_eq!(away.as_str(), "https://platform.example/login");
    let ida = voltkey_store::people::by_email_key(world.store().await, IDA)
        .await
        .unwrap();
    let company = company(&world, "sonnenfeld").await;
    let role = memberships::role(world.store().await, &ida.unwrap().id, &company).await;
    assert_eq!(role.unwrap(), Some(Role::Member));
}

#[tokio::test]
async fn an_admin_is_invited_with_a_fresh_proof_only() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let form = form(&mut ada).await.fill("email", IDA).fill("role", "admin");
    world.clock.advance(minutes(10));
    let pin = form.submit(&mut ada).await.page();
    assert_eq!(pin.url.path(), "/login/pin");
    assert!(invited(&world, IDA).await.is_empty());
    let page = world.enter_pin(&mut ada, pin, "ada").await.page();
    assert_eq!(page.url.path(), "/company/members/invite");
    form.submit(&mut ada).await.page();
    assert_eq!(invited(&world, IDA).await[0].role, Role::Admin);

    world.clock.advance(minutes(10));
    let member = form
        .fill("email", "kai@sonnenfeld.example")
        .fill("role", "member");
    assert_eq!(member.submit(&mut ada).await.page().url.path(), MEMBERS);
    let unknown = member
        .fill("email", "lea@sonnenfeld.example")
        .fill("role", "owner");
    unknown.submit(&mut ada).await.page();
    assert_eq!(
        invited(&world, "lea@sonnenfeld.example").await[0].role,
        Role::Member
    );
}

#[tokio::test]
async fn whom_the_company_has_or_has_invited_is_told_and_of_nobody_else_anything() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let form = form(&mut ada).await;
    let of_member = form.clone().fill("email", "BEN@sonnenfeld.example");
    refused(
        &mut ada,
        &of_member,
        "belongs to a member of your company already",
    )
    .await;
    cast::invite(&world, IDA, Some("sonnenfeld")).await;
    refused(&mut ada, &form.clone().fill("email", IDA), "is invited already").await;
    cast::invite(&world, "kai@solluna.example", Some("solluna")).await;
    world.mails().await;

    let mut pages = Vec::new();
    for (email, joins) in [
        (email_of("carla"), true),
        (email_of("nils"), true),
        ("kai@solluna.example", false),
        ("new@nowhere.example", false),
    ] {
        let page = form.clone().fill("email", email).submit(&mut ada).await.page();
        assert_done(&page, "invite", &[]);
        // Of the list, all but the place in it: by the address.
        let row = page.row_of(email);
        let notice = page.text_of("[role=status]").expect("a notice");
        pages.push([notice, row].map(|text| text.replace(email, "…")));
        assert_eq!(invitation_mail(&world).await.joins, joins, "{email}");
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
    assert_eq!(
        invited(&world, "kai@solluna.example").await.len(),
        2,
        "each company its own"
    );
    assert_eq!(role(&world, "carla").await, None, "until she accepts");
}

#[tokio::test]
async fn what_is_no_address_or_name_is_told() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let form = form(&mut ada).await;
    let long = format!("{}@sonnenfeld.example", "x".repeat(301));
    for (field, value, told) in [
        ("email", "", "Enter"),
        ("email", "ida", "address"),
        (
            "email",
            "ida@sonnenfeld.example\r\nBcc: all@elsewhere.example",
            "address",
        ),
        (
            "email",
            "ida@sonnenfeld.example, all@elsewhere.example",
            "address",
        ),
        ("email", &long, "address"),
        ("given_name", "Ida\r\nBcc: all@elsewhere.example", "name"),
        ("family_name", "\u{202e}adI", "name"),
        ("given_name", &"x".repeat(101), "100"),
    ] {
        let form = form.clone().fill("email", IDA).fill(field, value);
        refused(&mut ada, &form, told).await;
    }
    assert!(world.mails().await.is_empty());
    // What is left out of the form is as if it were empty; what is in it too often counts once.
    let bare = form
        .clone()
        .without("given_name")
        .without("role")
        .without("language");
    bare.fill("email", IDA).submit(&mut ada).await.page();
    let open = invited(&world, IDA).await;
    assert_eq!((open[0].role, &*open[0].language), (Role::Member, "en"));
}

#[tokio::test]
async fn nobody_else_invites() {
    let world = world().await;
    for name in ["ben", "nils", "carla"] {
        let mut browser = world.signed_in(name).await;
        assert_eq!(browser.get(INVITE).await.page().status, 404, "{name}");
        let form = forged(&world, &mut browser, name, INVITE).await;
        assert_eq!(form.submit(&mut browser).await.page().status, 404, "{name}");
    }
    assert_eq!(world.browser().get(INVITE).await.page().url.path(), "/login");
    let mut ada = world.signed_in("ada").await;
    let form = form(&mut ada).await.fill("email", IDA);
    assert_eq!(
        form.clone().without("csrf").submit(&mut ada).await.page().status,
        403
    );
    put(&world, "ada", "sonnenfeld", Role::Member).await;
    assert_eq!(form.submit(&mut ada).await.page().status, 404);
    assert!(invited(&world, IDA).await.is_empty());
}

#[tokio::test]
async fn the_staff_invite_as_the_platform() {
    let world = world().await;
    let mut sue = world.signed_in("sue").await;
    world.mails().await;
    let form = form(&mut sue).await.fill("email", IDA).fill("role", "admin");
    assert_done(&form.submit(&mut sue).await.page(), "invite", &[]);
    let mail = invitation_mail(&world).await;
    assert_eq!(
        (&*mail.invited_by, mail.company.as_deref()),
        ("", Some("Sonnenfeld GmbH"))
    );
}

#[tokio::test]
async fn a_company_does_not_mail_the_world() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let company = company(&world, "sonnenfeld").await;
    let window = Timestamp::from_seconds(world.now().as_seconds() / 3600 * 3600);
    let mut tx = world.store().await.begin().await.unwrap();
    for _ in 0..499 {
        let bucket = format!("invitation-mails-of:{company}");
        assert!(quotas::spend(&mut tx, &bucket, window, i64::MAX).await.unwrap());
    }
    tx.commit().await.unwrap();
    let form = form(&mut ada).await;
    let last = form.clone().fill("email", "one@elsewhere.example");
    assert_done(&last.submit(&mut ada).await.page(), "invite", &[]);
    let over = form.fill("email", "two@elsewhere.example");
    let page = over.submit(&mut ada).await.page();
    assert_eq!(page.status, 429);
    let left = window + minutes(60);
    let wait = left.saturating_since(world.now());
    assert_eq!(page.header("retry-after"), wait.as_secs().to_string());
    assert_eq!(page.form().value("email"), "two@elsewhere.example");
    assert_eq!(world.mails().await.len(), 1);
    world.clock.advance(wait + seconds(1));
    assert_done(&page.form().submit(&mut ada).await.page(), "invite", &[]);
}

#[tokio::test]
async fn the_app_that_sent_the_admin_gets_them_back_and_the_invited_later() {
    let world = world().await;
    let team = "https://platform.example/team";
    let changes = json!({ "return_uris": [team], "initiate_login_uri": "https://platform.example/start" });
    world.change_client("platform", changes).await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let address = format!("{INVITE}&client_id=platform&return_to=https%3A%2F%2Fplatform.example%2Fteam");
    let page = ada.get(&address).await.page();
    let away = page.form().fill("email", IDA).submit(&mut ada).await.away();
    assert_eq!(away.as_str(), format!("{team}?result=done"));
    assert_eq!(
        invited(&world, IDA).await[0].client_id.as_deref(),
        Some("platform")
    );

    let address = format!("{INVITE}&client_id=platform&return_to=https%3A%2F%2Felsewhere.example%2F");
    let page = ada.get(&address).await.page();
    let page = page
        .form()
        .fill("email", "kai@sonnenfeld.example")
        .submit(&mut ada)
        .await
        .page();
    assert_done(&page, "invite", &[]);
    assert_eq!(invited(&world, "kai@sonnenfeld.example").await[0].client_id, None);
}
