//! What operators see and do: companies, refusals, the outbox, the signing keys.

use super::*;
use crate::harness::{FilledForm, days};
use crate::people::account::is_guarded;
use crate::people::acts::post_bare;
use voltkey_flows::audit::{self, Action, Chain, Filter};
use voltkey_flows::jobs::{self, Task};
use voltkey_store::companies::{self, CompanyPolicy};
use voltkey_store::invitations;

const COMPANIES: &str = "/operator/companies";
const NEW: &str = "/operator/companies/new";
const REFUSALS: &str = "/operator/refusals";
const MAIL: &str = "/operator/mail";
const KEYS: &str = "/operator/keys";
/// Every page.
const PAGES: [&str; 16] = [
    "/operator",
    COMPANIES,
    NEW,
    REFUSALS,
    MAIL,
    KEYS,
    "/operator/apps",
    "/operator/apps/app?app=service",
    "/operator/apps/app/set-up?app=service",
    "/operator/apps/app/request?app=service",
    "/operator/apps/app/test-login?app=service",
    "/operator/apps/app/refusals?app=service",
    "/operator/apps/app/log-outs?app=service",
    "/operator/apps/new",
    "/operator/settings",
    "/operator/audit",
];
const WIEBKE: &str = "wiebke@windpark.example";

#[tokio::test]
async fn nobody_but_operators_finds_the_pages() {
    let world = World::new().await;
    let mut operator = of_staff(&world, "olga").await;
    for address in PAGES {
        shown(&mut operator, address).await;
    }
    let mut support = of_staff(&world, "sam").await;
    let mut admin = world.signed_in("ada").await;
    for browser in [&mut support, &mut admin] {
        for address in PAGES {
            let page = browser.get(address).await.page();
            assert_eq!(page.status, 404, "{address}: {page:?}");
        }
    }
    let mut nobody = world.browser();
    for address in PAGES {
        let page = nobody.get(address).await.page();
        assert_eq!(page.url.path(), "/login", "{address}");
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_does_nothing_any_more() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let forms = [
        filled(&shown(&mut browser, NEW).await),
        shown(&mut browser, KEYS).await.form(),
    ];
    cast::give_role(&world, "olga", &[]).await;
    for form in forms {
        assert_eq!(post_bare(&mut browser, &form).await.status, 404, "{form:?}");
    }
    assert!(
        companies::by_slug(world.store().await, "windpark")
            .await
            .unwrap()
            .is_none()
    );
}

fn filled(page: &Page) -> FilledForm {
    page.form()
        .fill("name", "Windpark Küste eG")
        .fill("slug", "windpark")
        .fill("second_factor", "required")
        .fill("email", WIEBKE)
        .fill("given_name", "Wiebke")
        .fill("language", "de")
}

#[tokio::test]
async fn a_company_is_made_with_its_first_admin_s_invitation() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    world.mails().await;
    let page = shown(&mut browser, NEW).await;
    let done = filled(&page).submit(&mut browser).await.page();
    assert_eq!((done.status.as_u16(), done.url.path()), (200, COMPANIES));
    assert!(
        done.has(".notice--success") && done.text().contains("Windpark Küste eG"),
        "{done:?}"
    );
    let company = companies::by_slug(world.store().await, "windpark")
        .await
        .unwrap()
        .expect("a company");
    assert_eq!(company.second_factor, CompanyPolicy::Required);
    match &world.mails().await[..] {
        [Task::Invitation(mail)] => {
            assert_eq!((mail.email.as_str(), mail.language.as_str()), (WIEBKE, "de"));
            assert_eq!(mail.company.as_deref(), Some("Windpark Küste eG"));
            assert_eq!(mail.invited_by, "");
        }
        other => panic!("not the one invitation: {other:?}"),
    }
    let open = invitations::to_address(world.store().await, WIEBKE)
        .await
        .unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].role.as_str(), "admin");
    audit::append(world.ctx()).await.unwrap();
    let chain = Chain::Company(company.id);
    let events = audit::list(world.ctx(), &chain, &Filter::default(), None, 9)
        .await
        .unwrap()
        .entries;
    let mut words: Vec<_> = events.iter().map(|event| event.action.as_str()).collect();
    words.sort_unstable();
    assert_eq!(words, ["company.created", "person.invited"]);
    let olga = world.person("olga").await.id;
    assert!(events.iter().all(|event| event.actor == olga.as_str()));
}

