//! Hashes as they are stored: our own argon2id, and those that other systems made.
//!
//! PHC strings of argon2, PBKDF2 and scrypt, and bcrypt's own format. What would cost absurdly much to verify
//! is refused at import and never tried, so that no row can take all memory or time.

use super::Busy;
use super::hasher::Cost;
use argon2::password_hash::Error;
use argon2::{ARGON2ID_IDENT, Argon2, PasswordHash, PasswordVerifier as _};
use bcrypt::HashParts;
use pbkdf2::Pbkdf2;
use scrypt::Scrypt;
use std::str::FromStr as _;
use thiserror::Error as ThisError;

/// Most memory that verifying one imported hash may take: scrypt as OWASP recommends it takes exactly this.
const MAX_MEMORY_KIB: u64 = 128 * 1024;

/// Most work for the memory-hard schemes: KiB times passes (argon2) or times parallelism (scrypt).
const MAX_WORK_KIB: u64 = 4 * MAX_MEMORY_KIB;

/// Twice what OWASP recommends at most.
const MAX_PBKDF2_ROUNDS: u32 = 2_000_000;

/// About one second of one core.
const MAX_BCRYPT_COST: u32 = 14;

/// Why a hash of another system is not taken.
#[derive(Clone, Copy, Debug, ThisError, PartialEq, Eq)]
pub enum ImportError {
    /// Another scheme, or one of these in a form of its own.
    #[error(
        "the hash is no PHC string of argon2, pbkdf2-sha256, pbkdf2-sha512 or scrypt, and no bcrypt hash"
    )]
    Format,
    /// The scheme is known, but its parameters, salt or output are missing or not allowed.
    #[error("the parameters, salt or output of the hash are missing or invalid")]
    Parameters,
    /// It would take too long or too much memory at each login.
    #[error("the hash costs too much to verify")]
    Cost,
}

/// Whether a hash can be stored and later verified.
///
/// # Errors
///
/// [`ImportError`] says why not.
pub fn check_importable(hash: &str) -> Result<(), ImportError> {
    Stored::parse(hash).map(|_| ())
}

/// A hash whose scheme is known and whose cost is bearable.
pub(super) enum Stored {
    Argon2(PasswordHash),
    Pbkdf2(PasswordHash),
    Scrypt(PasswordHash),
    Bcrypt(String),
}

impl Stored {
    pub(super) fn parse(text: &str) -> Result<Self, ImportError> {
        if text.starts_with("$2") {
            return parse_bcrypt(text);
        }
        let hash = PasswordHash::new(text).map_err(|_| ImportError::Format)?;
        if hash.salt.is_none() || hash.hash.is_none() {
            return Err(ImportError::Parameters);
        }
        match hash.algorithm.as_str() {
            "argon2id" | "argon2i" | "argon2d" => parse_argon2(hash),
            "pbkdf2-sha256" | "pbkdf2-sha512" => parse_pbkdf2(hash),
            "scrypt" => parse_scrypt(hash),
            _ => Err(ImportError::Format),
        }
    }

    /// Whether the password is the one that was hashed; compared in constant time.
    pub(super) fn verify(&self, password: &str) -> Result<bool, Busy> {
        let bytes = password.as_bytes();
        let outcome = match self {
            Self::Argon2(hash) => Argon2::default().verify_password(bytes, hash),
            Self::Pbkdf2(hash) => Pbkdf2::SHA256.verify_password(bytes, hash),
            Self::Scrypt(hash) => Scrypt::default().verify_password(bytes, hash),
            // bcrypt never saw more than 72 bytes when the hash was made, so no more are compared.
            Self::Bcrypt(hash) => return Ok(bcrypt::verify(bytes, hash).unwrap_or(false)),
        };
        match outcome {
            Ok(()) => Ok(true),
            Err(Error::OutOfMemory) => Err(Busy),
            Err(_) => Ok(false),
        }
    }

    /// Whether it is argon2id with at least that cost, and so needs no new hash.
    pub(super) fn costs_at_least(&self, cost: Cost) -> bool {
        let Self::Argon2(hash) = self else { return false };
        let Ok(params) = argon2::Params::try_from(hash) else {
            return false;
        };
        hash.algorithm == ARGON2ID_IDENT
            && hash.version == Some(argon2::Version::V0x13.into())
            && params.m_cost() >= cost.memory_kib
            && params.t_cost() >= cost.passes
    }
}

fn parse_argon2(hash: PasswordHash) -> Result<Stored, ImportError> {
    let params = argon2::Params::try_from(&hash).map_err(|_| ImportError::Parameters)?;
    let memory = u64::from(params.m_cost());
    affordable(memory, memory.saturating_mul(params.t_cost().into()))?;
    Ok(Stored::Argon2(hash))
}

fn parse_pbkdf2(hash: PasswordHash) -> Result<Stored, ImportError> {
    let params = pbkdf2::Params::try_from(&hash).map_err(|_| ImportError::Parameters)?;
    if params.rounds() > MAX_PBKDF2_ROUNDS {
        return Err(ImportError::Cost);
    }
    Ok(Stored::Pbkdf2(hash))
}

/// RFC 7914, section 2: 128 times r times N bytes of memory, filled p times.
fn parse_scrypt(hash: PasswordHash) -> Result<Stored, ImportError> {
    let params = scrypt::Params::try_from(&hash).map_err(|_| ImportError::Parameters)?;
    let memory = params.n().saturating_mul(params.r().into()).div_ceil(8);
    affordable(memory, memory.saturating_mul(params.p().into()))?;
    Ok(Stored::Scrypt(hash))
}

