//! Every pairing of file and database, and what is left behind after each.

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Mutex;
use voltkey_crypto::rng::SeededRng;

/// A database that holds nothing but the key-check value.
#[derive(Debug, Default)]
struct Database {
    value: Mutex<Option<Vec<u8>>>,
    trouble: Trouble,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Trouble {
    #[default]
    None,
    /// The value is written, and the answer gets lost.
    LostAnswer,
    /// The same, and a second attempt finds the value of the first.
    LostAnswerAndRetry,
    /// Another replica writes its value between our reading and our writing.
    Race,
}

impl KeyCheck for Database {
    type Error = io::Error;

    async fn read(&self) -> Result<Option<Vec<u8>>, io::Error> {
        Ok(self.value.lock().expect("no panic").clone())
    }

    async fn put_if_absent(&self, value: &[u8]) -> Result<bool, io::Error> {
        let mut held = self.value.lock().expect("no panic");
        if self.trouble == Trouble::Race {
            *held = Some(key(99).seal(PURPOSE, KEY_CHECK_SETTING, CONSTANT));
        }
        if held.is_some() {
            return Ok(false);
        }
        *held = Some(value.to_vec());
        match self.trouble {
            Trouble::LostAnswer => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
            Trouble::LostAnswerAndRetry => Ok(false),
            _ => Ok(true),
        }
    }
}

fn key(seed: u64) -> MasterKey {
    MasterKey::generate(&SeededRng::new(seed))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

async fn open_with(dir: &Path, database: &Database, seed: u64) -> Result<MasterKey, MasterKeyError> {
    open(dir, database, &SeededRng::new(seed)).await
}

fn is_same(one: &MasterKey, other: &MasterKey) -> bool {
    one.derive("test") == other.derive("test")
}

#[tokio::test]
async fn a_new_instance_gets_a_key_that_the_next_start_takes() {
    let root = folder();
    let dir = root.path().join("deep/keys");
    let database = Database::default();
    assert!(inspect(&dir, &database).await.expect("right").is_none());
    assert!(!dir.exists(), "looking writes nothing");

    let made = open_with(&dir, &database, 1).await.expect("made");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&dir), mode(&dir.join(FILE_NAME))), (0o700, 0o600));

    let again = open_with(&dir, &database, 2).await.expect("taken");
    let looked = inspect(&dir, &database).await.expect("right").expect("there");
    assert!(is_same(&made, &again) && is_same(&made, &looked));
}

#[tokio::test]
async fn a_file_beside_a_new_database_is_taken() {
    let dir = folder();
    let made = open_with(dir.path(), &Database::default(), 1)
        .await
        .expect("made");
    let other_database = Database::default();
    let taken = open_with(dir.path(), &other_database, 2).await.expect("taken");
    assert!(is_same(&made, &taken));
    assert!(other_database.value.lock().expect("no panic").is_some());
}

#[tokio::test]
async fn a_missing_file_is_told_and_nothing_written() {
    let dir = folder();
    let database = Database::default();
    open_with(dir.path(), &database, 1).await.expect("made");
    fs::remove_file(dir.path().join(FILE_NAME)).expect("there");

    let error = open_with(dir.path(), &database, 2).await.expect_err("missing");
    assert!(matches!(error, MasterKeyError::Missing(_)), "{error}");
    assert!(matches!(
        inspect(dir.path(), &database).await,
        Err(MasterKeyError::Missing(_))
    ));
    assert_eq!(fs::read_dir(dir.path()).expect("there").count(), 0);
}

#[tokio::test]
async fn a_different_key_is_told_and_nothing_written() {
    let (dir, other) = (folder(), folder());
    let database = Database::default();
    open_with(dir.path(), &database, 1).await.expect("made");
    open_with(other.path(), &Database::default(), 2)
        .await
        .expect("made");
    let before = fs::read(other.path().join(FILE_NAME)).expect("there");
    let value = database.value.lock().expect("no panic").clone();

    let error = open_with(other.path(), &database, 3)
        .await
        .expect_err("different");
    assert!(matches!(error, MasterKeyError::Different(_)), "{error}");
    assert_eq!(fs::read(other.path().join(FILE_NAME)).expect("there"), before);
    assert_eq!(*database.value.lock().expect("no panic"), value);
}