#[tokio::test]
async fn what_is_wrong_with_a_company_is_told_and_nothing_is_made() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    world.mails().await;
    let page = shown(&mut browser, NEW).await;
    let long = "x".repeat(201);
    for (field, value) in [
        ("slug", ""),
        ("slug", "Wind Park"),
        ("slug", "-wind"),
        ("slug", "sonnenfeld"),
        ("name", " "),
        ("name", long.as_str()),
        ("name", "Wind\u{202e}park"),
        ("email", ""),
        ("email", "wiebke"),
        ("given_name", "Wie\nbke"),
    ] {
        let again = filled(&page).fill(field, value).submit(&mut browser).await.page();
        assert_eq!(again.status, 422, "{field} {value:?}: {again:?}");
        assert!(
            again.has(&format!("#{field}[aria-invalid]")),
            "{field} {value:?}: {again:?}"
        );
        assert_eq!(
            again.form().value("second_factor"),
            "required",
            "what was entered stays"
        );
    }
    let nothing = page.form().submit(&mut browser).await.page();
    assert!(nothing.has(".error-summary"), "{nothing:?}");
    assert!(world.mails().await.is_empty());
    assert!(
        companies::by_slug(world.store().await, "windpark")
            .await
            .unwrap()
            .is_none()
    );
    is_guarded(&mut browser, NEW, &filled(&page)).await;
    assert!(
        companies::by_slug(world.store().await, "windpark")
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn companies_are_paged_and_found() {
    let world = World::new().await;
    for number in 0..30 {
        let name = format!("Genossenschaft {number}");
        cast::company_requires(&world, &format!("genossenschaft-{number:02}"), &name, None).await;
    }
    world.worker_tick().await;
    let mut browser = of_staff(&world, "olga").await;
    let first = shown(&mut browser, COMPANIES).await;
    assert_eq!(first.html.matches("class=\"list__way\"").count(), 25);
    let next = first
        .attribute_of(".pagination a[rel=next]", "href")
        .expect("a next page");
    let second = browser.follow(&next).await.page();
    assert_eq!(
        second.html.matches("class=\"list__way\"").count(),
        7,
        "{second:?}"
    );
    assert!(!second.has(".pagination"));
    let found = shown(&mut browser, &format!("{COMPANIES}?q=sonnen")).await;
    assert_eq!(found.html.matches("class=\"list__way\"").count(), 1);
    assert!(
        links(&found, "/company/members?ui_locales=en&amp;company=sonnenfeld"),
        "{found:?}"
    );
    for odd in ["?after=%27", "?q=%25", "?saved=nobody"] {
        shown(&mut browser, &format!("{COMPANIES}{odd}")).await;
    }
}

#[tokio::test]
async fn a_refused_address_stands_beside_the_registered_one() {
    let world = World::new().await;
    let mut stranger = world.browser();
    let wrong = world
        .client("solar-reports")
        .authorize("openid")
        .with("redirect_uri", "http://solar.example/callback/");
    let refused = stranger.open(&wrong).await.page();
    let number = refused.reference();
    let mut browser = of_staff(&world, "olga").await;
    let list = shown(&mut browser, REFUSALS).await;
    assert!(list.text().contains(&number), "{list:?}");
    let page = shown(&mut browser, &format!("{REFUSALS}?q={}", number.to_lowercase())).await;
    assert!(
        page.text().contains("http and https are not the same"),
        "{page:?}"
    );
    assert!(page.text().contains("solar-reports") && page.text().contains("redirect_uri.unregistered"));
    let sent = page
        .text_of(".parameters div:first-child dd")
        .expect("what was sent");
    let registered = page
        .text_of(".parameters div + div dd")
        .expect("what is registered");
    assert_eq!(
        (sent.as_str(), registered.as_str()),
        ("http://solar.example/callback/", "https://solar.example/callback")
    );
    assert_eq!(
        page.text_of(".parameters mark").as_deref(),
        Some("://solar.example/callback/")
    );
    let nothing = shown(&mut browser, &format!("{REFUSALS}?q=VK-0000-0000")).await;
    assert!(nothing.text().contains("Nothing was found"), "{nothing:?}");
    shown(&mut browser, &format!("{REFUSALS}?before=nonsense")).await;
}

#[tokio::test]
async fn a_mail_that_was_not_taken_is_tried_again() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    world.mails().await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let page = shown(&mut browser, MAIL).await;
    assert!(
        page.text()
            .contains("Waiting Invitation To dora@sonnenfeld.example"),
        "{page:?}"
    );
    let claimed = jobs::claim(world.ctx()).await.unwrap().expect("a mail");
    jobs::failed(world.ctx(), &claimed, "451 4.7.1 greylisted", false)
        .await
        .unwrap();
    let page = shown(&mut browser, MAIL).await;
    assert!(
        page.text().contains("451 4.7.1 greylisted") && page.text().contains("Tried once."),
        "{page:?}"
    );
    assert!(
        jobs::claim(world.ctx()).await.unwrap().is_none(),
        "not before its time"
    );
    let again = page.form_to("/operator/mail/try-again");
    is_guarded(&mut browser, MAIL, &again).await;
    let done = again.submit(&mut browser).await.page();
    assert!(done.has(".notice--success"), "{done:?}");
    let claimed = jobs::claim(world.ctx()).await.unwrap().expect("the mail again");
    let busy = again.submit(&mut browser).await.page();
    assert!(busy.has(".notice--info"), "a worker holds it: {busy:?}");
    jobs::failed(world.ctx(), &claimed, "550 5.1.1 no such mailbox", true)
        .await
        .unwrap();
    let page = shown(&mut browser, MAIL).await;
    assert!(page.text().contains("Given up Invitation"), "{page:?}");
    let overview = shown(&mut browser, "/operator").await;
    assert!(overview.text().contains("A mail was given up"), "{overview:?}");
    page.form_to("/operator/mail/try-again")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(world.mails().await.len(), 1);
    audit::append(world.ctx()).await.unwrap();
    let filter = Filter {
        action: Some(Action::MailTriedAgain),
        ..Filter::default()
    };
    let events = audit::list(world.ctx(), &Chain::Instance, &filter, None, 9).await;
    assert_eq!(events.unwrap().entries.len(), 2, "each time it is noted");
    let done = again.submit(&mut browser).await.page();
    assert!(done.has(".notice--info"), "it was sent: {done:?}");
    again
        .clone()
        .fill("job", "nobody")
        .submit(&mut browser)
        .await
        .page();
}

