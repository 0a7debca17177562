//! The whole way of somebody, once: invited, activated, signed in, the password forgotten and replaced.

use crate::harness::{Page, World, seconds};
use crate::people::acts::enter;
use crate::people::cast;
use voltkey_flows::jobs::Task;

const DORA: &str = "dora@sonnenfeld.example";

fn link(mails: &[Task]) -> String {
    mails
        .iter()
        .find_map(|mail| match mail {
            Task::Invitation(mail) => Some(format!("/activate?token={}", mail.token.as_str())),
            Task::PasswordReset(mail) => Some(format!("/reset-password?token={}", mail.token.as_str())),
            _ => None,
        })
        .unwrap_or_else(|| panic!("no link: {mails:?}"))
}

fn filled(page: &Page, password: &str) -> crate::harness::FilledForm {
    page.form()
        .fill("given_name", "Dora")
        .fill("family_name", "Neu")
        .fill("language", "de")
        .fill("tel", "")
        .fill("password", password)
}

#[tokio::test]
async fn from_the_invitation_to_the_recovery() {
    let world = World::new().await;
    cast::invite(&world, DORA, Some("sonnenfeld")).await;
    let mut browser = world.browser();
    let page = browser.get(&link(&world.mails().await)).await.page();
    assert_eq!(page.status, 200, "{page:?}");
    let away = filled(&page, "Kraftwerk-7 Berlin")
        .submit(&mut browser)
        .await
        .away();
    assert_eq!(away.as_str(), "https://platform.example/login");

    world.clock.advance(seconds(20));
    let login = browser.get("/login").await.page();
    let form = login
        .form()
        .fill("email", DORA)
        .fill("password", "Kraftwerk-7 Berlin");
    form.submit(&mut browser).await.away();
    assert!(world.mails().await.is_empty(), "the browser is known");

    let mut other = world.browser();
    let forgot = other.get("/forgot-password").await.page();
    let sent = forgot.form().fill("email", DORA).submit(&mut other).await.page();
    assert_eq!(sent.status, 200);
    let page = other.get(&link(&world.mails().await)).await.page();
    let done = page
        .form()
        .fill("password", "Windrad-9 Hamburg")
        .submit(&mut other)
        .await
        .page();
    assert_eq!(done.status, 200, "{done:?}");
    let login = browser.get("/login").await;
    assert!(
        matches!(login, crate::harness::Landed::Page(_)),
        "every session has ended: {login:?}"
    );
    let old = enter(&mut browser, &login.page(), DORA, "Kraftwerk-7 Berlin").await;
    assert_eq!(old.status, 422);
}
