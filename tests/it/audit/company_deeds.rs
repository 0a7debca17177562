//! What a company's stewards do is told to the companies that it concerns, and by whom.

use super::{append, chain, details, events, last, words_after};
use crate::harness::{Browser, Page, World, email_of, seconds};
use crate::people::deeds;
use voltkey_flows::audit::{Chain, Entry};
use voltkey_store::invitations;

/// A world with more people, an admin who is signed in, and how many events her company has had until then.
async fn ada() -> (World, Browser, Chain, usize) {
    let world = deeds::world().await;
    let browser = world.signed_in("ada").await;
    let company = chain(&world, "sonnenfeld").await;
    append(&world).await;
    let before = events(&world, &company).await.len();
    (world, browser, company, before)
}

async fn act(world: &World, browser: &mut Browser, name: &str, deed: &str) -> Page {
    // Events of the same moment have no order.
    world.clock.advance(seconds(1));
    let sub = world.person(name).await.sub;
    let address = format!("/company/members/{sub}/{deed}?company=sonnenfeld");
    let page = browser.get(&address).await.page();
    page.form().submit(browser).await.page()
}

/// The last event of a chain, which somebody did to somebody else.
async fn told(world: &World, chain: &Chain, by: &str, subject: &str) -> Entry {
    let event = last(world, chain).await;
    let (by, subject) = (world.person(by).await, world.person(subject).await);
    assert_eq!(event.actor, by.id.as_str());
    assert_eq!(event.subject.as_deref(), Some(subject.id.as_str()));
    assert_eq!(details(&event)["actor"]["email"], by.email);
    assert_eq!(details(&event)["subject"]["email"], subject.email);
    assert_eq!(details(&event)["network"], "192.0.2.1");
    assert_eq!(event.request_id.as_ref().map(String::len), Some(16));
    event
}

#[tokio::test]
async fn each_deed_with_a_member_is_told_once() {
    let (world, mut browser, company, before) = ada().await;
    for (deed, word) in [
        ("reset-otp", "otp.reset"),
        ("make-admin", "member.role"),
        ("make-member", "member.role"),
        ("block", "member.blocked"),
        ("unblock", "member.unblocked"),
        ("remove", "member.removed"),
    ] {
        let sub = world.person("ben").await.sub;
        let address = format!("/company/members/{sub}/{deed}?company=sonnenfeld");
        browser.get(&address).await.page();
        act(&world, &mut browser, "ben", deed).await;
        let event = told(&world, &company, "ada", "ben").await;
        assert_eq!(event.action, word, "{deed}");
        match deed {
            "make-admin" => assert_eq!(details(&event)["role"], "admin"),
            "make-member" => assert_eq!(details(&event)["role"], "member"),
            "unblock" => assert_eq!(details(&event)["was_frozen"], false),
            _ => {}
        }
    }
    let words = words_after(&world, &company, before).await;
    assert_eq!(words.len(), 6, "{words:?}");
}

#[tokio::test]
async fn what_concerns_the_whole_account_is_told_to_each_company_and_the_rest_to_one() {
    let (world, mut ada, sonnenfeld, _) = ada().await;
    let solluna = chain(&world, "solluna").await;
    act(&world, &mut ada, "mia", "make-admin").await;
    assert_eq!(
        told(&world, &sonnenfeld, "ada", "mia").await.action,
        "member.role"
    );
    let before = events(&world, &solluna).await.len();

    let mut sue = world.signed_in("sue").await;
    act(&world, &mut sue, "mia", "block").await;
    for company in [&sonnenfeld, &solluna] {
        let event = told(&world, company, "sue", "mia").await;
        assert_eq!(event.action, "member.blocked");
    }
    assert_eq!(words_after(&world, &solluna, before).await, ["member.blocked"]);
}

#[tokio::test]
async fn what_was_not_done_is_not_told() {
    let (world, mut browser, company, before) = ada().await;
    let sub = world.person("ben").await.sub;
    let mut forms = Vec::new();
    for deed in ["block", "unblock", "make-member", "remove"] {
        let address = format!("/company/members/{sub}/{deed}?company=sonnenfeld");
        forms.extend(
            browser
                .get(&address)
                .await
                .page()
                .forms()
                .into_iter()
                .filter(|form| form.action.path().ends_with(deed)),
        );
    }
    assert_eq!(forms.len(), 2, "he is neither blocked nor an admin");
    for form in forms.iter().chain(&forms) {
        form.submit(&mut browser).await.page();
    }
    let words = words_after(&world, &company, before).await;
    assert_eq!(words, ["member.blocked", "member.removed"]);
}

#[tokio::test]
async fn what_is_done_with_an_invitation_is_told_with_its_address() {
    let (world, mut browser, company, before) = ada().await;
    let page = browser
        .get("/company/members/invite?company=sonnenfeld")
        .await
        .page();
    let form = page
        .form()
        .fill("email", "ida@sonenfeld.example")
        .fill("role", "admin");
    form.submit(&mut browser).await.page();
    let found = invitations::to_address(world.store().await, "ida@sonenfeld.example").await;
    let id = found.unwrap().remove(0).id;
    for (deed, word, email) in [
        ("", "person.invited", "ida@sonenfeld.example"),
        ("send-again", "invitation.sent_again", "ida@sonenfeld.example"),
        (
            "correct-address",
            "invitation.corrected",
            "ida@sonnenfeld.example",
        ),
        ("withdraw", "invitation.withdrawn", "ida@sonnenfeld.example"),
    ] {
        if !deed.is_empty() {
            let address = format!("/company/invitations/{id}/{deed}?company=sonnenfeld");
            let form = browser.get(&address).await.page().form();
            let form = match deed {
                "correct-address" => form.fill("email", email),
                _ => form,
            };
            form.submit(&mut browser).await.page();
        }
        let event = last(&world, &company).await;
        assert_eq!((&*event.action, event.subject.as_deref()), (word, Some(&*id)));
        assert_eq!(event.actor, world.person("ada").await.id.as_str());
        let told = details(&event);
        assert_eq!(
            (&told["subject"]["email"], &told["role"]),
            (&email.into(), &"admin".into())
        );
        assert_eq!(told["actor"]["email"], email_of("ada"));
    }
    assert_eq!(words_after(&world, &company, before).await.len(), 4);
}