/// A page after so long that its operator logs in once more.
async fn again(world: &World, browser: &mut Browser, address: &str) -> Page {
    *browser = world.browser();
    cast::forget_authenticator(world, "olga").await;
    *browser = of_staff(world, "olga").await;
    shown(browser, address).await
}

async fn active(world: &World, alg: &str) -> String {
    let keys = voltkey_flows::keys::list(world.ctx()).await.unwrap();
    let signs = keys
        .into_iter()
        .find(|key| key.alg.as_str() == alg && key.state.to_string() == "active");
    signs.expect("an active key").kid
}

#[tokio::test]
async fn a_key_is_rotated_when_it_was_seen_for_a_day() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let before = active(&world, "ES256").await;
    let page = shown(&mut browser, KEYS).await;
    let es256 = |page: &Page| {
        page.forms()
            .into_iter()
            .find(|form| form.action.path() == KEYS && form.value("alg") == "ES256")
            .expect("a form")
    };
    let early = es256(&page).submit(&mut browser).await.page();
    assert_eq!(early.status, 422);
    assert!(early.text().contains("can’t sign yet"), "{early:?}");
    assert_eq!(active(&world, "ES256").await, before);
    is_guarded(&mut browser, KEYS, &page.form_to(KEYS)).await;

    world.clock.advance(days(2));
    let page = again(&world, &mut browser, KEYS).await;
    let done = es256(&page).submit(&mut browser).await.page();
    assert!(done.has(".notice--success"), "{done:?}");
    assert_ne!(active(&world, "ES256").await, before);
    assert!(
        done.text().contains(&before),
        "the old one is published: {done:?}"
    );
}

#[tokio::test]
async fn a_key_that_others_may_know_is_withdrawn_at_once() {
    let world = World::new().await;
    let mut browser = of_staff(&world, "olga").await;
    let before = active(&world, "ES256").await;
    let page = shown(&mut browser, KEYS).await;
    let forms = page.forms();
    let form = forms
        .iter()
        .find(|form| form.action.path() == KEYS && form.value("alg") == "ES256")
        .expect("a form");
    let done = form.clone().tick("withdraw").submit(&mut browser).await.page();
    assert!(done.has(".notice--success"), "{done:?}");
    assert_ne!(active(&world, "ES256").await, before);
    assert!(!done.text().contains(&before), "{done:?}");
    audit::append(world.ctx()).await.unwrap();
    let withdrawn = Filter {
        action: Some(Action::KeyWithdrawn),
        ..Filter::default()
    };
    let events = audit::list(world.ctx(), &Chain::Instance, &withdrawn, None, 9)
        .await
        .unwrap()
        .entries;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].actor, world.person("olga").await.id.as_str());
    let unknown = form
        .clone()
        .fill("alg", "HS256")
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(unknown.status, 404);
}
