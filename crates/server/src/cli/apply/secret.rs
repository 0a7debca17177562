//! A client's secret, which stands in the file itself, in a variable or in another file.

use super::table::Table;
use std::path::{Path, PathBuf};
use voltkey_flows::admin::apply::SecretText;

/// Where a secret may stand.
pub(super) const KEYS: [&str; 3] = ["secret", "secret_env", "secret_file"];

/// The secret; none for a public client, or where a problem was noted.
pub(super) fn read(table: &mut Table<'_>, environment: &[(String, String)]) -> Option<SecretText> {
    refuse_all_but_one(table);
    let written = table.optional("secret");
    let variable = table.resolved("secret_env", |name: String| from_variable(&name, environment));
    let file = table.resolved("secret_file", |path: PathBuf| from_file(&path));
    written.or(variable).or(file)
}

fn refuse_all_but_one(table: &Table<'_>) {
    let mut given = KEYS.into_iter().filter_map(|key| Some((key, table.place(key)?)));
    let Some((first, _)) = given.next() else { return };
    for (key, at) in given {
        table.note_key(
            at,
            key,
            &format!("stands beside `{first}`: remove one of the two"),
        );
    }
}

fn from_variable(name: &str, environment: &[(String, String)]) -> Result<SecretText, String> {
    match environment.iter().find(|(known, _)| known == name) {
        Some((_, value)) if !value.is_empty() => Ok(SecretText::from(value.clone())),
        _ => Err(format!("names the variable {name}, which is not set")),
    }
}

/// Editors and `echo` end a file with a line end, which is not part of the secret.
fn from_file(path: &Path) -> Result<SecretText, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("names the file {}, which cannot be read: {error}", path.display()))?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(SecretText::from(
        line.strip_suffix('\r').unwrap_or(line).to_owned(),
    ))
}
