//! The locale files of all languages have the same keys with the same variables, and each key is used.

use super::super::{Language, rule};
use super::{files_below, templates_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files whose keys belong to no single screen.
const SHARED: [&str; 2] = ["common", "mail"];

/// The variables of each key.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// The keys of a Fluent file. A message begins at the line's start and goes on in indented lines.
fn keys(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            found.push((key.to_owned(), BTreeSet::new()));
        }
        let Some((_, variables)) = found.last_mut() else {
            continue;
        };
        variables.extend(line.split('$').skip(1).map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect::<String>()
        }));
    }
    found
}

fn keys_of(language: Language) -> Keys {
    let mut all = Keys::new();
    for (path, source) in files_below(&templates_dir().join("locales").join(language.code()), "ftl") {
        let room = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for (key, variables) in keys(&source) {
            let of_room = key.starts_with(&format!("{}-", room.replace('_', "-")));
            assert!(
                of_room || SHARED.contains(&room.as_str()),
                "{key} in {}",
                path.display()
            );
            assert_eq!(
                all.insert(key.clone(), variables),
                None,
                "{key} stands twice in {language:?}"
            );
        }
    }
    all
}

/// The texts that are the first argument of calls of `function`.
fn first_arguments<'a>(source: &'a str, function: &str) -> Vec<&'a str> {
    let call = format!("{function}(\"");
    source
        .match_indices(&call)
        .filter(|(at, _)| !source[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| source[at + call.len()..].split('"').next())
        .collect()
}

fn templates() -> Vec<String> {
    ["html", "txt"]
        .iter()
        .flat_map(|kind| files_below(&templates_dir(), kind))
        .map(|(_, source)| source)
        .collect()
}

/// The sources of this crate, without this folder.
fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let here = root.join("view/tests");
    files_below(&root, "rs")
        .into_iter()
        .filter(|(path, _)| !path.starts_with(&here))
        .map(|(_, code)| code)
        .collect()
}

#[test]
fn all_languages_say_the_same() {
    let english = keys_of(Language::English);
    for language in Language::ALL {
        assert_eq!(keys_of(language), english, "{language:?}");
    }
}

#[test]
fn each_rule_has_words_and_a_remedy() {
    let known = keys_of(Language::English);
    let asked = rule::keys().into_iter();
    let missing: Vec<_> = asked.filter(|key| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known = keys_of(Language::English);
    let (templates, sources) = (templates(), sources());
    let asked = templates.iter().flat_map(|source| first_arguments(source, "t"));
    let asked = asked.chain(
        sources
            .iter()
            .flat_map(|source| first_arguments(source, "Message::new")),
    );
    let missing: BTreeSet<_> = asked.filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_key_is_used() {
    let everything = templates().concat() + &sources().concat();
    let unused: Vec<_> = keys_of(Language::English)
        .into_keys()
        // Those of the rules are made of the rules' own names.
        .filter(|key| !key.starts_with("rule-"))
        .filter(|key| !everything.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}
