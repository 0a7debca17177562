//! "This was not me": from a mail about an account's safety to a frozen account.

use super::*;
use crate::harness::{Tokens, days, seconds};
use std::time::Duration;
use tokio::task::JoinSet;
use voltkey_crypto::secret::sha256;
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::reset_otp::reset_otp;
use voltkey_flows::audit;
use voltkey_flows::jobs::{FrozenReader, MemberFrozenMail, Notice, OtpResetMail};
use voltkey_store::memberships::Role;
use voltkey_store::people::{self, BlockReason};
use voltkey_store::{alarm_links, companies, known_browsers, memberships};

const RECOVERY_CODES: &str = "/account/recovery-codes";
const NOT_ME: &str = "/account/not-me";
const LIFE: Duration = days(14);
const FROZEN: &str = "This account was frozen with";

fn link(notice: &Notice) -> String {
    let token = notice.not_me.as_ref().expect("a link");
    format!("{NOT_ME}?token={}&ui_locales=en", token.as_str())
}

/// The notice in a mail about an account's safety.
fn notice(mail: &Task) -> Option<&Notice> {
    match mail {
        Task::NewDevice(notice)
        | Task::WrongPins(notice)
        | Task::Enrolled(notice)
        | Task::SecondFactorOff(notice)
        | Task::AuthenticatorReplaced(notice)
        | Task::RecoveryCodesMade(notice)
        | Task::PasswordChanged(notice)
        | Task::AccountFrozen(notice) => Some(notice),
        Task::EmailChanged(mail) => Some(&mail.notice),
        Task::RecoveryCodeUsed(mail) => Some(&mail.notice),
        _ => None,
    }
}

/// Signs somebody in in a new browser, and gives the link of the mail that tells them.
async fn alarm(world: &World, name: &str) -> (Browser, String) {
    world.mails().await;
    let browser = world.signed_in(name).await;
    match &world.mails().await[..] {
        [Task::NewDevice(notice)] => (browser, link(notice)),
        other => panic!("one mail about a new device: {other:?}"),
    }
}

/// Presses the button of the page behind a link, in a browser of nobody's.
async fn freeze(world: &World, link: &str) -> Page {
    let mut browser = world.browser().at("203.0.113.9");
    let page = browser.arrive(link).await.page();
    page.form_to(NOT_ME).submit(&mut browser).await.page()
}

async fn reason(world: &World, name: &str) -> Option<BlockReason> {
    let person = world.person(name).await;
    people::block_reason(world.store().await, &person.id)
        .await
        .unwrap()
}

async fn unblock(world: &World, name: &str) {
    let person = world.person(name).await;
    assert!(people::unblock(world.store().await, &person.id).await.unwrap());
}

/// Makes somebody a member of a company of the test world.
async fn give(world: &World, name: &str, slug: &str, role: Role) {
    let (store, person) = (world.store().await, world.person(name).await);
    let company = companies::by_slug(store, slug).await.unwrap().expect("a company");
    memberships::put(store, &person.id, &company.id, role, world.now())
        .await
        .unwrap();
}

/// Whom the mails that wait tell of a frozen account, sorted: the person and those who look after them.
async fn told_of_it(world: &World) -> (Vec<String>, Vec<(String, FrozenReader)>) {
    let (mut persons, mut keepers) = (Vec::new(), Vec::new());
    for mail in world.mails().await {
        match mail {
            Task::AccountFrozen(notice) => persons.push(notice.email),
            Task::MemberFrozen(mail) => keepers.push((mail.to, mail.reader)),
            other => panic!("{other:?}"),
        }
    }
    persons.sort();
    keepers.sort_by(|one, other| one.0.cmp(&other.0));
    (persons, keepers)
}

async fn refreshes(world: &World, tokens: &Tokens) -> bool {
    let reply = world.client("platform").refresh(&tokens.refresh).await;
    reply.status == 200
}

