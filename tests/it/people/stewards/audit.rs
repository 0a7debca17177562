//! The audit trail of a company, as its admin reads it and takes it along.

use super::*;
use crate::harness::{Reply, email_of, minutes};
use serde_json::Value;
use voltkey_flows::audit::{Actor, Chain, Event, Filter, Who};
use voltkey_store::companies;

const AUDIT: &str = "/company/audit";
const EXPORT: &str = "/company/audit/export";

fn titles(page: &Page) -> usize {
    page.html.matches("class=\"list__title\"").count()
}

/// The file at an address, as it comes.
async fn file(browser: &mut Browser, world: &World, address: &str) -> Reply {
    let url = world.provider().address(address);
    super::super::acts::ask_bare(browser, http::Method::GET, &url).await
}

/// The lines of a table, each a list of cells.
fn table(reply: &Reply) -> Vec<Vec<String>> {
    let text = reply.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let lines = reader.records().map(|line| line.expect("a line"));
    lines
        .map(|line| line.iter().map(str::to_owned).collect())
        .collect()
}

/// What was done in the company, noted with a name and a reason of somebody's choosing.
async fn note(world: &World, name: &str, reason: &str) {
    let store = world.store().await;
    let company = companies::by_slug(store, "sonnenfeld")
        .await
        .expect("a read")
        .expect("a company");
    let mut person = world.person("ben").await;
    (person.given_name, person.family_name) = (name.to_owned(), String::new());
    let event = Event::of_member(trail::Action::MemberExtended, &company.id, &Who::from(&person));
    let event = event.with("reason", reason);
    let note = trail::note(world.ctx(), &Actor::machine(world.ctx()), event).expect("a note");
    let mut tx = store.begin().await.expect("a transaction");
    note.write(&mut tx).await.expect("a write");
    tx.commit().await.expect("a commit");
    append(world).await;
}

#[tokio::test]
async fn it_is_for_whoever_manages_the_company() {
    let world = World::new().await;
    is_for_stewards_only(&world, AUDIT).await;
    let mut ben = world.signed_in("ben").await;
    let export = format!("{EXPORT}?company=sonnenfeld&format=csv");
    assert_eq!(status(&mut ben, &export).await, 404);
    let mut ines = signed_in(&world, NEIGHBOUR).await;
    assert_eq!(status(&mut ines, &export).await, 404);
}

#[tokio::test]
async fn it_tells_what_was_done_by_whom_and_nothing_of_a_neighbour() {
    let world = World::new().await;
    let mut ines = neighbour(&world).await;
    world.signed_in("ben").await;
    let mut ada = world.signed_in("ada").await;
    append(&world).await;
    let page = shown(&mut ada, AUDIT).await;
    for told in [
        "Ben Berger signed in",
        "Ada Sommer signed in",
        "By themselves",
        "network 192.0.2.1",
    ] {
        assert!(page.text().contains(told), "{told}: {page:?}");
    }
    assert!(!page.text().contains("ines"), "{page:?}");
    let of_ines = shown(&mut ines, AUDIT).await;
    assert!(of_ines.text().contains("ines Muster signed in"), "{of_ines:?}");
    assert!(!of_ines.text().contains("Ben"), "{of_ines:?}");
    for format in ["csv", "json"] {
        let address = format!("{EXPORT}?company=solluna&format={format}");
        let reply = file(&mut ines, &world, &address).await;
        assert!(reply.body.contains(NEIGHBOUR), "{}", reply.body);
        assert!(!reply.body.contains("sonnenfeld"), "{}", reply.body);
    }
}

#[tokio::test]
async fn each_filter_finds_what_it_says() {
    let world = World::new().await;
    world.signed_in("ada").await;
    world.clock.advance(minutes(24 * 60));
    world.signed_in("ben").await;
    let mut ada = world.signed_in("ada").await;
    append(&world).await;
    let ben = email_of("ben");
    let found = async |query: &str| {
        let mut ada = ada.clone();
        titles(&shown(&mut ada, &format!("{AUDIT}?{query}")).await)
    };
    let all = found("").await;
    assert!(all > 3, "{all}");
    assert_eq!(found("action=login.succeeded").await, 3);
    assert_eq!(found(&format!("by={ben}")).await, 1);
    assert_eq!(found(&format!("with={ben}")).await, 2, "made, and logged in");
    assert_eq!(found(&format!("with={}", ben.to_uppercase())).await, 2);
    assert_eq!(found(&format!("by={ben}&action=login.succeeded")).await, 1);
    // Days are those of the platform's time zone.
    let begun = jiff::Timestamp::from_microsecond(world.now().as_micros()).expect("a moment");
    let today = begun.in_tz("Europe/Berlin").expect("a zone").date();
    let yesterday = today.yesterday().expect("a day");
    assert_eq!(found(&format!("since={today}")).await, 2);
    assert_eq!(found(&format!("until={yesterday}")).await, all - 2);
    assert_eq!(found(&format!("since={yesterday}&until={today}")).await, all);
    for nothing in [
        "by=nobody@nowhere.example",
        "by=%27 OR 1=1",
        // Somebody who has an account, and nothing to do with the company.
        &format!("by={}", email_of("carla")),
        "action=key.rotated",
    ] {
        assert_eq!(found(nothing).await, 0, "{nothing}");
    }
    assert_eq!(
        found("action=nothing&after=nowhere").await,
        all,
        "unknown words are left out"
    );
    let page = shown(&mut ada, &format!("{AUDIT}?by={ben}&action=login.succeeded")).await;
    assert_eq!(page.attribute_of("#by", "value").as_deref(), Some(ben));
    assert!(page.has("option[value='login.succeeded'][selected]"));
}

