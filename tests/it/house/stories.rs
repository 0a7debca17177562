//! tests/README.md tells which story shows each part of a person's way in a browser: each of them must be there, and
//! be told in each language.

use super::map::quoted;
use super::root;
use std::fs;

/// The parts of the way that the table must hold.
const WAY: [&str; 17] = [
    "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16",
    "S17",
];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The rows of the table: a part of the way, and the stories that show it.
fn rows(readme: &str) -> Vec<(&str, Vec<&str>)> {
    let cells = readme
        .lines()
        .map(|line| line.split('|').map(str::trim).collect());
    let rows = cells.filter_map(|cells: Vec<&str>| {
        let [_, part, _, stories, _] = cells[..] else {
            return None;
        };
        part.starts_with('S').then(|| (part, quoted(stories).collect()))
    });
    rows.collect()
}

/// Whether the story is a function, and is in the list of those that are told in each language.
fn is_told(story: &str) -> bool {
    let Some((room, name)) = story.split_once("::") else {
        return false;
    };
    let list = read("tests/browser/stories/mod.rs");
    let in_each_tongue = list.split("stories_in_each_tongue![").nth(1).expect("the list");
    let in_each_tongue = in_each_tongue.split(']').next().expect("its end");
    let folder = root().join("tests/browser/stories");
    let file = [format!("{room}.rs"), format!("{room}/mod.rs")]
        .into_iter()
        .find(|file| folder.join(file).exists());
    let Some(file) = file else {
        return false;
    };
    in_each_tongue.contains(&format!("{story},"))
        && read(&format!("tests/browser/stories/{file}")).contains(&format!("pub async fn {name}("))
}

#[test]
fn each_part_of_the_way_has_a_story_in_each_language() {
    let readme = read("tests/README.md");
    let rows = rows(&readme);
    let parts: Vec<&str> = rows.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, WAY);
    for (part, stories) in rows {
        assert!(!stories.is_empty(), "{part} has no story");
        for story in stories {
            assert!(is_told(story), "{part}: {story} is not told in each language");
        }
    }
}

#[test]
fn a_story_that_is_not_there_is_found_out() {
    assert!(!is_told("activation::nobody_is_invited"));
    assert!(!is_told("sign_in::a_new_device_is_told_by_mail"));
}
