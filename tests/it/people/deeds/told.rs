//! What the page of the members says after a deed, and that nobody can make it say anything else by a link.

use super::*;
use crate::people::cast;

const DONE: &str = ".notice--success";

/// What the page of the members says was done.
async fn said(browser: &mut Browser, query: &str) -> Option<String> {
    let address = format!("{MEMBERS}?company=sonnenfeld&ui_locales=en&{query}");
    let page = browser.get(&address).await.page();
    assert_eq!(page.status, 200, "{page:?}");
    page.text_of(DONE)
}

#[tokio::test]
async fn it_says_what_was_done_with_whom() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    for (deed, told) in [
        ("reset-otp", "The OTP of Ben Berger is reset."),
        ("make-admin", "Ben Berger is an admin now."),
        ("make-member", "Ben Berger is no longer an admin."),
        ("block", "Ben Berger is blocked and signed out everywhere."),
        ("unblock", "Ben Berger can sign in again."),
        ("remove", "Ben Berger no longer belongs to the company."),
    ] {
        let page = acted(&world, &mut ada, "ben", deed).await.page();
        let said = page.text_of(DONE).unwrap_or_default();
        assert!(said.starts_with(told), "{deed}: {said:?}");
    }
    let invite = ada.get(&format!("{INVITE}&ui_locales=en")).await.page();
    let form = invite
        .form()
        .fill("email", "ida@sonenfeld.example")
        .fill("given_name", "Ida");
    let page = form.submit(&mut ada).await.page();
    let said = page.text_of(DONE).unwrap_or_default();
    assert!(said.contains("ida@sonenfeld.example"), "{said:?}");
    let id = invited(&world, "ida@sonenfeld.example").await[0].id.clone();
    for (deed, told) in [
        ("send-again", "The invitation was sent again to Ida."),
        (
            "correct-address",
            "The address is corrected, and the invitation on its way to Ida.",
        ),
        ("withdraw", "The invitation of Ida is withdrawn."),
    ] {
        let address = format!("/company/invitations/{id}/{deed}?company=sonnenfeld&ui_locales=en");
        let page = ada
            .get(&address)
            .await
            .page()
            .form()
            .submit(&mut ada)
            .await
            .page();
        let said = page.text_of(DONE).unwrap_or_default();
        assert!(said.starts_with(told), "{deed}: {said:?}");
    }
}

#[tokio::test]
async fn a_link_makes_it_say_nothing_that_is_not_so() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let sub = async |name| world.person(name).await.sub;
    let (ben, carla) = (sub("ben").await, sub("carla").await);
    for deed in [
        "reset-otp",
        "make-admin",
        "block",
        "remove",
        "extend",
        "invite",
        "withdraw",
    ] {
        for query in [
            format!("saved={deed}&member={ben}"),
            format!("saved={deed}&member={carla}"),
            format!("saved={deed}&member={carla}&told={}", "0".repeat(64)),
            format!("saved={deed}&invitation={ben}"),
            format!("saved={deed}"),
        ] {
            assert_eq!(said(&mut ada, &query).await, None, "{query}");
        }
    }
    for query in [
        "saved=1",
        "saved=%3Cb%3Edone%3C%2Fb%3E",
        "saved=&member=x",
        "saved=remove&saved=block",
    ] {
        assert_eq!(said(&mut ada, query).await, None, "{query}");
    }
    cast::invite(&world, "kai@solluna.example", Some("solluna")).await;
    let foreign = invited(&world, "kai@solluna.example").await[0].id.clone();
    for deed in ["invite", "send-again", "correct-address"] {
        let query = format!("saved={deed}&invitation={foreign}");
        assert_eq!(said(&mut ada, &query).await, None, "{query}");
    }
}

/// The name of somebody who is no member any more is told in the browser that removed them, and in no other.
#[tokio::test]
async fn whom_somebody_has_removed_is_told_to_them_alone() {
    let world = world().await;
    let mut ada = world.signed_in("ada").await;
    let page = acted(&world, &mut ada, "ben", "remove").await.page();
    let query = page.url.query().expect("a query").to_owned();
    let told = ada.get(&format!("{MEMBERS}?{query}")).await.page();
    assert!(told.has(DONE), "{told:?}");
    let mut eva = world.signed_in("eva").await;
    let told = eva.get(&format!("{MEMBERS}?{query}")).await.page();
    assert!(!told.has(DONE), "{told:?}");
    let (ben, carla) = (world.person("ben").await.sub, world.person("carla").await.sub);
    let other = query.replace(&ben, &carla);
    let told = ada.get(&format!("{MEMBERS}?{other}")).await.page();
    assert!(!told.has(DONE), "{told:?}");
}