#[tokio::test]
async fn a_date_that_is_none_is_told_and_nothing_is_listed() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    append(&world).await;
    for (query, told) in [
        ("since=2026-02-30", "Enter a date, like 2027-02-06"),
        ("until=yesterday", "Enter a date, like 2027-02-06"),
        ("since=2027-02-02&until=2027-02-01", "not before the first"),
    ] {
        let page = ada.get(&format!("{AUDIT}?{query}")).await.page();
        assert_eq!(page.status, 422, "{query}");
        assert!(page.text().contains(told), "{query}: {page:?}");
        assert_eq!(titles(&page), 0);
    }
}

#[tokio::test]
async fn pages_follow_one_another_with_the_same_filter() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    for number in 0..120 {
        note(&world, &format!("Member {number}"), "because").await;
    }
    let mut page = shown(&mut ada, &format!("{AUDIT}?action=member.extended")).await;
    let (mut seen, mut pages) = (String::new(), 1);
    seen.push_str(&page.text());
    while let Some(next) = page.attribute_of("a[rel=next]", "href") {
        assert!(
            next.contains("company=sonnenfeld") && next.contains("action=member.extended"),
            "{next}"
        );
        page = ada.follow(&next).await.page();
        seen.push_str(&page.text());
        pages += 1;
    }
    assert_eq!((pages, titles(&page)), (3, 20));
    for number in 0..120 {
        let told = format!("Member {number} given more time");
        assert_eq!(seen.matches(&told).count(), 1, "{told}");
    }
}

#[tokio::test]
async fn an_export_is_a_table_that_no_spreadsheet_obeys() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    note(&world, "=HYPERLINK(\"https://evil.example\";\"Ben\")", "@SUM(1)").await;
    note(&world, "-1+2", "a \"quote\", and\r\na line").await;
    let address = format!("{EXPORT}?company=sonnenfeld&format=csv&action=member.extended");
    let reply = file(&mut ada, &world, &address).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-disposition"),
        "attachment; filename=\"audit-sonnenfeld.csv\""
    );
    assert!(
        reply
            .header("content-type")
            .starts_with("text/csv; charset=utf-8")
    );
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let lines = table(&reply);
    assert_eq!(lines[0][..4], ["time", "number", "action", "by"]);
    let with = |row: &[String]| (row[5].clone(), row[7].clone());
    assert_eq!(
        with(&lines[1]),
        ("'-1+2".to_owned(), "a \"quote\", and\r\na line".to_owned())
    );
    assert_eq!(
        with(&lines[2]),
        (
            "'=HYPERLINK(\"https://evil.example\";\"Ben\")".to_owned(),
            "'@SUM(1)".to_owned()
        )
    );
    let is_formula = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(!lines.iter().flatten().any(is_formula));
    assert_eq!(
        reply.body.matches("\r\n").count(),
        lines.len() + 1,
        "each line ends so"
    );
}

#[tokio::test]
async fn an_export_holds_everything_and_can_be_narrowed() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    for number in 0..520 {
        // A piece of it has five hundred.
        note(&world, &format!("Member {number}"), "because").await;
    }
    let of = |more: &str| format!("{EXPORT}?company=sonnenfeld{more}");
    let company = companies::by_slug(world.store().await, "sonnenfeld")
        .await
        .expect("a read");
    let chain = Chain::Company(company.expect("a company").id);
    let json = file(&mut ada, &world, &of("&format=json")).await;
    assert_eq!(
        json.header("content-disposition"),
        "attachment; filename=\"audit-sonnenfeld.jsonl\""
    );
    let lines: Vec<Value> = json
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let first = trail::list(world.ctx(), &chain, &Filter::default(), None, 1)
        .await
        .expect("a list");
    assert_eq!(
        lines.len(),
        usize::try_from(first.entries[0].seq).expect("a count")
    );
    assert!(lines.iter().all(|line| line["hash"].is_string()));
    let narrowed = file(&mut ada, &world, &of("&format=csv&action=login.succeeded")).await;
    assert_eq!(table(&narrowed).len(), 2);
    for wrong in ["", "&format=xml"] {
        assert_eq!(file(&mut ada, &world, &of(wrong)).await.status, 404);
    }
    // The page says what is wrong.
    let page = ada.get(&of("&format=csv&since=never")).await.page();
    assert_eq!((page.status.as_u16(), page.url.path()), (422, AUDIT));
}

#[tokio::test]
async fn names_that_were_deleted_are_told_as_such() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    note(&world, "Ben", "because").await;
    let ben = world.person("ben").await;
    trail::forget(world.ctx(), &Actor::machine(world.ctx()), &ben.id)
        .await
        .expect("a write");
    append(&world).await;
    let page = shown(&mut ada, &format!("{AUDIT}?action=member.extended")).await;
    assert!(page.text().contains("somebody given more time"), "{page:?}");
    assert!(!page.text().contains("because"), "{page:?}");
}

#[tokio::test]
async fn what_people_call_themselves_stays_text() {
    let world = World::new().await;
    let mut ada = world.signed_in("ada").await;
    note(&world, "<img src=x onerror=alert(1)>", "<script>1</script>").await;
    let page = shown(&mut ada, AUDIT).await;
    assert!(!page.has("main script, main [onerror]"), "{page:?}");
    assert!(page.text().contains("<script>1</script>"));
}
