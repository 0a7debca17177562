//! Lists as files: comma-separated values (RFC 4180) as people's programs write them.
//!
//! Spreadsheets separate by semicolon where the comma is the decimal mark, and not all write UTF-8: both are recognised.

use crate::account::{details, email};
use crate::error::Fault;
use crate::oidc::discover::UI_LOCALES;
use crate::spreadsheet;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Duration;
use voltkey_store::imports::{Line, LineProblem};
use voltkey_store::memberships::Role;

/// Most lines of a list.
pub const MAX_LINES: usize = 20_000;
/// Most bytes of a list.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// How many columns a list has.
pub const COLUMNS: usize = 5;
/// Most characters of a file's name that are kept.
const MAX_FILE_NAME: usize = 100;

/// Why a file is not taken at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// It has no line.
    Empty,
    /// It is no text.
    NoText,
    /// The first line names no column of addresses, and holds none.
    NoAddresses,
    /// It has more than [`MAX_LINES`].
    TooManyLines,
    /// The company has sent too many lists: the next is read after this long.
    Throttled(Duration),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Email,
    GivenName,
    FamilyName,
    Language,
    Role,
    /// What nobody asks for, such as the reason in a file that is sent again.
    Other,
}

impl Column {
    /// The columns of a list whose first line does not name them.
    const ALL: [Self; COLUMNS] = [
        Self::Email,
        Self::GivenName,
        Self::FamilyName,
        Self::Language,
        Self::Role,
    ];

    /// The column of that heading, in any of the languages.
    fn of(heading: &str) -> Self {
        let heading = heading.to_lowercase().replace(['_', '-', ' '], "");
        match heading.as_str() {
            "email" | "mail" | "emailaddress" | "emailadresse" | "correo" | "correoelectrónico"
            | "correoelectronico" => Self::Email,
            "givenname" | "firstname" | "vorname" | "nombre" => Self::GivenName,
            "familyname" | "lastname" | "surname" | "nachname" | "apellido" | "apellidos" => Self::FamilyName,
            "language" | "sprache" | "idioma" => Self::Language,
            "role" | "rolle" | "rol" => Self::Role,
            _ => Self::Other,
        }
    }
}

/// Where each of [`Column::ALL`] stands, looked up once: a heading of a million cells must not be gone through for each
/// line.
struct Places {
    of: [Option<usize>; COLUMNS],
    /// How many cells the heading has.
    width: usize,
}

impl Places {
    fn new(columns: &[Column]) -> Self {
        Self {
            of: Column::ALL.map(|column| columns.iter().position(|other| *other == column)),
            width: columns.len(),
        }
    }
}

/// Reads a list. What is the matter with a single line stands in it.
///
/// # Errors
/// What is the matter with the file as a whole.
pub fn lines_of(bytes: &[u8]) -> Result<Vec<Line>, FileProblem> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut heading: Option<Places> = None;
    let mut lines = Vec::new();
    let mut seen = HashSet::new();
    for record in reader.records() {
        let record = record.map_err(|_| FileProblem::NoText)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let is_heading = heading.is_none() && !record.iter().any(|cell| cell.contains('@'));
        let places = heading.get_or_insert_with(|| match is_heading {
            true => Places::new(&record.iter().map(Column::of).collect::<Vec<_>>()),
            false => Places::new(&Column::ALL),
        });
        if is_heading {
            continue;
        }
        if places.of[0].is_none() {
            return Err(FileProblem::NoAddresses);
        }
        if lines.len() == MAX_LINES {
            return Err(FileProblem::TooManyLines);
        }
        let number = record.position().map_or(0, |position| number(&text, position));
        lines.push(line(&record, number, places, &mut seen));
    }
    match lines.is_empty() {
        true => Err(FileProblem::Empty),
        false => Ok(lines),
    }
}

/// The text: by its byte order mark, else UTF-8, else as spreadsheets in western Europe write it.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileProblem> {
    let text = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding.decode(bytes).0,
        (None, Ok(text)) => Cow::Borrowed(text),
        (None, Err(_)) => WINDOWS_1252.decode(bytes).0,
    };
    // Pictures and workbooks hold it, texts don't.
    match text.contains('\0') {
        true => Err(FileProblem::NoText),
        false => Ok(text),
    }
}

