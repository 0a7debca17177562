//! Lists: files of people who are to be invited, and where a page of a list begins.

use std::fmt::{Debug, Display};
use std::str::FromStr;
use voltkey_flows::admin::import::{COLUMNS, Line, MAX_LINES, lines_of, write};
use voltkey_flows::admin::{members, operate};
use voltkey_flows::audit;

const HEADINGS: [&str; COLUMNS + 1] = ["email", "first name", "last name", "language", "role", "reason"];

/// A file that is given back with what is the matter with its lines is read again as the same people.
pub fn a_file_holds(bytes: &[u8]) {
    let Ok(lines) = lines_of(bytes) else {
        return;
    };
    assert!(!lines.is_empty() && lines.len() <= MAX_LINES);
    let headings = HEADINGS.map(str::to_owned);
    let reasons: Vec<_> = lines
        .iter()
        .map(|line| (line.clone(), "reason".to_owned()))
        .collect();
    let written = write(&headings, &reasons).expect("memory");
    let again = lines_of(&written).expect("what was written");
    assert!(again.iter().map(cells).eq(lines.iter().map(cells)));
}

fn cells(line: &Line) -> [&str; COLUMNS] {
    [
        &line.email,
        &line.given_name,
        &line.family_name,
        &line.language,
        &line.role,
    ]
    .map(String::as_str)
}

/// What is taken for a place in a list is the same place when it is told again.
pub fn a_place_holds(text: &str) {
    survives::<members::Cursor>(text);
    survives::<operate::refusals::Place>(text);
    survives::<audit::Cursor>(text);
}

fn survives<P: FromStr + Display + PartialEq + Debug>(text: &str) {
    let Ok(place) = text.parse::<P>() else {
        return;
    };
    assert_eq!(place.to_string().parse().ok(), Some(place));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    const CELLS: &[&str] = &[
        "",
        "email",
        "E-Mail",
        "Vorname",
        "apellidos",
        "role",
        "idioma",
        "ida@a.example",
        "IDA@A.example",
        "a@b",
        "Ida",
        "O'Hara",
        "=1+1",
        "'=1+1",
        "'",
        "''",
        "\"",
        "\"\"",
        "\"a\"\"b\"",
        "\"a\nb\"",
        "admin",
        "deutsch",
        " x ",
        "\u{a0}x",
        "\u{202e}",
        "\u{feff}",
    ];

    fn file() -> impl Strategy<Value = Vec<u8>> {
        let cell = prop_oneof![6 => select(CELLS).prop_map(str::to_owned), 1 => ".{0,8}"];
        let row = prop::collection::vec(cell, 0..8);
        let separators = (select(&[",", ";", "\t"][..]), select(&["\n", "\r\n", "\r"][..]));
        let rows = (prop::collection::vec(row, 0..6), separators);
        rows.prop_map(|(rows, (cell, line))| {
            let rows: Vec<_> = rows.iter().map(|row| row.join(cell)).collect();
            rows.join(line).into_bytes()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn of_files(file in prop_oneof![4 => file(), 1 => prop::collection::vec(any::<u8>(), 0..100)]) {
            super::a_file_holds(&file);
        }

        #[test]
        fn of_places(text in prop_oneof!["[A-Za-z0-9_-]{0,60}", "-?[0-9]{1,20}[-.,: ]-?[0-9]{1,20}", ".{0,20}"]) {
            super::a_place_holds(&text);
        }
    }
}