#[tokio::test]
async fn a_damaged_file_is_told_and_kept() {
    let dir = folder();
    let path = dir.path().join(FILE_NAME);
    fs::write(&path, "not a key\n").expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("ours");
    let error = open_with(dir.path(), &Database::default(), 1)
        .await
        .expect_err("damaged");
    assert!(matches!(error, MasterKeyError::Malformed { .. }), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "not a key\n");
}

#[tokio::test]
async fn a_file_that_others_can_read_is_refused_with_the_remedy() {
    let dir = folder();
    let database = Database::default();
    open_with(dir.path(), &database, 1).await.expect("made");
    let path = dir.path().join(FILE_NAME);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("ours");
    let error = open_with(dir.path(), &database, 1)
        .await
        .expect_err("too open")
        .to_string();
    assert!(
        error.contains("mode 0640") && error.contains(&format!("chmod 600 {}", path.display())),
        "{error}"
    );
}

#[tokio::test]
async fn the_loser_of_a_race_removes_only_its_own_file() {
    let dir = folder();
    fs::write(dir.path().join("neighbour"), "").expect("written");
    let database = Database {
        trouble: Trouble::Race,
        ..Database::default()
    };
    let error = open_with(dir.path(), &database, 1).await.expect_err("lost");
    assert!(matches!(error, MasterKeyError::Lost(_)), "{error}");
    let left: Vec<_> = fs::read_dir(dir.path())
        .expect("there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left, ["neighbour"]);
}

#[tokio::test]
async fn a_file_that_was_found_survives_a_lost_race() {
    let dir = folder();
    open_with(dir.path(), &Database::default(), 1)
        .await
        .expect("made");
    let database = Database {
        trouble: Trouble::Race,
        ..Database::default()
    };
    let error = open_with(dir.path(), &database, 2).await.expect_err("lost");
    assert!(matches!(error, MasterKeyError::Different(_)), "{error}");
    assert!(dir.path().join(FILE_NAME).exists());
}

/// The value may stand in the database: without its file nothing could ever be opened again.
#[tokio::test]
async fn after_a_lost_answer_the_file_stays_and_the_next_start_takes_it() {
    let dir = folder();
    let database = Database {
        trouble: Trouble::LostAnswer,
        ..Database::default()
    };
    let error = open_with(dir.path(), &database, 1).await.expect_err("no answer");
    assert!(matches!(error, MasterKeyError::Database(_)), "{error}");
    open_with(dir.path(), &database, 2).await.expect("taken");
}

#[tokio::test]
async fn our_own_value_found_by_a_second_attempt_is_no_lost_race() {
    let dir = folder();
    let database = Database {
        trouble: Trouble::LostAnswerAndRetry,
        ..Database::default()
    };
    let made = open_with(dir.path(), &database, 1).await.expect("ours");
    assert!(is_same(&made, &key(1)));
}

/// Replicas that share the folder and start together: whoever comes second to the file has the same key.
#[tokio::test]
async fn a_file_that_appears_while_one_is_to_be_made_is_taken() {
    let dir = folder();
    let first = open_with(dir.path(), &Database::default(), 1)
        .await
        .expect("made");
    let path = dir.path().join(FILE_NAME);
    let second = make(dir.path(), path, &Database::default(), &SeededRng::new(2))
        .await
        .expect("taken");
    assert!(is_same(&first, &second));
    assert_eq!(fs::read_dir(dir.path()).expect("there").count(), 1);
}

#[test]
fn a_rehearsal_leaves_nothing_behind() {
    let root = folder();
    rehearse(&root.path().join("deep/keys")).expect("possible");
    assert_eq!(fs::read_dir(root.path()).expect("there").count(), 0);

    let in_the_way = root.path().join("keys");
    fs::write(&in_the_way, "").expect("written");
    assert!(rehearse(&in_the_way).is_err());
}
