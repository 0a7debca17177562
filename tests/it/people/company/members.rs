//! The list of members: who may see it, what stands in it, and how it is searched, filtered and paged (S5, S14).

use crate::harness::{Browser, Page, World, days, minutes};
use crate::people::acts::{after_password, lock_pins, of_staff};
use crate::people::cast;
use jiff::civil::date;
use scraper::{ElementRef, Html, Selector};
use url::form_urlencoded;
use voltkey_flows::account::second_factor::{Duty, duty};
use voltkey_store::companies::{Company, CompanyPolicy};
use voltkey_store::memberships::Role;
use voltkey_store::people::{BlockReason, Person};
use voltkey_store::{PersonId, companies, memberships, people};
use voltkey_tests::smtp::{Mood, MoodyServer};

const MEMBERS: &str = "/company/members";

/// A row of the table, as text.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    who: String,
    cells: Vec<String>,
    actions: Vec<String>,
}

fn rows(page: &Page) -> Vec<Row> {
    let document = Html::parse_document(&page.html);
    let rows = found(&document.root_element(), "tbody tr");
    rows.iter()
        .map(|row| {
            let links = found(row, ".table__actions a");
            let texts = |selector| found(row, selector).iter().map(text).collect();
            Row {
                who: found(row, "th").iter().map(text).collect(),
                cells: texts("td:not(.table__last)"),
                actions: links
                    .iter()
                    .filter_map(|link| link.attr("href"))
                    .map(str::to_owned)
                    .collect(),
            }
        })
        .collect()
}

fn found<'a>(within: &ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap();
    within.select(&selector).collect()
}