#[tokio::test]
async fn opening_the_link_changes_nothing() {
    let world = World::new().await;
    let (mut browser, link) = alarm(&world, "ben").await;
    for _ in 0..3 {
        let page = world.browser().arrive(&link).await.page();
        assert_eq!((page.status.as_u16(), page.url.path()), (200, NOT_ME));
        assert_eq!(page.header("referrer-policy"), "strict-origin");
        let text = page.text();
        assert!(text.contains("b•••@sonnenfeld.example"), "{page:?}");
        assert!(
            !page.html.contains(email_of("ben")),
            "whoever has the link may be anybody"
        );
        let forms = page.forms();
        assert_eq!(forms.len(), 1, "{page:?}");
    }
    assert_eq!(reason(&world, "ben").await, None);
    assert!(is_signed_in(&world, &mut browser).await);
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn the_button_freezes_the_account_without_any_session() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let page = freeze(&world, &link).await;
    assert_eq!(
        (page.status.as_u16(), page.title().contains("frozen")),
        (200, true),
        "{page:?}"
    );
    assert!(page.forms().is_empty());
    assert_eq!(reason(&world, "ben").await, Some(BlockReason::Frozen));

    let page = log_in(&mut world.browser(), email_of("ben"), PASSWORD)
        .await
        .page();
    assert_eq!(page.status, 422);
    assert!(
        page.text().contains("Dieses Konto wurde") || page.text().contains(FROZEN),
        "{page:?}"
    );
    let page = log_in(&mut world.browser(), email_of("ben"), cast::WRONG)
        .await
        .page();
    assert!(!page.text().contains(FROZEN), "only after the right password");
}

#[tokio::test]
async fn nothing_that_led_into_the_account_does_so_any_more() {
    let world = World::new().await;
    let platform = world.client("platform");
    let offline = platform.authorize("openid offline_access");
    let mut phone = world.browser();
    let tokens = world.tokens_by(&platform, &mut phone, "ben", &offline).await;
    world.mails().await;
    let reset = reset_link_for(&world, email_of("ben")).await;
    let (mut browser, link) = alarm(&world, "ben").await;
    ask_for_address(&mut browser, "ben@elsewhere.example", PASSWORD).await;
    let Some(Task::ConfirmEmail(mail)) = world.mails().await.pop() else {
        panic!("a link to the new address")
    };
    let confirm = format!("/account/email/confirm?token={}", mail.token.as_str());
    // Somebody is between password and PIN.
    let mut half = world.browser();
    let pin = log_in(&mut half, email_of("ben"), PASSWORD).await.page();
    let mut of_ada = world.signed_in("ada").await;
    assert_eq!(
        told(&world, &tokens.access).await["sub"],
        world.person("ben").await.sub
    );

    freeze(&world, &link).await;
    for browser in [&mut phone, &mut browser] {
        assert!(!is_signed_in(&world, browser).await);
        assert_eq!(leads_to(browser, ACCOUNT).await, "/login", "nor by the PIN alone");
    }
    let landed = world.enter_pin(&mut half, pin, "ben").await.page();
    assert_eq!(landed.url.path(), "/login");
    assert!(!refreshes(&world, &tokens).await);
    assert_eq!(platform.userinfo(&tokens.access).await.status, 401);
    assert_eq!(platform.introspect(&tokens.access).await["active"], false);
    for gone in [&reset, &confirm] {
        assert_eq!(world.browser().get(gone).await.page().status, 410, "{gone}");
    }
    assert!(is_signed_in(&world, &mut of_ada).await, "nobody else's");

    // Nor once it is open again.
    unblock(&world, "ben").await;
    for browser in [&mut phone, &mut browser] {
        assert!(!is_signed_in(&world, browser).await);
    }
    assert!(!refreshes(&world, &tokens).await);
    for gone in [&reset, &confirm] {
        assert_eq!(world.browser().get(gone).await.page().status, 410, "{gone}");
    }
    let store = world.store().await;
    let known = known_browsers::forget_of_person(store, &world.person("ben").await.id).await;
    assert_eq!(known.unwrap(), 0, "each browser is a stranger");
    let mut again = world.signed_in("ben").await;
    assert!(is_signed_in(&world, &mut again).await);
}

