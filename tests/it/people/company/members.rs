//! The list of members: who may see it, what stands in it, and how it is searched, filtered and paged (S5, S14).

use crate::harness::{Browser, Page, World};
use crate::people::cast;
use scraper::{ElementRef, Html, Selector};

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
