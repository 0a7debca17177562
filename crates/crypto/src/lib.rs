//! Keys, signatures, passwords, one-time codes, sealing at rest, and the clock and random source.
//!
//! | module | subject |
//! |---|---|
//! | [`clock`], [`rng`] | the only places that read the system's time and randomness |
//! | [`secret`] | tokens and identifiers: made here, stored as hashes |
//! | [`seal`] | the master key: sealing at rest, derived keys, message authentication codes |
//! | [`keyring`] | the signing keys: generate, import, sign, publish, verify |
//! | [`client_keys`] | the keys of clients: what they sign, and what is encrypted to them |
//! | [`jwe`] | encrypted tokens (RFC 7516), to clients and to this instance |
//! | [`password`] | hashing on a bounded pool, imported hashes, the rules of a good password |
//! | [`totp`] | the second factor: secret, QR code, check |
//!
//! aws-lc-rs does the arithmetic with private keys; the `rsa` crate only reads and writes key files, because
//! its private operation is not constant-time (RUSTSEC-2023-0071).

pub mod client_keys;
pub mod clock;
pub mod jwe;
pub mod keyring;
pub mod password;
pub mod rng;
pub mod seal;
pub mod secret;
pub mod totp;