#[tokio::test]
async fn while_it_is_frozen_no_new_password_is_mailed() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    freeze(&world, &link).await;
    world.mails().await;
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await.page();
    let page = page
        .form()
        .fill("email", email_of("ben"))
        .submit(&mut browser)
        .await
        .page();
    assert_eq!(page.status, 200, "the answer is the same as ever");
    assert!(world.mails().await.is_empty());
    unblock(&world, "ben").await;
    reset_link_for(&world, email_of("ben")).await;
}

#[tokio::test]
async fn the_person_and_the_admins_are_told_and_nobody_else() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    freeze(&world, &link).await;
    let mails = world.mails().await;
    let [Task::AccountFrozen(to_ben), Task::MemberFrozen(to_ada)] = &mails[..] else {
        panic!("{mails:?}")
    };
    assert_eq!((&*to_ben.email, &*to_ben.language), (email_of("ben"), "de"));
    assert_eq!((&*to_ben.network, to_ben.at), ("203.0.113.9", world.now()));
    assert!(to_ben.not_me.is_none(), "there is nothing left to freeze");
    let MemberFrozenMail {
        to,
        language,
        reader,
        person,
        email,
        company,
        ..
    } = to_ada;
    assert_eq!((&**to, &**language), (email_of("ada"), "en"));
    assert_eq!(*reader, FrozenReader::Admin);
    assert_eq!((&**person, &**email), ("Ben Berger", email_of("ben")));
    assert_eq!(company.as_deref(), Some("sonnenfeld"));
}

/// As S15 has it: the support looks after whom no admin can help.
#[tokio::test]
async fn the_support_is_told_where_no_admin_can_open_it_again() {
    let support = || ("support@ampere.example".to_owned(), FrozenReader::Support);
    let world = World::new().await;
    let (_, link) = alarm(&world, "carla").await;
    freeze(&world, &link).await;
    let (persons, keepers) = told_of_it(&world).await;
    assert_eq!(persons, [email_of("carla")]);
    assert_eq!(keepers, [support()], "her company has no admin");

    let (_, link) = alarm(&world, "ada").await;
    freeze(&world, &link).await;
    assert_eq!(told_of_it(&world).await.1, [support()], "she is the only admin");

    let world = World::new().await;
    give(&world, "ben", "solluna", Role::Member).await;
    let (_, link) = alarm(&world, "ben").await;
    freeze(&world, &link).await;
    let ada = |reader| (email_of("ada").to_owned(), reader);
    assert_eq!(
        told_of_it(&world).await.1,
        [ada(FrozenReader::OtherAdmin), support()]
    );

    let world = World::new().await;
    give(&world, "ben", "solluna", Role::Member).await;
    give(&world, "ada", "solluna", Role::Admin).await;
    let (_, link) = alarm(&world, "ben").await;
    freeze(&world, &link).await;
    assert_eq!(told_of_it(&world).await.1, [ada(FrozenReader::Admin)], "once");

    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    cast::give_role(&world, "ben", &[InstanceRole::Support]).await;
    freeze(&world, &link).await;
    assert_eq!(
        told_of_it(&world).await.1,
        [ada(FrozenReader::OtherAdmin), support()]
    );
}

