//! The stylesheet has what the pages use, and nothing else.

use super::{all_pages, renderer};
use scraper::{ElementRef, Html};
use std::collections::BTreeSet;

/// The class selectors of a stylesheet.
fn styled(css: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for piece in css
        .split("/*")
        .map(|piece| piece.rsplit("*/").next().unwrap_or_default())
    {
        for rest in piece.split('.').skip(1) {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                classes.insert(name);
            }
        }
    }
    classes
}

fn used() -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for page in all_pages(&renderer()) {
        let document = Html::parse_document(&page.html);
        for element in document.tree.nodes().filter_map(ElementRef::wrap) {
            classes.extend(element.value().classes().map(str::to_owned));
        }
    }
    classes
}

#[test]
fn each_class_of_a_page_is_styled_and_each_styled_class_is_used() {
    let renderer = renderer();
    let css = renderer.asset("app.css").expect("the stylesheet is there");
    let styled = styled(std::str::from_utf8(&css.bytes).expect("it is text"));
    let used = used();
    let unstyled: Vec<_> = used.difference(&styled).collect();
    let unused: Vec<_> = styled.difference(&used).collect();
    assert!(
        unstyled.is_empty() && unused.is_empty(),
        "not styled: {unstyled:?}; not used: {unused:?}"
    );
}