/// `$2x$` marks hashes of a faulty program, which the faultless one cannot verify.
fn parse_bcrypt(text: &str) -> Result<Stored, ImportError> {
    if !["$2a$", "$2b$", "$2y$"]
        .iter()
        .any(|prefix| text.starts_with(prefix))
    {
        return Err(ImportError::Format);
    }
    let parts = HashParts::from_str(text).map_err(|_| ImportError::Parameters)?;
    match parts.get_cost() {
        0..4 => Err(ImportError::Parameters),
        4..=MAX_BCRYPT_COST => Ok(Stored::Bcrypt(text.to_owned())),
        _ => Err(ImportError::Cost),
    }
}

fn affordable(memory_kib: u64, work_kib: u64) -> Result<(), ImportError> {
    if memory_kib > MAX_MEMORY_KIB || work_kib > MAX_WORK_KIB {
        return Err(ImportError::Cost);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "Sonne-2026!";

    /// Hashes of [`PASSWORD`] made by other programs: Python's hashlib and libxcrypt.
    const FOREIGN: [&str; 6] = [
        "$pbkdf2-sha256$i=1000$c2l4dGVlbiBieXRlIG9uZQ$z0U6Jpag2bR6Jpt4QFfa1Sdm8+p54CLBdZ3hGgaS11E",
        "$pbkdf2-sha512$i=1000,l=64$c2l4dGVlbiBieXRlIG9uZQ$\
         tFbkv7VMtHZYtqN1MUQRiH+oQjoiwfwbub9cTfkptjeVj74Y7+ATIIXeac0uhDSubGj8ZXDsFdLaiKWM6s2CRA",
        "$scrypt$ln=4,r=8,p=2$c2l4dGVlbiBieXRlIG9uZQ$RqbGXh/jQSHRHDgYnkWhuAbY1n59dyE6FE0bLBkxXoQ",
        "$2a$04$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS",
        "$2b$04$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS",
        "$2y$04$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS",
    ];

    /// The reference implementation's hash of `password`.
    const ARGON2ID: &str =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    fn parse(text: &str) -> Stored {
        Stored::parse(text).expect("a hash that can be imported")
    }

    #[test]
    fn hashes_of_other_programs_verify() {
        for text in FOREIGN {
            assert_eq!(parse(text).verify(PASSWORD), Ok(true), "{text}");
            assert_eq!(parse(text).verify("sonne-2026!"), Ok(false), "{text}");
        }
        assert_eq!(parse(ARGON2ID).verify("password"), Ok(true));
        assert_eq!(parse(ARGON2ID).verify(PASSWORD), Ok(false));
    }

    #[test]
    fn only_argon2id_of_enough_cost_needs_no_new_hash() {
        let cost = |memory_kib, passes| Cost {
            memory_kib,
            passes,
            lanes: 1,
        };
        assert!(parse(ARGON2ID).costs_at_least(cost(256, 2)));
        assert!(!parse(ARGON2ID).costs_at_least(cost(256, 3)));
        assert!(!parse(&ARGON2ID.replace("argon2id", "argon2i")).costs_at_least(cost(8, 1)));
        assert!(!parse(&ARGON2ID.replace("v=19", "v=16")).costs_at_least(cost(8, 1)));
        assert!(!parse(FOREIGN[0]).costs_at_least(cost(8, 1)));
    }

    #[test]
    fn what_costs_absurdly_much_is_refused() {
        let costs = |text: &str, from: &str, to: &str| check_importable(&text.replace(from, to));
        assert_eq!(costs(ARGON2ID, "m=256,t=2", "m=131072,t=4"), Ok(()));
        assert_eq!(
            costs(ARGON2ID, "m=256,t=2", "m=131072,t=5"),
            Err(ImportError::Cost)
        );
        assert_eq!(costs(ARGON2ID, "m=256", "m=131073"), Err(ImportError::Cost));
        assert_eq!(costs(ARGON2ID, "t=2", "t=4294967295"), Err(ImportError::Cost));
        assert_eq!(costs(FOREIGN[0], "i=1000", "i=2000000"), Ok(()));
        assert_eq!(costs(FOREIGN[0], "i=1000", "i=2000001"), Err(ImportError::Cost));
        assert_eq!(costs(FOREIGN[2], "ln=4,r=8,p=2", "ln=17,r=8,p=1"), Ok(()));
        assert_eq!(costs(FOREIGN[2], "ln=4", "ln=18"), Err(ImportError::Cost));
        assert_eq!(costs(FOREIGN[2], "p=2", "p=2000000"), Err(ImportError::Cost));
        assert_eq!(costs(FOREIGN[3], "$04$", "$14$"), Ok(()));
        assert_eq!(costs(FOREIGN[3], "$04$", "$15$"), Err(ImportError::Cost));
    }

    #[test]
    fn what_is_no_hash_is_refused_with_its_reason() {
        for format in [
            "",
            "Sonne-2026!",
            "$1$salt$hash",
            "$md5$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
            "$2x$04$abc",
        ] {
            assert_eq!(check_importable(format), Err(ImportError::Format), "{format}");
        }
        let parameters = [
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
            "$argon2id$v=19$m=1,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$pbkdf2-sha256$i=10$c2l4dGVlbiBieXRlIG9uZQ$z0U6Jpag2bR6Jpt4QFfa1Sdm8+p54CLBdZ3hGgaS11E",
            "$2b$04$tooshort",
            "$2b$03$abcdefghijklmnopqrstuuqdwf05Qn1R9cZ96JtX8fQROCELfzJWS",
        ];
        for text in parameters {
            assert_eq!(check_importable(text), Err(ImportError::Parameters), "{text}");
        }
    }
}