#[tokio::test]
async fn a_second_click_says_that_it_is_frozen() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let (_, other) = alarm(&world, "ben").await;
    let mut waiting = world.browser();
    let open = waiting.arrive(&link).await.page();
    freeze(&world, &link).await;
    world.mails().await;
    let again = open.form_to(NOT_ME).submit(&mut waiting).await.page();
    let looked_at = world.browser().arrive(&link).await.page();
    let by_other = world.browser().arrive(&other).await.page();
    for page in [again, looked_at, by_other] {
        assert_eq!(page.status, 200);
        assert!(
            page.title().contains("frozen") && page.forms().is_empty(),
            "{page:?}"
        );
    }
    assert!(world.mails().await.is_empty(), "told once");
}

#[tokio::test]
async fn once_it_is_open_again_no_old_link_freezes_it() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let (_, other) = alarm(&world, "ben").await;
    let mut waiting = world.browser();
    let open = waiting.arrive(&other).await.page();
    freeze(&world, &link).await;
    unblock(&world, "ben").await;
    for link in [&link, &other] {
        let page = world.browser().arrive(link).await.page();
        assert_eq!(page.status, 410);
        assert!(page.text().contains("opened again since"), "{page:?}");
    }
    let page = open.form_to(NOT_ME).submit(&mut waiting).await.page();
    assert_eq!(page.status, 410);
    assert_eq!(reason(&world, "ben").await, None);
    let (_, new) = alarm(&world, "ben").await;
    freeze(&world, &new).await;
    assert_eq!(reason(&world, "ben").await, Some(BlockReason::Frozen));
}

#[tokio::test]
async fn it_works_for_fourteen_days_to_the_second() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let mut waiting = world.browser();
    let open = waiting.arrive(&link).await.page();
    world.clock.advance(LIFE - seconds(1));
    assert_eq!(world.browser().arrive(&link).await.page().status, 200);
    world.clock.advance(seconds(1));
    let looked_at = world.browser().arrive(&link).await.page();
    let sent = open.form_to(NOT_ME).submit(&mut waiting).await.page();
    for page in [looked_at, sent] {
        assert_eq!(page.status, 410);
        assert!(page.text().contains("This link has expired"), "{page:?}");
        assert!(page.has("main a[href^='/forgot-password']"), "{page:?}");
    }
    assert_eq!(reason(&world, "ben").await, None);

    let (_, link) = alarm(&world, "ben").await;
    world.clock.advance(LIFE - seconds(1));
    freeze(&world, &link).await;
    assert_eq!(reason(&world, "ben").await, Some(BlockReason::Frozen));
}

