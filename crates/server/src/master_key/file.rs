//! The file: made once, readable by its owner only, on disk before anything relies on it.

use super::MasterKeyError;
use std::fs::{DirBuilder, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;
use tempfile::Builder;
use voltkey_crypto::seal::MasterKey;
use zeroize::Zeroizing;

const OWNER_ONLY: u32 = 0o600;
const OTHERS: u32 = 0o077;
/// Far more than a key has, and little enough for a file that is something else.
const LONGEST: u64 = 1024;

/// The key in the file; nothing when there is no file.
pub(super) fn read(path: &Path) -> Result<Option<MasterKey>, MasterKeyError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path)(error)),
    };
    let mode = file
        .metadata()
        .map_err(failed("read", path))?
        .permissions()
        .mode()
        & 0o7777;
    if mode & OTHERS != 0 {
        return Err(MasterKeyError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(failed("read", path))?;
    let key = MasterKey::from_text(&text);
    key.map(Some).map_err(|reason| MasterKeyError::Malformed {
        path: path.to_owned(),
        reason,
    })
}

/// Makes the file, and its folder if need be; then both are on disk. False when another process has made one
/// meanwhile. Whenever the process dies, the file is there as a whole or not at all.
pub(super) fn create(dir: &Path, path: &Path, key: &MasterKey) -> Result<bool, MasterKeyError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(failed("make the folder", dir))?;
    let mut draft = Builder::new()
        .prefix(".master.key-")
        .permissions(Permissions::from_mode(OWNER_ONLY))
        .tempfile_in(dir)
        .map_err(|error| failed("make", path)(without_path(&error)))?;
    write(draft.as_file_mut(), key).map_err(failed("write", path))?;
    match draft.persist_noclobber(path) {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed("make", path)(error.error)),
    }
    sync_folders(dir).map_err(|error| {
        // The first error is the one to tell; a file that stays behind is taken at the next start.
        let _ = std::fs::remove_file(path);
        failed("write", path)(error)
    })?;
    Ok(true)
}

/// Whether a file could be made: in the folder, or in the one in which the folder would be.
pub(super) fn rehearse(dir: &Path, path: &Path) -> Result<(), MasterKeyError> {
    let there = dir.ancestors().find(|folder| folder.is_dir());
    // The last ancestor of a relative path is empty: the working directory.
    let there = there.unwrap_or(Path::new("."));
    match tempfile::tempfile_in(there) {
        Ok(_) => Ok(()),
        Err(error) => Err(failed("make", path)(without_path(&error))),
    }
}

/// The error without the name of a temporary file, which says nothing to anybody.
fn without_path(error: &io::Error) -> io::Error {
    error.kind().into()
}

/// Takes back what [`create`] made.
pub(super) fn remove(path: &Path) -> Result<(), MasterKeyError> {
    std::fs::remove_file(path).map_err(failed("remove", path))
}

fn write(file: &mut File, key: &MasterKey) -> io::Result<()> {
    file.write_all(key.to_text().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// A file's name is on disk only when its folder is; so is the folder's own.
fn sync_folders(dir: &Path) -> io::Result<()> {
    let dir = dir.canonicalize()?;
    File::open(&dir)?.sync_all()?;
    dir.parent()
        .map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn failed(deed: &'static str, path: &Path) -> impl Fn(io::Error) -> MasterKeyError {
    let path = path.to_owned();
    move |reason| MasterKeyError::File {
        deed,
        path: path.clone(),
        reason,
    }
}
