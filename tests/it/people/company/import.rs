//! Inviting many people by a list: nothing happens before it was looked at, each line is told its fate, and what was
//! begun is carried out once.

use crate::harness::{Browser, Page, World, email_of};
use crate::people::acts::post_bare;
use crate::people::cast;
use std::collections::BTreeSet;
use voltkey_flows::admin::import::{self, MAX_LINES};
use voltkey_flows::jobs::{InvitationMail, Task};
use voltkey_store::companies;
use voltkey_store::memberships::{self, Role};

const IMPORT: &str = "/company/members/import";

/// Sends a list as a file, in a browser in which an admin is signed in: the page that follows.
async fn upload(browser: &mut Browser, list: &[u8]) -> Page {
    let page = browser.get(IMPORT).await.page();
    let form = page.form_to(IMPORT);
    form.upload(browser, "list", ("people.csv", list)).await.page()
}

/// Presses the button of that name on the page of a list.
async fn press(browser: &mut Browser, page: &Page, button: &str) -> Page {
    let path = format!("{}/{button}", page.url.path());
    page.form_to(&path).submit(browser).await.page()
}

/// Lets the worker do what it can: gives the invitations that were mailed.
async fn carry_out(world: &World) -> Vec<InvitationMail> {
    let mut sent = Vec::new();
    loop {
        while import::carry_out(world.ctx()).await.unwrap() {}
        let mails = world.mails().await;
        if mails.is_empty() {
            return sent;
        }
        sent.extend(mails.into_iter().filter_map(|task| match task {
            Task::Invitation(mail) => Some(mail),
            _ => None,
        }));
    }
}

/// The text of the file with the lines that were left out.
async fn left_out(browser: &mut Browser, page: &Page) -> String {
    let path = format!("{}/refused", page.url.path());
    let file = browser.get(&path).await.page();
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    file.html
}

/// What each shown line says: its number, and its fate.
fn fates(page: &Page) -> Vec<(String, String)> {
    let cells = |selector: &str| page.texts_of(selector);
    let lines = cells(".table tbody th").into_iter();
    lines.zip(cells(".table tbody .chip")).collect()
}

#[tokio::test]
async fn nobody_is_invited_before_the_list_was_looked_at() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let list = "email,first name,last name,language,role\n\
                ida@sonnenfeld.example,Ida,Sommerfeld,de,admin\n\
                jan@sonnenfeld.example,,,,\n";
    let page = upload(&mut ada, list.as_bytes()).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text().contains("2 people will be invited."), "{page:?}");
    assert_eq!(carry_out(&world).await.len(), 0);

    let page = press(&mut ada, &page, "begin").await;
    assert!(page.text().contains("0 of 2 people are invited."), "{page:?}");
    let mut mails = carry_out(&world).await;
    mails.sort_by(|one, other| one.email.cmp(&other.email));
    let told: Vec<_> = mails
        .iter()
        .map(|mail| (&*mail.email, &*mail.name, &*mail.language, &*mail.invited_by))
        .collect();
    assert_eq!(
        told,
        [
            ("ida@sonnenfeld.example", "Ida Sommerfeld", "de", "Ada Sommer"),
            ("jan@sonnenfeld.example", "", "en", "Ada Sommer"),
        ]
    );
    let page = ada.get(page.url.path()).await.page();
    assert!(page.text().contains("2 people were invited."), "{page:?}");
    assert!(
        !page.has(&format!("form[action^='{}']", page.url.path())),
        "{page:?}"
    );
}

#[tokio::test]
async fn without_a_language_it_is_the_company_s() {
    let world = World::new().await;
    let (store, company) = (world.store().await, company_of(&world, "ada").await);
    companies::set_look(store, &company, "Sonnenfeld GmbH", Some("es"), None, world.now())
        .await
        .unwrap();
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let form = ada
        .get("/company/members/invite")
        .await
        .page()
        .form_to("/company/members/invite");
    assert_eq!(form.value("language"), "es");
    let page = upload(&mut ada, b"ida@sonnenfeld.example\n").await;
    press(&mut ada, &page, "begin").await;
    assert_eq!(carry_out(&world).await[0].language, "es");
}