#[tokio::test]
async fn a_link_that_is_none_of_ours_freezes_nobody() {
    let world = World::new().await;
    let (mut browser, link) = alarm(&world, "ben").await;
    let mut waiting = world.browser();
    let open = waiting.arrive(&link).await.page();
    let token = open
        .url
        .query_pairs()
        .find(|(name, _)| name == "token")
        .unwrap()
        .1;
    let changed = format!(
        "{}{}",
        &token[..token.len() - 1],
        if token.ends_with('A') { "E" } else { "A" }
    );
    let person = world.person("ben").await;
    for wrong in [
        "",
        "none",
        &changed,
        &token[1..],
        &format!("{token}="),
        &person.sub,
        "' OR '1'='1",
    ] {
        let address = format!("{NOT_ME}?token={wrong}");
        let page = world.browser().get(&address).await.page();
        assert_eq!(page.status, 410, "{wrong}");
        assert!(page.forms().is_empty(), "{wrong}: {page:?}");
        assert!(!page.text().contains("sonnenfeld"), "{wrong}: {page:?}");
    }
    for address in [NOT_ME, "/account/not-me?token=a&token=b"] {
        let status = world.browser().get(address).await.page().status;
        assert!([400, 410].contains(&status.as_u16()), "{address}: {status}");
    }
    let mut form = open.form_to(NOT_ME);
    form.action.set_query(Some(&format!("token={changed}")));
    assert_eq!(form.submit(&mut waiting).await.page().status, 410);
    assert_eq!(reason(&world, "ben").await, None);
    // Links of other mails are no alarm.
    let reset = reset_link_for(&world, email_of("ben")).await;
    let as_alarm = reset.replace("/reset-password", NOT_ME);
    assert_eq!(world.browser().get(&as_alarm).await.page().status, 410);
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn forms_of_somebody_else_s_making_freeze_nobody() {
    let world = World::new().await;
    let (mut browser, link) = alarm(&world, "ben").await;
    let mut reader = world.browser();
    for reader in [&mut reader, &mut browser] {
        let page = reader.arrive(&link).await.page();
        is_guarded(reader, &link, &page.form_to(NOT_ME)).await;
    }
    let fields = [("token".to_owned(), "x".to_owned())];
    let page = world.browser().post_from_elsewhere(&link, &fields).await.page();
    assert!([400, 403].contains(&page.status.as_u16()), "{page:?}");
    assert_eq!(reason(&world, "ben").await, None);
    assert!(is_signed_in(&world, &mut browser).await);
}

#[tokio::test]
async fn two_at_once_freeze_it_once() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let (_, other) = alarm(&world, "ben").await;
    let mut opened = Vec::new();
    for link in [&link, &link, &other] {
        let mut browser = world.browser();
        let form = browser.arrive(link).await.page().form_to(NOT_ME);
        opened.push((browser, form));
    }
    let mut pressed = JoinSet::new();
    for (mut browser, form) in opened {
        pressed.spawn(async move { form.submit(&mut browser).await.page() });
    }
    for page in pressed.join_all().await {
        let frozen = page.title().contains("frozen");
        assert_eq!((page.status.as_u16(), frozen), (200, true), "{page:?}");
    }
    let (persons, keepers) = told_of_it(&world).await;
    assert_eq!((persons.len(), keepers.len()), (1, 1));
}

/// Whoever has taken an account gives it an address of their own: the mail to the old one still helps.
#[tokio::test]
async fn the_old_address_freezes_an_account_that_has_another_by_then() {
    const NEW: &str = "thief@elsewhere.example";
    let world = World::new().await;
    let (mut thief, earlier) = alarm(&world, "carla").await;
    ask_for_address(&mut thief, NEW, PASSWORD).await;
    let Some(Task::ConfirmEmail(mail)) = world.mails().await.pop() else {
        panic!("a link to the new address")
    };
    let confirm = format!("/account/email/confirm?token={}", mail.token.as_str());
    let page = thief.get(&confirm).await.page();
    page.form().submit(&mut thief).await.page();
    let mails = world.mails().await;
    let of = |email: &str| {
        let mut notices = mails.iter().filter_map(notice);
        notices.find(|notice| notice.email == email).expect("a notice")
    };
    assert!(of(NEW).not_me.is_none(), "whoever holds the new one needs no key");
    for link in [link(of(email_of("carla"))), earlier] {
        let page = world.browser().arrive(&link).await.page();
        assert!(page.text().contains("c•••@solluna.example"), "{page:?}");
    }
    freeze(&world, &link(of(email_of("carla")))).await;
    assert!(!is_signed_in(&world, &mut thief).await);
    let (persons, keepers) = told_of_it(&world).await;
    assert_eq!(persons, [email_of("carla"), NEW]);
    assert_eq!(keepers.len(), 1);
    let page = log_in(&mut world.browser(), NEW, PASSWORD).await.page();
    assert_eq!(page.status, 422);
}

#[tokio::test]
async fn a_blocked_account_stays_blocked_as_it_was() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let mut waiting = world.browser();
    let open = waiting.arrive(&link).await.page();
    world.block("ben").await;
    let looked_at = world.browser().arrive(&link).await.page();
    let sent = open.form_to(NOT_ME).submit(&mut waiting).await.page();
    for page in [looked_at, sent] {
        assert_eq!(page.status, 200);
        assert!(
            page.title().contains("blocked") && page.forms().is_empty(),
            "{page:?}"
        );
    }
    assert_eq!(reason(&world, "ben").await, Some(BlockReason::Decided));
    assert!(world.mails().await.is_empty());
    unblock(&world, "ben").await;
    freeze(&world, &link).await;
    assert_eq!(reason(&world, "ben").await, Some(BlockReason::Frozen));
}

