//! The files of `templates/`: embedded in the binary, and replaced by those of a theme folder.

use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The words are embedded by `texts`, not here.
#[derive(Embed)]
#[folder = "../../templates"]
#[exclude = "locales/*"]
#[exclude = "*.md"]
struct Embedded;

/// A file of a theme that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("theme file {}: {source}", path.display())]
pub struct ThemeError {
    path: PathBuf,
    source: io::Error,
}

/// The contents by path (`pages/login.html`, `assets/app.css`). A theme replaces files of the same path, and
/// may bring further ones in its `assets` folder.
pub fn load(theme: Option<&Path>) -> Result<BTreeMap<String, Cow<'static, [u8]>>, ThemeError> {
    let mut files = BTreeMap::new();
    for path in Embedded::iter() {
        let Some(file) = Embedded::get(&path) else {
            continue;
        };
        files.insert(path.into_owned(), file.data);
    }
    let Some(theme) = theme else { return Ok(files) };
    for path in files
        .keys()
        .cloned()
        .chain(own_assets(theme)?)
        .collect::<Vec<_>>()
    {
        if let Some(bytes) = read_if_present(&theme.join(&path))? {
            files.insert(path, Cow::Owned(bytes));
        }
    }
    Ok(files)
}

/// Reads one file that the configuration names.
pub fn read(path: &Path) -> Result<Vec<u8>, ThemeError> {
    fs::read(path).map_err(|source| ThemeError {
        path: path.to_owned(),
        source,
    })
}

fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>, ThemeError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ThemeError {
            path: path.to_owned(),
            source,
        }),
    }
}

/// The paths of the files in the theme's `assets` folder, without its subfolders.
fn own_assets(theme: &Path) -> Result<Vec<String>, ThemeError> {
    let folder = theme.join("assets");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let in_folder = |source| ThemeError {
        path: folder.clone(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(in_folder)? {
        let entry = entry.map_err(in_folder)?;
        if let (true, Ok(name)) = (entry.path().is_file(), entry.file_name().into_string()) {
            paths.push(format!("assets/{name}"));
        }
    }
    Ok(paths)
}