/// What separates the cells: whichever stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let times = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // Of several that stand equally often, the last.
    *b"\t;,"
        .iter()
        .max_by_key(|delimiter| times(**delimiter))
        .unwrap_or(&b',')
}

/// The number of a record's line. The reader's position is before the empty lines that it left out.
fn number(text: &str, position: &csv::Position) -> i64 {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ahead = text.as_bytes().get(at..).unwrap_or_default();
    let left_out = ahead
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n')
        .count();
    let number = position.line() + left_out as u64;
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn line(record: &csv::StringRecord, number: i64, places: &Places, seen: &mut HashSet<String>) -> Line {
    let [email, given_name, family_name, language, role] = places.of.map(|place| {
        let cell = place.and_then(|place| record.get(place)).unwrap_or_default();
        spreadsheet::unescaped(cell).to_owned()
    });
    let mut line = Line {
        line: number,
        email_key: email::key(&email),
        email,
        given_name,
        family_name,
        language,
        role,
        problem: None,
        invited_at: None,
    };
    let has_more_cells = record.iter().skip(places.width).any(|cell| !cell.is_empty());
    line.problem = match has_more_cells {
        true => Some(LineProblem::Malformed),
        false => problem(&line, seen),
    };
    line
}

fn problem(line: &Line, seen: &mut HashSet<String>) -> Option<LineProblem> {
    let names = [&line.given_name, &line.family_name];
    let Some(key) = &line.email_key else {
        return Some(match line.email.is_empty() {
            true => LineProblem::NoAddress,
            false => LineProblem::Address,
        });
    };
    if !names.iter().all(|name| details::may_be_known_beforehand(name)) {
        return Some(LineProblem::Name);
    }
    if !line.language.is_empty() && language(&line.language).is_none() {
        return Some(LineProblem::Language);
    }
    if role(&line.role).is_none() {
        return Some(LineProblem::Role);
    }
    (!seen.insert(key.clone())).then_some(LineProblem::Repeated)
}

/// The language of that name or tag, in any of the languages.
pub(super) fn language(word: &str) -> Option<&'static str> {
    let tag = match word.to_lowercase().as_str() {
        "english" | "englisch" | "inglés" | "ingles" => "en",
        "spanish" | "spanisch" | "español" | "espanol" => "es",
        "german" | "deutsch" | "alemán" | "aleman" => "de",
        other => return UI_LOCALES.iter().find(|locale| **locale == other).copied(),
    };
    UI_LOCALES.iter().find(|locale| **locale == tag).copied()
}

/// The role of that name, in any of the languages; without one, member.
pub(super) fn role(word: &str) -> Option<Role> {
    match word.to_lowercase().as_str() {
        "" | "member" | "mitglied" | "miembro" => Some(Role::Member),
        "admin" | "administrator" | "administratorin" | "administrador" | "administradora" => {
            Some(Role::Admin)
        }
        _ => None,
    }
}

/// The file that holds these lines, each with a reason behind it: a list that can be put right and sent again.
///
/// # Errors
/// None that is known: the file is written to memory.
pub fn write(headings: &[String; COLUMNS + 1], lines: &[(Line, String)]) -> Result<Vec<u8>, Fault> {
    let headings = headings.each_ref().map(String::as_str);
    let rows = lines.iter().map(|(line, reason)| {
        [
            &line.email,
            &line.given_name,
            &line.family_name,
            &line.language,
            &line.role,
            reason,
        ]
        .map(String::as_str)
    });
    spreadsheet::file(std::iter::once(headings).chain(rows))
}

