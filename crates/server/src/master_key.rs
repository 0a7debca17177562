//! The master key's file, and the proof in the database that it is the right one.
//!
//! The database holds a constant sealed under the master key, the key-check value. A key is made only for a
//! database without one: first the file, synced to disk, then the value, so that no crash leaves a database
//! that nobody can open. Where both exist they must fit each other; otherwise nothing is written.

mod file;

#[cfg(test)]
mod tests;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;
use voltkey_crypto::rng::Rng;
use voltkey_crypto::seal::{MasterKey, MasterKeyError as MalformedText};

/// The name of the file within `[keys] dir`.
pub const FILE_NAME: &str = "master.key";

/// The setting under which the database holds the key-check value; also the identity to which it is sealed.
pub const KEY_CHECK_SETTING: &str = "master-key-check";

const PURPOSE: &str = "master-key-check";
const CONSTANT: &[u8] = b"voltkey";

/// Where the key-check value lies: the database, or a variable in a test.
pub trait KeyCheck {
    /// What can go wrong there.
    type Error: Error + Send + Sync + 'static;

    /// The value, if there is one.
    fn read(&self) -> impl Future<Output = Result<Option<Vec<u8>>, Self::Error>> + Send;

    /// Writes the value unless there is one; whether it was written.
    fn put_if_absent(&self, value: &[u8]) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

/// Why there is no master key to work with. Each is one sentence with its remedy.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// The database has a key-check value, and there is no file.
    #[error("this database belongs to a master key, but {} does not exist: put the file back", .0.display())]
    Missing(PathBuf),
    /// The key-check value was sealed under another key.
    #[error("{} is not the master key of this database: put back the file that belongs to it", .0.display())]
    Different(PathBuf),
    /// The file holds something else.
    #[error("{} is not a master key ({reason}): put back the file that belongs to this database", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with its text.
        reason: MalformedText,
    },
    /// Others than the owner have rights on the file.
    #[error("others than its owner have access to {0} (mode {mode:04o}): run `chmod 600 {0}`", path.display())]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file appeared and was gone again while it was to be made.
    #[error("another process was making {} at the same time: start again", .0.display())]
    BeingMade(PathBuf),
    /// Another replica, with a key of its own, wrote the key-check value first.
    #[error("another replica that started at the same time has set the master key: \
         copy its file to {}, and start again", .0.display())]
    Lost(PathBuf),
    /// The file or its folder refuses.
    #[error("cannot {deed} {}: {reason}", path.display())]
    File {
        /// What was tried.
        deed: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The system's answer.
        reason: io::Error,
    },
    /// The database refuses.
    #[error("the key-check value in the database cannot be reached: {0}")]
    Database(Box<dyn Error + Send + Sync>),
}

/// The master key for this database, made when both are new: for every command that may write.
///
/// # Errors
/// [`MasterKeyError`]; then neither file nor database was changed, except that a file remains whose key-check
/// value may have been written (the next start takes it).
pub async fn open(dir: &Path, check: &impl KeyCheck, rng: &dyn Rng) -> Result<MasterKey, MasterKeyError> {
    let path = dir.join(FILE_NAME);
    match (read_value(check).await?, file::read(&path)?) {
        (Some(value), Some(key)) => verify(key, &value, path),
        (Some(_), None) => Err(MasterKeyError::Missing(path)),
        (None, Some(key)) => claim(key, check, path).await,
        (None, None) => make(dir, path, check, rng).await,
    }
}

/// The master key for this database without writing anything: for `check` and `--dry-run`. Nothing when both
/// are new and [`open`] would make one.
///
/// # Errors
/// As [`open`].
pub async fn inspect(dir: &Path, check: &impl KeyCheck) -> Result<Option<MasterKey>, MasterKeyError> {
    let path = dir.join(FILE_NAME);
    match (read_value(check).await?, file::read(&path)?) {
        (Some(value), Some(key)) => verify(key, &value, path).map(Some),
        (Some(_), None) => Err(MasterKeyError::Missing(path)),
        (None, key) => Ok(key),
    }
}

/// Whether [`open`] could have its key for a database that is still to be made: the file is usable, or can be
/// made. Nothing is left behind.
///
/// # Errors
/// As [`open`].
pub fn rehearse(dir: &Path) -> Result<(), MasterKeyError> {
    let path = dir.join(FILE_NAME);
    match file::read(&path)? {
        Some(_) => Ok(()),
        None => file::rehearse(dir, &path),
    }
}

async fn make(
    dir: &Path,
    path: PathBuf,
    check: &impl KeyCheck,
    rng: &dyn Rng,
) -> Result<MasterKey, MasterKeyError> {
    let key = MasterKey::generate(rng);
    if !file::create(dir, &path, &key)? {
        return match file::read(&path)? {
            Some(key) => claim(key, check, path).await,
            // It was a loser's, who has taken it away.
            None => Err(MasterKeyError::BeingMade(path)),
        };
    }
    match claim(key, check, path).await {
        // Only now is it certain that nothing was sealed under this key. After an error of the database the
        // value may stand there, so the file stays.
        Err(MasterKeyError::Different(path)) => {
            file::remove(&path)?;
            Err(MasterKeyError::Lost(path))
        }
        outcome => outcome,
    }
}

/// Ties a key to a database that has none. A value that is there already may be our own, written by an
/// attempt whose answer got lost, or that of a replica with the same file.
async fn claim(key: MasterKey, check: &impl KeyCheck, path: PathBuf) -> Result<MasterKey, MasterKeyError> {
    let value = key.seal(PURPOSE, KEY_CHECK_SETTING, CONSTANT);
    if check.put_if_absent(&value).await.map_err(database)? {
        return Ok(key);
    }
    match read_value(check).await? {
        Some(value) => verify(key, &value, path),
        None => Err(MasterKeyError::Different(path)),
    }
}

fn verify(key: MasterKey, value: &[u8], path: PathBuf) -> Result<MasterKey, MasterKeyError> {
    match key.open(PURPOSE, KEY_CHECK_SETTING, value) {
        Ok(_) => Ok(key),
        Err(_) => Err(MasterKeyError::Different(path)),
    }
}

async fn read_value(check: &impl KeyCheck) -> Result<Option<Vec<u8>>, MasterKeyError> {
    check.read().await.map_err(database)
}

fn database(error: impl Error + Send + Sync + 'static) -> MasterKeyError {
    MasterKeyError::Database(Box::new(error))
}
