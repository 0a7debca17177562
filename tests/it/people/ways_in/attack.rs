//! What somebody tries who means harm.

use super::smoke::link;
use crate::harness::World;
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