/// A file's name without a path and without what can't be seen.
pub(super) fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = last.chars().filter(|c| !c.is_control()).take(MAX_FILE_NAME);
    let seen: String = seen.collect();
    match details::may_be_known_beforehand(&seen) {
        true => seen,
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(bytes: &[u8]) -> Vec<(i64, String, Option<LineProblem>)> {
        let lines = lines_of(bytes).expect("a list");
        lines
            .into_iter()
            .map(|line| (line.line, line.email, line.problem))
            .collect()
    }

    #[test]
    fn the_first_line_names_the_columns_in_any_order_and_language() {
        for text in [
            "email,first name,last name,language,role\nida@a.example,Ida,Sommer,de,admin\n",
            "Rolle;E-Mail;Nachname;Vorname;Sprache\r\nAdministrator;ida@a.example;Sommer;Ida;Deutsch\r\n",
            "\u{feff}Correo electrónico\tNombre\tApellidos\tIdioma\tRol\nida@a.example\tIda\tSommer\talemán\tadministradora",
            "ida@a.example,Ida,Sommer,de,admin",
        ] {
            let line = lines_of(text.as_bytes()).expect("a list").remove(0);
            let names = [&*line.email, &line.given_name, &line.family_name];
            assert_eq!(names, ["ida@a.example", "Ida", "Sommer"], "{text}");
            assert_eq!(language(&line.language), Some("de"));
            assert_eq!((role(&line.role), line.problem), (Some(Role::Admin), None));
        }
    }

    #[test]
    fn each_line_is_told_what_is_the_matter_with_it() {
        let text = "email,first name,last name,language,role\n\
                    ida@a.example,Ida\n\
                    ,Nobody\n\
                    ida@,Ida\n\
                    IDA@A.example,Again\n\
                    b@a.example,\"Be\nn\"\n\
                    c@a.example,,,fr\n\
                    d@a.example,,,,boss\n\
                    e@a.example,,,,,more\n\
                    \n\
                    f@a.example\n";
        let found: Vec<_> = addresses(text.as_bytes())
            .into_iter()
            .map(|(line, _, problem)| (line, problem))
            .collect();
        assert_eq!(
            found,
            [
                (2, None),
                (3, Some(LineProblem::NoAddress)),
                (4, Some(LineProblem::Address)),
                (5, Some(LineProblem::Repeated)),
                (6, Some(LineProblem::Name)),
                (8, Some(LineProblem::Language)),
                (9, Some(LineProblem::Role)),
                (10, Some(LineProblem::Malformed)),
                (12, None),
            ]
        );
    }

    #[test]
    fn spreadsheets_of_western_europe_are_lines_of() {
        let line = lines_of(b"E-Mail;Vorname\nj@a.example;J\xf6rg\n")
            .expect("a list")
            .remove(0);
        assert_eq!(line.given_name, "Jörg");
        let utf_16: Vec<_> = "\u{feff}email\nj@a.example"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(addresses(&utf_16)[0].1, "j@a.example");
    }

    #[test]
    fn what_is_no_list_is_told() {
        let problem = |bytes: &[u8]| lines_of(bytes).err();
        assert_eq!(problem(b""), Some(FileProblem::Empty));
        assert_eq!(problem(b"email,role\n\n"), Some(FileProblem::Empty));
        assert_eq!(problem(b"name,role\nIda,admin"), Some(FileProblem::NoAddresses));
        assert_eq!(problem(b"PK\x03\x04\0\0@"), Some(FileProblem::NoText));
        let long = "a@b.example\n".repeat(MAX_LINES + 1);
        assert_eq!(problem(long.as_bytes()), Some(FileProblem::TooManyLines));
    }

    #[test]
    fn a_file_that_is_given_back_is_read_again_and_is_no_formula() {
        let headings = ["email", "first name", "last name", "language", "role", "reason"].map(str::to_owned);
        let line = lines_of(b"email,first name\n=1+1@,\"O'Hara, \"\"Ida\"\"\"\n")
            .expect("a list")
            .remove(0);
        let file = write(&headings, &[(line, "no address".to_owned())]).expect("a file");
        let text = String::from_utf8(file.clone()).expect("text");
        assert_eq!(
            text,
            "\u{feff}email,first name,last name,language,role,reason\r\n\
             '=1+1@,\"O'Hara, \"\"Ida\"\"\",,,,no address\r\n"
        );
        let again = lines_of(&file).expect("a list");
        assert_eq!(
            (&*again[0].email, &*again[0].given_name),
            ("=1+1@", "O'Hara, \"Ida\"")
        );
    }

    /// It would take minutes, were the heading gone through for each line.
    #[test]
    fn a_heading_of_a_million_cells_takes_no_more_time_than_its_bytes() {
        let text = format!("{}email\n{}", "a,".repeat(1_000_000), "x\n".repeat(MAX_LINES));
        let lines = addresses(text.as_bytes());
        assert_eq!(lines.len(), MAX_LINES);
        assert_eq!(lines[0], (2, String::new(), Some(LineProblem::NoAddress)));
    }

    #[test]
    fn a_file_s_name_has_no_path() {
        assert_eq!(shown_name("C:\\people\\list.csv"), "list.csv");
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("a\u{202e}b.csv"), "");
    }
}