#[tokio::test]
async fn each_mail_about_what_was_done_to_an_account_has_a_link_of_its_own() {
    let world = World::new().await;
    let mut browser = world.signed_in("ben").await;
    let page = shown(&mut browser, RECOVERY_CODES).await;
    page.form_to(RECOVERY_CODES).submit(&mut browser).await.page();
    let page = shown(&mut browser, SECOND_FACTOR).await;
    page.form_to("/account/second-factor/off")
        .submit(&mut browser)
        .await
        .page();
    let page = shown(&mut browser, PASSWORD_PAGE).await;
    new_password(&page, PASSWORD, CHOSEN)
        .submit(&mut browser)
        .await
        .page();
    let reset = reset_link_for_after(&world, email_of("carla")).await;
    let mut links = Vec::new();
    let mut kinds = Vec::new();
    for mail in &reset {
        match (notice(mail), mail) {
            (Some(notice), _) => {
                kinds.push(mail.kind());
                links.push(link(notice));
            }
            (None, Task::PasswordReset(PasswordResetMail { notice, .. })) => {
                assert!(notice.not_me.is_none(), "it has a link of its own");
            }
            (None, other) => panic!("{other:?}"),
        }
    }
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            "new_device",
            "password_changed",
            "recovery_codes_made",
            "second_factor_off"
        ]
    );
    links.sort();
    links.dedup();
    assert_eq!(links.len(), kinds.len());
    for link in &links {
        assert_eq!(world.browser().arrive(link).await.page().status, 200);
    }
}

/// The mails that wait, with one for a forgotten password.
async fn reset_link_for_after(world: &World, email: &str) -> Vec<Task> {
    let mut browser = world.browser();
    let page = browser.get("/forgot-password").await.page();
    page.form().fill("email", email).submit(&mut browser).await.page();
    world.mails().await
}

#[tokio::test]
async fn what_is_mailed_holds_the_token_and_the_database_its_hash() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    let token = link.split(['=', '&']).nth(1).unwrap();
    assert_eq!(token.len(), 43, "256 bits");
    let hash = sha256(token.as_bytes());
    let found = alarm_links::find(world.store().await, &hash);
    let found = found.await.unwrap().expect("a link");
    assert_eq!(found.email, email_of("ben"));
    assert_eq!(found.expires_at, found.created_at + LIFE);
    // A reset brings a code, and a mail that asks for one has no link.
    reset_otp(world.ctx(), email_of("ben")).await.unwrap();
    let mails = world.mails().await;
    assert!(
        matches!(&mails[..], [Task::OtpReset(OtpResetMail { .. })]),
        "{mails:?}"
    );
}

#[tokio::test]
async fn it_is_noted() {
    let world = World::new().await;
    let (_, link) = alarm(&world, "ben").await;
    freeze(&world, &link).await;
    audit::append(world.ctx()).await.unwrap();
    let store = world.store().await;
    let company = companies::by_slug(store, "sonnenfeld").await.unwrap().unwrap();
    let filter = audit::Filter {
        action: Some(audit::Action::AccountFrozen),
        ..audit::Filter::default()
    };
    let chain = audit::Chain::Company(company.id);
    let listed = audit::list(world.ctx(), &chain, &filter, None, 9).await.unwrap();
    let [noted] = &listed.entries[..] else {
        panic!("{listed:?}")
    };
    let ben = world.person("ben").await.id.to_string();
    assert_eq!((&noted.actor, noted.subject.as_ref()), (&ben, Some(&ben)));
    assert_eq!(noted.details.as_ref().unwrap()["network"], "203.0.113.9");
}