#[tokio::test]
async fn each_line_says_what_will_happen_and_why_not() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let list = "Rolle;E-Mail;Vorname\r\n\
                ;ida@sonnenfeld.example;Ida\r\n\
                ;BEN@sonnenfeld.example;Ben\r\n\
                ;dora@sonnenfeld.example;Dora\r\n\
                Chef;max@sonnenfeld.example;Max\r\n\
                ;Ida@Sonnenfeld.example;Ida\r\n\
                ;<script>@;\r\n\
                ;carla@solluna.example;Carla\r\n";
    let page = upload(&mut ada, list.as_bytes()).await;
    let expected = [
        ("2", "Will be invited"),
        ("3", "Is a member already"),
        ("4", "Is invited already"),
        ("5", "Unknown role: member or admin"),
        ("6", "An earlier line has this address"),
        ("7", "Not an e-mail address"),
        // Whether an address has an account elsewhere is told to nobody.
        ("8", "Will be invited"),
    ];
    let expected = expected.map(|(line, fate)| (line.to_owned(), fate.to_owned()));
    assert_eq!(fates(&page), expected);
    assert!(!page.html.contains("<script>@"), "{}", page.html);

    let only = ada.get(&format!("{}?only=refused", page.url.path())).await.page();
    assert_eq!(fates(&only).len(), 5, "{only:?}");
    let file = left_out(&mut ada, &page).await;
    assert!(
        file.starts_with("\u{feff}email,first name,last name,language,role,reason\r\n"),
        "{file}"
    );
    assert!(
        file.contains("BEN@sonnenfeld.example,Ben,,,,Is a member already\r\n"),
        "{file}"
    );
    // The file that was given back is a list again.
    let again = upload(&mut ada, file.as_bytes()).await;
    assert_eq!(fates(&again).len(), 5, "{again:?}");
}

#[tokio::test]
async fn a_long_list_is_paged_and_leaves_others_their_turn() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let mut list = String::from("email\n");
    for number in 0..400 {
        let at = if number % 10 == 0 { "-at-" } else { "@" };
        list.push_str(&format!("person-{number}{at}sonnenfeld.example\n"));
    }
    let page = upload(&mut ada, list.as_bytes()).await;
    assert!(page.text().contains("360 people will be invited."), "{page:?}");
    let mut shown = fates(&page);
    let mut last = page;
    while let Some(next) = last.attribute_of("a[rel=next]", "href") {
        last = ada.get(&next).await.page();
        shown.extend(fates(&last));
    }
    let numbers: Vec<_> = shown
        .iter()
        .map(|(line, _)| line.parse::<u32>().unwrap())
        .collect();
    assert_eq!(numbers, (2..402).collect::<Vec<_>>());

    press(&mut ada, &last, "begin").await;
    while import::carry_out(world.ctx()).await.unwrap() {}
    let waiting = voltkey_store::jobs::count_due(world.store().await, world.now(), 1000).await;
    let waiting = waiting.unwrap();
    assert!((200..250).contains(&waiting), "{waiting} mails are due at once");
    let addresses: Vec<_> = carry_out(&world)
        .await
        .into_iter()
        .map(|mail| mail.email)
        .collect();
    let once: BTreeSet<_> = addresses.iter().collect();
    assert_eq!((addresses.len(), once.len()), (360, 360));
    let file = left_out(&mut ada, &last).await;
    assert_eq!(file.lines().count(), 41, "{file}");
}

#[tokio::test]
async fn ten_thousand_lines_are_read_at_once() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let mut list = String::from("email,first name\n");
    for number in 1..=10_000 {
        let at = if number % 50 == 0 { "-at-" } else { "@" };
        list.push_str(&format!(
            "person-{number}{at}sonnenfeld.example,Person {number}\n"
        ));
    }
    let page = upload(&mut ada, list.as_bytes()).await;
    assert!(page.text().contains("9"), "{page:?}");
    assert!(
        page.text()
            .contains("800 people will be invited. 200 lines will be left out."),
        "{page:?}"
    );
    let file = left_out(&mut ada, &page).await;
    let reason = "Not an e-mail address";
    assert_eq!(file.matches(reason).count(), 200);
    assert!(file.contains(&format!(
        "person-50-at-sonnenfeld.example,Person 50,,,,{reason}\r\n"
    )));
}

