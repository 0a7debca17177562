//! A reset by the support, after making sure who asks (S15).

use super::*;
use crate::harness::{FilledForm, email_of, minutes};
use crate::people::account::is_guarded;
use crate::people::acts::first_pin;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::audit::{self, Action, Chain, Filter};
use voltkey_flows::jobs::Task;
use voltkey_store::{authenticators, companies};

const NOTE: &str = "Called +34 91 123 45 67; knew the last invoice.\nSounded like her.";

async fn address_of(world: &World, name: &str) -> String {
    format!("{}/reset-otp", page_of(world, name).await)
}

fn confirmed(page: &Page) -> FilledForm {
    page.form()
        .tick("called_back")
        .tick("answered")
        .fill("note", NOTE)
}

async fn has_authenticator(world: &World, name: &str) -> bool {
    let id = world.person(name).await.id;
    !authenticators::of_person(world.store().await, &id)
        .await
        .unwrap()
        .is_empty()
}

/// The reset in a company's chain.
async fn reset_event(world: &World, slug: &str) -> audit::Entry {
    audit::append(world.ctx()).await.unwrap();
    let company = companies::by_slug(world.store().await, slug)
        .await
        .unwrap()
        .unwrap();
    let resets = Filter {
        action: Some(Action::OtpReset),
        ..Filter::default()
    };
    let listed = audit::list(world.ctx(), &Chain::Company(company.id), &resets, None, 1).await;
    listed.unwrap().entries.remove(0)
}

#[tokio::test]
async fn everything_confirmed_resets_it_and_the_answers_stay_in_the_audit() {
    let world = World::new().await;
    let mut of_carla = world.browser();
    let enroll = of_carla.get("/login/enroll").await.page();
    let enroll = super::super::acts::enter_password(&mut of_carla, &enroll, "carla").await;
    let pin = first_pin(&world, &enroll);
    enroll.form().fill("pin", &pin).submit(&mut of_carla).await.page();
    assert!(has_authenticator(&world, "carla").await);
    let mut browser = of_staff(&world, "sam").await;
    world.mails().await;

    let page = shown(&mut browser, &address_of(&world, "carla").await).await;
    assert!(!page.text().contains("Normally"), "no admin: {page:?}");
    let done = confirmed(&page)
        .tick("colleague")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(done.url.path(), page_of(&world, "carla").await);
    assert!(done.has(".notice--success"), "{done:?}");
    assert!(!has_authenticator(&world, "carla").await);
    assert!(world.person("carla").await.must_enroll);
    match &world.mails().await[..] {
        [Task::OtpReset(mail)] => {
            assert_eq!(mail.email, email_of("carla"));
            // The support is the platform to whoever reads it.
            assert_eq!(mail.by, None);
        }
        other => panic!("not the one mail: {other:?}"),
    }
    let page = of_carla.get("/account").await.page();
    assert_eq!(page.url.path(), "/login", "signed out: {page:?}");

    let event = reset_event(&world, "solluna").await;
    assert_eq!(event.action, "otp.reset");
    assert_eq!(event.actor, world.person("sam").await.id.as_str());
    let details = event.details.expect("details");
    assert_eq!(details["checklist"]["called_back"], true);
    assert_eq!(details["checklist"]["answered"], true);
    assert_eq!(details["checklist"]["colleague"], true);
    assert!(details["checklist"]["no_admin"].is_null(), "it was not asked");
    assert_eq!(
        details["reason"]
            .as_str()
            .map(|note| note.replace("\r\n", "\n"))
            .as_deref(),
        Some(NOTE)
    );
    let page = shown(&mut browser, &page_of(&world, "carla").await).await;
    for told in [
        "Called back on a known number",
        "Confirmed by a colleague",
        "knew the last invoice",
        "By Sam Parker",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
}

#[tokio::test]
async fn nothing_is_reset_before_everything_is_confirmed() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let page = shown(&mut browser, &address_of(&world, "ben").await).await;
    assert!(page.text().contains("Normally Ada Sommer does it"), "{page:?}");
    let all = confirmed(&page).tick("no_admin");
    let long = "x".repeat(501);
    for (what, form) in [
        ("called_back", all.clone().without("called_back")),
        ("answered", all.clone().without("answered")),
        ("no_admin", all.clone().without("no_admin")),
        ("note", all.clone().fill("note", " ")),
        ("note", all.clone().fill("note", &long)),
        ("note", all.clone().fill("note", "a\u{202e}b")),
    ] {
        let again = form.submit(&mut browser).await.page();
        assert_eq!(again.status, 422, "{what}: {again:?}");
        assert!(again.has(&format!("#{what}[aria-invalid]")), "{what}: {again:?}");
        assert!(has_authenticator(&world, "ben").await, "{what}");
        let kept = again.form();
        assert_eq!(
            kept.value("note"),
            form.value("note").trim_start_matches('\n'),
            "what was typed stays"
        );
    }
    let nothing = page.form().submit(&mut browser).await.page();
    assert_eq!(nothing.status, 422);
    assert!(nothing.has(".error-summary"), "{nothing:?}");
    assert!(
        world
            .mails()
            .await
            .iter()
            .all(|mail| !matches!(mail, Task::OtpReset(_)))
    );
    assert_eq!(all.submit(&mut browser).await.page().status, 200);
    assert!(!has_authenticator(&world, "ben").await);
    let event = reset_event(&world, "sonnenfeld").await;
    assert_eq!(event.details.expect("details")["checklist"]["no_admin"], true);
}

#[tokio::test]
async fn accounts_with_a_role_are_out_of_reach() {
    let world = World::new().await;
    let mut support = of_staff(&world, "sam").await;
    for name in ["sam", "olga"] {
        let page = support.get(&address_of(&world, name).await).await.page();
        assert_eq!(page.status, 404, "{name}: {page:?}");
        let page = shown(&mut support, &page_of(&world, name).await).await;
        assert!(!links(&page, &address_of(&world, name).await), "{page:?}");
        assert!(page.text().contains("platform’s own staff"), "{page:?}");
    }
    let mut operator = of_staff(&world, "olga").await;
    let page = operator.get(&address_of(&world, "olga").await).await.page();
    assert_eq!(page.status, 404, "an operator's is the command line's: {page:?}");
    let page = shown(&mut operator, &address_of(&world, "sam").await).await;
    confirmed(&page).submit(&mut operator).await.page();
    assert!(!has_authenticator(&world, "sam").await);
}

#[tokio::test]
async fn somebody_who_has_a_role_by_then_is_out_of_reach() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let page = shown(&mut browser, &address_of(&world, "ben").await).await;
    cast::give_role(&world, "ben", &[InstanceRole::Support]).await;
    let refused = confirmed(&page)
        .tick("no_admin")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(refused.status, 404);
    assert!(has_authenticator(&world, "ben").await);
}

#[tokio::test]
async fn a_fresh_proof_is_asked_for_first() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let address = address_of(&world, "carla").await;
    shown(&mut browser, &address).await;
    world.clock.advance(minutes(11));
    let page = browser.get(&address).await.page();
    assert_eq!(page.url.path(), "/login/pin", "{page:?}");
}

#[tokio::test]
async fn the_form_is_guarded() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "sam").await;
    let address = address_of(&world, "ben").await;
    let page = shown(&mut browser, &address).await;
    let form = confirmed(&page).tick("no_admin");
    is_guarded(&mut browser, &address, &form).await;
    assert!(has_authenticator(&world, "ben").await);
}
