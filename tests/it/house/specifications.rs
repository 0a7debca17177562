//! tests/README.md tells which test looks at each section of a specification and at each module of the conformance plans:
//! each of them must be there.

use super::map::quoted;
use super::root;
use std::fs;

/// The tests that the tables name: what is quoted in a row's last cell.
fn named(readme: &str) -> Vec<&str> {
    let (_, tables) = readme
        .split_once("## What the specifications ask")
        .expect("the tables");
    let (tables, _) = tables.split_once("\n## Who may do what").expect("their end");
    let cells = tables
        .lines()
        .filter_map(|line| line.strip_suffix(" |")?.rsplit('|').next());
    cells.flat_map(quoted).collect()
}

/// Whether there is a test of that path: below `tests/cluster` where it begins so, else below `tests/it`.
fn is_there(test: &str) -> bool {
    let Some((module, name)) = test.rsplit_once("::") else {
        return false;
    };
    let module = module.replace("::", "/");
    let folder = if module.starts_with("cluster/") {
        "tests"
    } else {
        "tests/it"
    };
    let texts =
        [".rs", "/mod.rs"].map(|end| fs::read_to_string(root().join(folder).join(module.clone() + end)));
    let is_in = |text: &String| {
        let heads = [format!("async fn {name}()"), format!("fn {name}()")];
        let mut lines = text.lines().map(str::trim_start);
        let mut is_marked = false;
        lines.any(|line| {
            let found = is_marked && heads.iter().any(|head| line.starts_with(head.as_str()));
            // Other attributes may stand between.
            is_marked = line.starts_with("#[test]")
                || line.starts_with("#[tokio::test")
                || (is_marked && line.starts_with("#["));
            found
        })
    };
    texts.iter().flatten().any(is_in)
}

#[test]
fn each_test_that_the_tables_name_is_there() {
    let readme = fs::read_to_string(root().join("tests/README.md")).expect("tests/README.md");
    let named = named(&readme);
    assert!(named.len() > 100, "the tables name only {} tests", named.len());
    let gone: Vec<_> = named.iter().filter(|test| !is_there(test)).collect();
    assert!(gone.is_empty(), "these are gone: {gone:#?}");
}

#[test]
fn a_test_that_is_not_there_is_found_out() {
    assert!(is_there(
        "house::specifications::a_test_that_is_not_there_is_found_out"
    ));
    assert!(!is_there("house::specifications::is_there"));
    assert!(!is_there("oidc::authorize::prompt::none_at_all"));
    assert!(!is_there("nowhere::at_all"));
}