#[tokio::test]
async fn begun_twice_it_is_carried_out_once() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let page = upload(&mut ada, b"email\nida@sonnenfeld.example\n").await;
    let form = page.form_to(&format!("{}/begin", page.url.path()));
    let mut tab = ada.clone();
    let (first, second) = tokio::join!(form.submit(&mut ada), form.submit(&mut tab));
    assert_eq!((first.page().status, second.page().status).0, 200);
    let (one, other) = tokio::join!(import::carry_out(world.ctx()), import::carry_out(world.ctx()));
    one.and(other).unwrap();
    assert_eq!(carry_out(&world).await.len(), 1);
    form.submit(&mut ada).await.page();
    assert_eq!(carry_out(&world).await.len(), 0);
}

#[tokio::test]
async fn who_joined_or_was_invited_meanwhile_is_left_out() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let list = b"email\nida@sonnenfeld.example\ncarla@solluna.example\n";
    let page = upload(&mut ada, list).await;
    cast::invite(&world, "ida@sonnenfeld.example", Some("sonnenfeld")).await;
    let (carla, company) = (world.person("carla").await, company_of(&world, "ben").await);
    let store = world.store().await;
    memberships::put(store, &carla.id, &company, Role::Member, world.now())
        .await
        .unwrap();
    world.mails().await;
    let page = press(&mut ada, &page, "begin").await;
    assert_eq!(carry_out(&world).await.len(), 0);
    let page = ada.get(page.url.path()).await.page();
    let told: Vec<_> = fates(&page).into_iter().map(|(_, fate)| fate).collect();
    assert_eq!(told, ["Is invited already", "Is a member already"]);
}

#[tokio::test]
async fn it_stops_where_the_admin_is_no_longer_one() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    world.mails().await;
    let page = upload(&mut ada, b"email\nida@sonnenfeld.example\n").await;
    press(&mut ada, &page, "begin").await;
    let (person, company) = (world.person("ada").await, company_of(&world, "ada").await);
    let store = world.store().await;
    memberships::put(store, &person.id, &company, Role::Member, world.now())
        .await
        .unwrap();
    assert_eq!(carry_out(&world).await.len(), 0);
    memberships::put(store, &person.id, &company, Role::Admin, world.now())
        .await
        .unwrap();
    let page = ada.get(page.url.path()).await.page();
    assert_eq!(
        fates(&page)[0].1,
        "Not invited: whoever began the list is no longer an admin"
    );
}

#[tokio::test]
async fn whoever_begins_it_invites_whoever_has_sent_it() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let sent = upload(&mut ada, b"email\nida@sonnenfeld.example\n").await;
    let (of_ada, of_ben) = (world.person("ada").await, world.person("ben").await);
    let company = company_of(&world, "ada").await;
    for (person, role) in [(of_ben, Role::Admin), (of_ada, Role::Member)] {
        memberships::put(world.store().await, &person.id, &company, role, world.now())
            .await
            .unwrap();
    }
    let mut ben = world.signed_in("ben").await;
    world.mails().await;
    let page = ben.get(sent.url.path()).await.page();
    press(&mut ben, &page, "begin").await;
    match &carry_out(&world).await[..] {
        [mail] => assert_eq!(mail.invited_by, "Ben Berger"),
        other => panic!("not the one mail: {other:?}"),
    }
}

#[tokio::test]
async fn a_list_that_is_discarded_is_gone() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let page = upload(&mut ada, b"email\nida@sonnenfeld.example\n").await;
    let after = press(&mut ada, &page, "discard").await;
    assert_eq!(after.url.path(), IMPORT);
    assert_eq!(ada.get(page.url.path()).await.page().status, 404);
}