fn text(element: &ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The list at that query.
async fn list(browser: &mut Browser, query: &str) -> Page {
    let page = browser.get(&format!("{MEMBERS}?{query}")).await.page();
    assert_eq!(
        (page.status.as_u16(), page.url.path()),
        (200, MEMBERS),
        "{page:?}"
    );
    page
}

#[tokio::test]
async fn an_admin_sees_who_belongs_to_the_company_and_who_is_invited() {
    let world = World::new().await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    let mut ada = world.signed_in("ada").await;
    let page = list(&mut ada, "").await;
    assert!(page.text().contains("3 people in Sonnenfeld GmbH"), "{page:?}");
    let rows = rows(&page);
    let who: Vec<_> = rows.iter().map(|row| row.who.as_str()).collect();
    assert_eq!(
        who,
        [
            "Ada Sommer (you) ada@sonnenfeld.example",
            "Ben Berger ben@sonnenfeld.example",
            "Dora dora@sonnenfeld.example",
        ]
    );
    assert_eq!(rows[0].cells, ["Admin", "On", "Active", "15 January 2027"]);
    assert_eq!(rows[0].actions, [""; 0], "none on oneself");
    assert_eq!(rows[1].cells, ["Member", "On", "Active", "Never"]);
    let ben = world.person("ben").await.sub;
    let deeds = ["reset-otp", "make-admin", "block", "remove"];
    assert_eq!(
        rows[1].actions,
        deeds.map(|deed| format!("{MEMBERS}/{ben}/{deed}?company=sonnenfeld"))
    );
    assert_eq!(rows[2].cells[1], "After activation");
    assert_eq!(rows[2].cells[2], "InvitedThe mail is about to be sent.");
    for (link, deed) in rows[2]
        .actions
        .iter()
        .zip(["send-again", "correct-address", "withdraw"])
    {
        assert!(link.starts_with("/company/invitations/"), "{link}");
        assert!(link.ends_with(&format!("/{deed}?company=sonnenfeld")), "{link}");
    }
}

/// Who is listed, by first name or address.
fn names(page: &Page) -> Vec<String> {
    let first = |row: Row| row.who.split(' ').next().unwrap_or_default().to_owned();
    rows(page).into_iter().map(first).collect()
}

async fn listed(browser: &mut Browser, query: &str) -> Vec<String> {
    names(&list(browser, query).await)
}

/// A member without a second factor.
async fn add(world: &World, email: &str, given_name: &str, family_name: &str) -> PersonId {
    let person = Person {
        id: format!("person-{email}").into(),
        sub: format!("sub-of-{email}"),
        email: email.to_owned(),
        email_key: email.to_lowercase(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        is_operator: false,
        ..world.person("carla").await
    };
    let store = world.store().await;
    people::insert(store, &person).await.unwrap();
    join(world, &person.id, "sonnenfeld", Role::Member).await;
    person.id
}

async fn join(world: &World, person: &PersonId, slug: &str, role: Role) {
    let store = world.store().await;
    let company = companies::by_slug(store, slug).await.unwrap().unwrap();
    memberships::put(store, person, &company.id, role, world.now())
        .await
        .unwrap();
}

#[tokio::test]
async fn only_who_manages_the_company_sees_its_members() {
    let world = World::new().await;
    let carla = world.person("carla").await.id;
    join(&world, &carla, "solluna", Role::Admin).await;
    let address = format!("{MEMBERS}?company=sonnenfeld");
    let login = world.browser().get(&address).await.page();
    assert_eq!(login.url.path(), "/login");
    for name in ["ben", "carla"] {
        let mut browser = world.signed_in(name).await;
        let page = browser.get(&address).await.page();
        assert_eq!(page.status, 404, "{name}");
        assert!(!page.text().contains("Ada Sommer"), "{name}: {page:?}");
        let nowhere = browser.get(&format!("{MEMBERS}?company=nowhere")).await.page();
        assert_eq!(nowhere.status, 404, "{name}");
    }
    let mut carla = world.signed_in("carla").await;
    assert_eq!(listed(&mut carla, "").await, ["Carla"], "her own company");
    for name in ["sam", "olga"] {
        let mut browser = of_staff(&world, name).await;
        let page = list(&mut browser, "company=sonnenfeld&ui_locales=en").await;
        assert_eq!(names(&page), ["Ada", "Ben"], "{name}");
        assert!(page.text().contains("2 people in Sonnenfeld GmbH"), "{name}");
        let which = browser.get(MEMBERS).await.page();
        assert_eq!(which.url.path(), "/support/console", "{name}: which company?");
    }
}

#[tokio::test]
async fn what_may_be_done_hangs_on_how_much_of_the_account_is_the_company_s() {
    let world = World::new().await;
    let carla = world.person("carla").await.id;
    join(&world, &carla, "sonnenfeld", Role::Member).await;
    join(&world, &world.person("sam").await.id, "sonnenfeld", Role::Member).await;
    let deeds = |page: &Page| -> Vec<Vec<String>> {
        let deed = |link: &String| {
            let path = link.split('?').next().unwrap_or_default();
            path.rsplit('/').next().unwrap_or_default().to_owned()
        };
        rows(page)
            .iter()
            .map(|row| row.actions.iter().map(deed).collect())
            .collect()
    };
    let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let page = list(&mut world.signed_in("ada").await, "").await;
    assert_eq!(names(&page), ["Ada", "Ben", "Carla", "Sam"]);
    let whole = of(&["reset-otp", "make-admin", "block", "remove"]);
    let membership = of(&["make-admin", "remove"]);
    assert_eq!(
        deeds(&page),
        [of(&[]), whole.clone(), membership.clone(), membership]
    );
    let page = list(&mut of_staff(&world, "sam").await, "company=sonnenfeld").await;
    let of_admin = of(&["reset-otp", "make-member", "block", "remove"]);
    let without_factor = of(&["make-admin", "block", "remove"]);
    assert_eq!(
        deeds(&page),
        [of_admin, whole, without_factor, of(&[])],
        "none on oneself"
    );
}

#[tokio::test]
async fn a_search_finds_parts_of_names_and_addresses_however_they_are_written() {
    let world = World::new().await;
    add(&world, "zoe@sonnenfeld.example", "Zoë", "Ñandú-O'Hara").await;
    add(&world, "a_b@sonnenfeld.example", "100%", "<b>\"x\"").await;
    add(&world, "w@sonnenfeld.example", "王小明", "").await;
    add(&world, "nameless@sonnenfeld.example", "", "").await;
    let mut ada = world.signed_in("ada").await;
    assert_eq!(
        listed(&mut ada, "").await,
        [
            "100%",
            "Ada",
            "Ben",
            "nameless@sonnenfeld.example",
            "Zoë",
            "王小明"
        ]
    );
    for (typed, found) in [
        ("zoe", "Zoë"),
        ("ÑAND", "Zoë"),
        ("o'h", "Zoë"),
        ("zoe@", "Zoë"),
        ("%", "100%"),
        ("a_b", "100%"),
        ("\"x\"", "100%"),
        ("小", "王小明"),
        ("sommer ada", "Ada"),
        ("  NAMELESS ", "nameless@sonnenfeld.example"),
    ] {
        let form = list(&mut ada, "").await.form_to(MEMBERS).fill("q", typed);
        let page = form.submit(&mut ada).await.page();
        assert_eq!(names(&page), [found], "{typed}");
        assert_eq!(page.attribute_of("#q", "value").as_deref(), Some(typed.trim()));
        assert!(!page.html.contains("<b>\"x"), "{page:?}");
    }
    for typed in ["qqq", "a%b", "' OR '1'='1", &"x".repeat(5000)] {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", typed)
            .finish();
        let page = list(&mut ada, &query).await;
        assert_eq!(rows(&page), [], "{typed}");
        assert!(page.text().contains("Nobody found"), "{page:?}");
    }
}

#[tokio::test]
async fn each_filter_lists_its_own() {
    let world = World::with("[second_factor]\npolicy = \"required\"\ngrace_until = \"2027-02-06\"").await;
    add(&world, "grace@sonnenfeld.example", "Grace", "").await;
    let late = add(&world, "otto@sonnenfeld.example", "Otto", "").await;
    let blocked = add(&world, "bo@sonnenfeld.example", "Bo", "").await;
    cast::invite(&world, "dora@sonnenfeld.example", Some("sonnenfeld")).await;
    cast::company_requires(&world, "strict", "Strict AG", Some(date(2027, 1, 10))).await;
    join(&world, &late, "strict", Role::Member).await;
    let block = people::block(world.store().await, &blocked, BlockReason::Decided, world.now());
    assert!(block.await.unwrap());
    let mut stranger = world.browser();
    let page = after_password(&mut stranger, "ben").await;
    lock_pins(&mut stranger, &page).await;

    let mut ada = world.signed_in("ada").await;
    let filters: [(&str, &[&str]); 8] = [
        ("", &["Ada", "Ben", "Bo", "Dora", "Grace", "Otto"]),
        ("invited", &["Dora"]),
        ("not_enrolled", &["Bo", "Grace", "Otto"]),
        ("in_grace", &["Bo", "Grace"]),
        ("overdue", &["Otto"]),
        ("locked", &["Ben"]),
        ("blocked", &["Bo"]),
        ("no-such-filter", &["Ada", "Ben", "Bo", "Dora", "Grace", "Otto"]),
    ];
    for (filter, expected) in filters {
        let page = list(&mut ada, &format!("filter={filter}")).await;
        assert_eq!(names(&page), expected, "{filter}");
    }
    let page = list(&mut ada, "").await;
    let rows = rows(&page);
    let cells: Vec<_> = rows
        .iter()
        .map(|row| (row.cells[1].as_str(), row.cells[2].as_str()))
        .collect();
    assert_eq!(
        cells[1..],
        [
            ("On", "LockedToo many wrong PINs. It opens by itself."),
            ("In graceuntil 6 February 2027", "Blocked"),
            ("After activation", "InvitedThe mail is about to be sent."),
            ("In graceuntil 6 February 2027", "Active"),
            ("Overduesince 11 January 2027", "Active"),
        ]
    );
    assert!(rows[2].actions[0].contains("/unblock?"), "{:?}", rows[2]);
    assert!(rows[4].actions[0].contains("/extend?"), "{:?}", rows[4]);

    world.clock.advance(minutes(15));
    assert_eq!(
        listed(&mut ada, "filter=locked").await,
        [""; 0],
        "it opens by itself"
    );
    // From the end of that day on, nobody is in grace any more.
    world.clock.advance(days(23));
    let mut ada = world.signed_in("ada").await;
    assert_eq!(listed(&mut ada, "filter=in_grace").await, [""; 0]);
    assert_eq!(listed(&mut ada, "filter=overdue").await, ["Bo", "Grace", "Otto"]);
}

/// The list and the login tell the same of a person's second factor, whatever decides about it.
#[tokio::test]
async fn the_list_says_of_a_second_factor_what_the_login_does() {
    for policy in [
        "optional\"",
        "required\"",
        "required\"\ngrace_until = \"2027-01-20\"",
    ] {
        let world = World::with(&format!("[second_factor]\npolicy = \"{policy}")).await;
        let store = world.store().await;
        for (slug, grace_until) in [("past", "2027-01-10"), ("soon", "2027-01-18")] {
            let sonnenfeld = companies::by_slug(store, "sonnenfeld").await.unwrap().unwrap();
            let company = Company {
                id: slug.into(),
                slug: slug.to_owned(),
                second_factor: CompanyPolicy::Required,
                grace_until: Some(grace_until.to_owned()),
                ..sonnenfeld
            };
            companies::insert(store, &company).await.unwrap();
        }
        let further: [&[&str]; 4] = [&[], &["past"], &["soon"], &["soon", "past"]];
        for (number, slugs) in further.iter().enumerate() {
            let id = add(&world, &format!("p{number}@sonnenfeld.example"), "P", "").await;
            for slug in *slugs {
                join(&world, &id, slug, Role::Member).await;
            }
        }
        let mut ada = world.signed_in("ada").await;
        let in_grace = rows(&list(&mut ada, "filter=in_grace").await).len();
        let overdue = rows(&list(&mut ada, "filter=overdue").await).len();
        let mut by_login = (0, 0);
        for number in 0..further.len() {
            let id = format!("person-p{number}@sonnenfeld.example").into();
            let person = people::by_id(store, &id).await.unwrap().unwrap();
            let memberships = memberships::of_person(store, &person.id).await.unwrap();
            match duty(&person, &memberships, world.ctx().settings(), world.now()) {
                Duty::None => {}
                Duty::Soon(..) => by_login.0 += 1,
                Duty::Now(..) => by_login.1 += 1,
            }
        }
        assert_eq!((in_grace, overdue), by_login, "{policy}");
    }
}

#[tokio::test]
async fn one_pages_forth_and_back_while_people_join() {
    let world = World::new().await;
    for number in 10..130 {
        add(
            &world,
            &format!("n{number}@sonnenfeld.example"),
            &format!("N{number}"),
            "",
        )
        .await;
    }
    let mut ada = world.signed_in("ada").await;
    let next = |page: &Page| page.attribute_of(".pagination a[rel=next]", "href");
    let prev = |page: &Page| page.attribute_of(".pagination a[rel=prev]", "href");
    let first = list(&mut ada, "").await;
    assert_eq!((rows(&first).len(), prev(&first)), (50, None));
    add(&world, "aa@sonnenfeld.example", "Aa", "").await;
    let second = ada.get(&next(&first).unwrap()).await.page();
    add(&world, "zz@sonnenfeld.example", "Zz", "").await;
    let third = ada.get(&next(&second).unwrap()).await.page();
    assert_eq!(next(&third), None);
    let seen: Vec<_> = [&first, &second, &third].into_iter().flat_map(names).collect();
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(
        (seen.len(), unique.len()),
        (123, 123),
        "all but who came in before"
    );
    let back = ada.get(&prev(&third).unwrap()).await.page();
    assert_eq!(names(&back), names(&second));
    let back = ada.get(&prev(&back).unwrap()).await.page();
    assert_eq!(names(&back), names(&first));
    // Whoever came in before stands on a page of their own now.
    let back = ada.get(&prev(&back).unwrap()).await.page();
    assert_eq!((names(&back), prev(&back)), (vec!["Aa".to_owned()], None));
    let forth = ada.get(&next(&back).unwrap()).await.page();
    assert_eq!(names(&forth), names(&first));
    for nonsense in [
        "after=nonsense",
        "before=",
        "after=eCAA",
        "after=eCD0j7-_&before=x",
    ] {
        assert_eq!(rows(&list(&mut ada, nonsense).await).len(), 50, "{nonsense}");
    }
}

#[tokio::test]
async fn an_invitation_tells_what_the_mail_server_said() {
    let server = MoodyServer::start().await;
    let world = World::with(&format!("[mail]\nurl = \"{}\"\n", server.url)).await;
    let addresses = ["sent", "trying", "failed"].map(|name| format!("{name}@sonnenfeld.example"));
    for address in &addresses {
        cast::invite(&world, address, Some("sonnenfeld")).await;
    }
    server.is(Mood::Answers("451 4.7.1 <b>later</b>"), &addresses[1]);
    server.is(Mood::Answers("550 5.1.1 <i>nobody</i>"), &addresses[2]);
    world.send_mails().await;
    cast::invite(&world, "queued@sonnenfeld.example", Some("sonnenfeld")).await;
    let mut ada = world.signed_in("ada").await;
    let page = list(&mut ada, "filter=invited").await;
    let rows = rows(&page);
    let state = |email: &str| {
        let row = rows.iter().find(|row| row.who.contains(email));
        row.unwrap_or_else(|| panic!("{email}: {rows:?}")).cells[2].clone()
    };
    assert_eq!(state("queued"), "InvitedThe mail is about to be sent.");
    assert!(
        state("sent").starts_with("InvitedMail delivered on 15 January 2027"),
        "{}",
        state("sent")
    );
    let trying = state("trying");
    assert!(
        trying.starts_with("Mail delayedWe try again on 15 January 2027"),
        "{trying}"
    );
    assert!(trying.contains("451 4.7.1 <b>later</b>"), "{trying}");
    let failed = state("failed");
    assert!(failed.starts_with("Mail not delivered"), "{failed}");
    assert!(failed.contains("550 5.1.1 <i>nobody</i>"), "{failed}");
    assert!(
        !page.html.contains("<i>") && !page.html.contains("<b>later"),
        "escaped"
    );

    world.clock.advance(days(7));
    let mut ada = world.signed_in("ada").await;
    let page = list(&mut ada, "filter=invited").await;
    assert_eq!(page.text().matches("Invitation expired").count(), 4, "{page:?}");
}

#[tokio::test]
async fn the_way_back_stays_while_one_searches_and_pages() {
    let world = World::new().await;
    let uri = "https://platform.example/team";
    world
        .change_client("platform", serde_json::json!({ "return_uris": [uri] }))
        .await;
    for number in 10..70 {
        add(
            &world,
            &format!("n{number}@sonnenfeld.example"),
            &format!("N{number}"),
            "",
        )
        .await;
    }
    let query =
        "company=sonnenfeld&client_id=platform&return_to=https%3A%2F%2Fplatform.example%2Fteam&state=s%26t";
    let mut ada = world.signed_in("ada").await;
    let page = list(&mut ada, query).await;
    let has_way_back = |page: &Page| {
        let link = page.attribute_of("a[href^='https://platform.example/team']", "href");
        link.as_deref() == Some("https://platform.example/team?result=cancelled&state=s%26t")
    };
    assert!(has_way_back(&page), "{page:?}");
    let next = page.attribute_of(".pagination a[rel=next]", "href").unwrap();
    let second = ada.get(&next).await.page();
    assert!(has_way_back(&second) && rows(&second).len() == 12, "{second:?}");
    let found = page
        .form_to(MEMBERS)
        .fill("q", "n4")
        .fill("filter", "not_enrolled");
    let found = found.submit(&mut ada).await.page();
    assert!(has_way_back(&found) && rows(&found).len() == 10, "{found:?}");
}
