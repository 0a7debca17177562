//! ARCHITECTURE.md is a map, and a map that names places which are gone is worse than none.

use super::root;
use std::fs;
use std::path::PathBuf;

/// What stands in backticks in a line.
pub(super) fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a quotation is a path from the workspace's folder, and not an address or a type.
fn is_path(text: &str) -> bool {
    let begins = text.split('/').next().unwrap_or_default();
    text.contains('/') && !begins.is_empty() && root().join(begins).exists()
}

fn is_file_name(text: &str) -> bool {
    !text.contains(['/', ' ']) && text.ends_with(".rs")
}

#[test]
fn every_path_that_it_names_is_there() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut gone = Vec::new();
    let mut seen = 0;
    for line in map.lines() {
        let paths: Vec<&str> = quoted(line).filter(|text| is_path(text)).collect();
        seen += paths.len();
        gone.extend(
            paths
                .iter()
                .filter(|path| !root().join(path).exists())
                .map(|path| (*path).to_owned()),
        );
        // A bare file name lies in a folder that its line names.
        let folders: Vec<PathBuf> = paths.iter().map(|path| root().join(path)).collect();
        let is_there = |name: &str| folders.iter().any(|folder| folder.join(name).exists());
        gone.extend(
            quoted(line)
                .filter(|text| is_file_name(text) && !is_there(text))
                .map(str::to_owned),
        );
    }
    assert!(seen > 20, "the map names only {seen} places");
    assert!(gone.is_empty(), "these are gone: {gone:#?}");
}

#[test]
fn every_crate_has_its_row() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    for entry in fs::read_dir(root().join("crates")).expect("a folder").flatten() {
        let name = entry.file_name().into_string().expect("text");
        assert!(
            map.contains(&format!("| `crates/{name}` |")),
            "crates/{name} has no row"
        );
    }
}