#[tokio::test]
async fn what_is_no_list_is_told() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let page = browser_page(&mut ada).await;
    let form = page.form_to(IMPORT);
    let refused = form.upload(&mut ada, "list", ("", b"")).await.page();
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(refused.text().contains("Choose a file."), "{refused:?}");
    let long = "a@b.example\n".repeat(MAX_LINES + 1);
    for (list, told) in [
        (&b"email\n"[..], "There is no line in this file."),
        (b"PK\x03\x04\0\0\0", "This is no CSV file."),
        (b"Ida,Sommer\nJan,Winter\n", "No column is named"),
        (long.as_bytes(), "more than 20"),
    ] {
        let refused = upload(&mut ada, list).await;
        assert_eq!(refused.status, 422, "{told}");
        assert!(refused.text().contains(told), "{told}: {refused:?}");
    }
    let large = vec![b'a'; import::MAX_BYTES + 100_000];
    let refused = upload(&mut ada, &large).await;
    assert_eq!(refused.status, 413, "{refused:?}");
}

#[tokio::test]
async fn it_is_the_company_s_admins_and_nobody_else_s() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let page = upload(&mut ada, b"email\nida@sonnenfeld.example,x\n").await;
    let mut ben = world.signed_in("ben").await;
    for path in [IMPORT, page.url.path(), &format!("{}/refused", page.url.path())] {
        assert_eq!(ben.get(path).await.page().status, 404, "{path}");
        let nobody = world.browser().get(path).await.page();
        assert_eq!(nobody.url.path(), "/login", "{path}");
    }
    // An admin of another company, and of this one as well a moment later.
    let (carla, solluna) = (world.person("carla").await, company_of(&world, "carla").await);
    let store = world.store().await;
    memberships::put(store, &carla.id, &solluna, Role::Admin, world.now())
        .await
        .unwrap();
    let mut neighbour = world.signed_in("carla").await;
    assert_eq!(neighbour.get(IMPORT).await.page().status, 200);
    for path in [page.url.path().to_owned(), format!("{IMPORT}?company=sonnenfeld")] {
        assert_eq!(neighbour.get(&path).await.page().status, 404, "{path}");
    }
    let form = page.form_to(&format!("{}/discard", page.url.path()));
    let stolen = post_bare(&mut neighbour, &form).await;
    assert_eq!(stolen.status, 403);
    assert_eq!(ada.get(page.url.path()).await.page().status, 200);
}

#[tokio::test]
async fn a_file_is_not_taken_without_the_token_of_its_page() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    let form = browser_page(&mut ada).await.form_to(IMPORT);
    let list = ("people.csv", &b"email\nida@sonnenfeld.example\n"[..]);
    for tampered in [form.clone().without("csrf"), form.clone().fill("csrf", "x")] {
        let refused = tampered.upload(&mut ada, "list", list).await.page();
        assert_eq!(refused.status, 403, "{refused:?}");
    }
    let foreign = form.clone().fill("owner", "somebody-else");
    let anew = foreign.upload(&mut ada, "list", list).await.page();
    assert_eq!((anew.status.as_u16(), anew.url.path()), (200, IMPORT));
    assert!(!anew.text().contains("people.csv"), "{anew:?}");
}

async fn browser_page(browser: &mut Browser) -> Page {
    browser.get(IMPORT).await.page()
}

/// The company of somebody who belongs to one.
async fn company_of(world: &World, name: &str) -> voltkey_store::CompanyId {
    let person = world.person(name).await;
    assert_eq!(person.email, email_of(name));
    let memberships = memberships::of_person(world.store().await, &person.id)
        .await
        .unwrap();
    memberships[0].company_id.clone()
}

/// A company can't fill the tables and the outbox with lists, and keep those of others waiting.
#[tokio::test]
async fn a_company_sends_only_so_many_lists_an_hour() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    for number in 0..20 {
        let page = upload(&mut ada, format!("p{number}@sonnenfeld.example").as_bytes()).await;
        assert_eq!(page.status, 200, "{page:?}");
    }
    let page = upload(&mut ada, b"late@sonnenfeld.example").await;
    assert_eq!(page.status, 429, "{page:?}");
    assert!(page.text().contains("has sent many lists"), "{page:?}");
    world.clock.advance(std::time::Duration::from_secs(3600));
    let page = upload(&mut ada, b"late@sonnenfeld.example").await;
    assert_eq!(page.status, 200, "{page:?}");
}
