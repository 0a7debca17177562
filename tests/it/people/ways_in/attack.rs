//! What somebody tries who means harm.

use super::smoke::link;
use crate::harness::{PASSWORD, Page, World, email_of, minutes};
use crate::people::acts::{enter, enter_pin, first_pin};
use crate::people::cast;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::invite::{Invitee, invite};
use voltkey_store::memberships::{self, Role};
use voltkey_store::{invitations, people};

const DORA: &str = "dora@sonnenfeld.example";

/// Somebody is invited to manage a company: the address of the link.
async fn invited(world: &World, email: &str, company: &str, roles: &[InstanceRole]) -> String {
    world.mails().await;
    let invitee = Invitee {
        email: email.to_owned(),
        given_name: "Dora".to_owned(),
        family_name: "Neu".to_owned(),
        language: "en".to_owned(),
        company: Some(company.to_owned()),
        role: Role::Admin,
        roles: roles.to_vec(),
        client_id: None,
    };
    invite(world.ctx(), &invitee).await.unwrap();
    link(&world.mails().await)
}

#[tokio::test]
async fn roles_that_were_taken_back_since_the_page_was_sent_are_not_given() {
    let world = World::new().await;
    let address = invited(&world, DORA, "solluna", &[InstanceRole::Operator]).await;
    let mut browser = world.browser();
    let page = browser.get(&address).await.page();
    let store = world.store().await;
    let open = invitations::to_address(store, DORA).await.unwrap().remove(0);
    let mut tx = store.begin().await.unwrap();
    invitations::set_roles(&mut tx, &open.id, Role::Member, false, false)
        .await
        .unwrap();

    // The room reads the invitation, hashes the password, and waits for the transaction that takes the roles back.
    let form = page.form().fill("password", "Windrad-9 Hamburg");
    let take_back = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    };
    let (landed, ()) = tokio::join!(form.submit(&mut browser), take_back);
    landed.away();
    let dora = people::by_email_key(store, DORA).await.unwrap().unwrap();
    let memberships = memberships::of_person(store, &dora.id).await.unwrap();
    assert_eq!((dora.is_operator, memberships[0].role), (false, Role::Member));
}

/// Whether a page lets somebody join at once.
fn can_confirm(page: &Page) -> bool {
    page.forms()
        .iter()
        .any(|form| ["/activate/confirm", "/activate/join"].contains(&form.action.path()))
}

#[tokio::test]
async fn a_session_of_the_pin_alone_joins_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    world.clock.advance(minutes(8 * 60));
    let request = world.client("platform").authorize("openid");
    let page = browser.open(&request).await.page();
    assert_eq!(page.url.path(), "/login/pin");
    world.enter_pin(&mut browser, page, "ben").await.answer().code();

    let address = invited(&world, email_of("ben"), "solluna", &[]).await;
    let page = browser.get(&address).await.page();
    assert!(!can_confirm(&page), "{page:?}");
    let login = page
        .form_to("/activate/sign-in")
        .submit(&mut browser)
        .await
        .page();
    let page = world.log_in(&mut browser, login, "ben").await.page();
    page.form_to("/activate/join").submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_session_that_lacks_a_second_factor_by_now_joins_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    let address = invited(&world, email_of("carla"), "sonnenfeld", &[]).await;
    let page = browser.get(&address).await.page();
    assert!(!can_confirm(&page), "{page:?}");
    let login = page
        .form_to("/activate/sign-in")
        .submit(&mut browser)
        .await
        .page();
    let page = enter(&mut browser, &login, email_of("carla"), PASSWORD).await;
    assert_eq!(page.url.path(), "/login/enroll");
    let pin = first_pin(&world, &page);
    let page = enter_pin(&mut browser, &page, &pin).await.page();
    page.form_to("/activate/join").submit(&mut browser).await.away();
}

#[tokio::test]
async fn a_confirmation_that_was_shown_before_a_second_factor_was_due_counts_no_more() {
    let world = World::new().await;
    let mut browser = world.signed_in("carla").await;
    let address = invited(&world, email_of("carla"), "sonnenfeld", &[]).await;
    let page = browser.get(&address).await.page();
    cast::company_requires(&world, "solluna", "Sol y Luna SL", None).await;
    let again = page
        .form_to("/activate/confirm")
        .submit(&mut browser)
        .await
        .page();
    assert!(!can_confirm(&again), "{again:?}");
}
