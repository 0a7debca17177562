//! The house itself: which crate may reach for what, and whether the map of it is true.

mod borders;
mod manners;
mod map;
mod rules;
mod specifications;
mod stories;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// A source file, by its path from the workspace's folder.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines of the program with their numbers: without comments, and without the tests at the file's end.
    fn program(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().map(str::trim_start).zip(1..);
        let program = lines.take_while(|(line, _)| !line.starts_with("#[cfg(test)]"));
        program
            .filter(|(line, _)| !line.starts_with("//"))
            .map(|(line, number)| (number, line))
    }
}

/// Every Rust file below some folders.
fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut found);
    }
    assert!(!found.is_empty(), "no sources in {folders:?}");
    found
}

/// The program itself: every Rust file of the product that is not a test.
fn product() -> Vec<Source> {
    let is_test =
        |path: &str| path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/conformance");
    sources(&["crates"])
        .into_iter()
        .filter(|source| !is_test(&source.path))
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a text");
            let path = path
                .strip_prefix(root())
                .expect("below the workspace")
                .display()
                .to_string();
            found.push(Source { path, text });
        }
    }
}

/// Where some text stands in the program, outside of the files in which it may: `path:line`.
fn strays(text: &str, sources: &[Source], may_stand_in: &[&str]) -> Vec<String> {
    let elsewhere = sources
        .iter()
        .filter(|source| !may_stand_in.iter().any(|path| source.path.starts_with(path)));
    let in_source = |source: &Source| {
        let lines = source.program().filter(|(_, line)| line.contains(text));
        lines
            .map(|(number, _)| format!("{}:{number}", source.path))
            .collect::<Vec<_>>()
    };
    elsewhere.flat_map(in_source).collect()
}
