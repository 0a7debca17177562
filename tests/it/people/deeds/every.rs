//! Every page of these deeds, once: for what all of them have in common with the others.

use super::{forged, page_of, put};
use crate::harness::{Page, World, email_of};
use crate::people::all_pages::Place;
use crate::people::cast;
use voltkey_store::invitations;
use voltkey_store::memberships::Role;

/// Every page.
pub async fn pages(world: &World) -> Vec<(&'static str, Page, Place)> {
    put(world, "sam", "sonnenfeld", Role::Member).await;
    let mut ada = world.signed_in("ada").await;
    let mut pages = Vec::new();
    for (name, whom, deed) in [
        ("company, reset OTP", "ben", "reset-otp"),
        ("company, make admin", "ben", "make-admin"),
        ("company, block", "ben", "block"),
        ("company, remove", "ben", "remove"),
        ("company, not yours", "sam", "block"),
        ("company, yourself", "ada", "block"),
        ("company, is so already", "ben", "unblock"),
    ] {
        let page = ada.get(&page_of(world, whom, deed).await).await.page();
        pages.push((name, page, Place::Leaving));
    }
    let refused = forged(world, &mut ada, "ada", &page_of(world, "sam", "block").await).await;
    let refused = refused.submit(&mut ada).await.page();
    pages.push(("company, not yours, sent", refused, Place::Leaving));

    cast::invite(world, "ida@sonnenfeld.example", Some("sonnenfeld")).await;
    let open = invitations::to_address(world.store().await, "ida@sonnenfeld.example").await;
    let id = open.expect("a read").remove(0).id;
    for (name, deed) in [
        ("company, send again", "send-again"),
        ("company, correct address", "correct-address"),
        ("company, withdraw", "withdraw"),
    ] {
        let address = format!("/company/invitations/{id}/{deed}?company=sonnenfeld");
        pages.push((name, ada.get(&address).await.page(), Place::Leaving));
    }
    let invite = ada.get(super::INVITE).await.page();
    let again = invite
        .form()
        .fill("email", email_of("ben"))
        .submit(&mut ada)
        .await
        .page();
    pages.push(("company, invite", invite, Place::Leaving));
    pages.push(("company, invite refused", again, Place::Leaving));
    world.mails().await;
    pages
}
