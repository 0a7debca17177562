//! Templates hold no words: all of them come from locale files or from views.

use super::{files_below, templates_dir};
use scraper::{ElementRef, Html, Node};

/// Attributes that people read or hear.
const SPOKEN: [&str; 19] = [
    "title",
    "aria-label",
    "placeholder",
    "alt",
    "data-copied",
    "data-other",
    "data-other-label",
    "data-met",
    "data-open",
    "data-weak",
    "data-fair",
    "data-good",
    "data-personal",
    "data-common",
    "data-year",
    "data-repeat",
    "data-run",
    "data-more",
    "data-still",
];

/// The template without what the template engine replaces.
fn without_tags(source: &str) -> String {
    let mut rest = source;
    let mut kept = String::new();
    while let Some(start) = rest
        .find("{{")
        .into_iter()
        .chain(rest.find("{%"))
        .chain(rest.find("{#"))
        .min()
    {
        let close = match &rest[start..start + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        kept.push_str(&rest[..start]);
        let end = rest[start..].find(close).expect("the tag is closed");
        rest = &rest[start + end + 2..];
    }
    kept + rest
}

fn words(text: &str) -> Option<String> {
    text.chars()
        .any(char::is_alphabetic)
        .then(|| text.trim().to_owned())
}

#[test]
fn no_template_has_words_of_its_own() {
    let mut found = Vec::new();
    for (path, source) in files_below(&templates_dir(), "html") {
        let document = Html::parse_fragment(&without_tags(&source));
        for node in document.tree.nodes() {
            let spoken: Vec<_> = match (node.value(), ElementRef::wrap(node)) {
                (Node::Text(text), _) => words(text).into_iter().collect(),
                (_, Some(element)) => SPOKEN
                    .iter()
                    .filter_map(|name| words(element.value().attr(name)?))
                    .collect(),
                _ => Vec::new(),
            };
            found.extend(
                spoken
                    .into_iter()
                    .map(|text| format!("{}: {text}", path.display())),
            );
        }
    }
    for (path, source) in files_below(&templates_dir(), "txt") {
        found.extend(words(&without_tags(&source)).map(|text| format!("{}: {text}", path.display())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn tags_are_cut_out() {
    assert_eq!(
        without_tags("a{# b #}{% if c %}<i title=\"{{ d }}\">{% endif %}e"),
        "a<i title=\"\">e"
    );
}
