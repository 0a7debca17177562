//! JSON Web Encryption in compact form (RFC 7516): RSA-OAEP-256 and ECDH-ES, alone or with a wrapped key; A128CBC-HS256
//! and A256GCM (RFC 7518, 4 and 5).
//!
//! The arithmetic is aws-lc-rs's; here is how the parts go together. Compressed content (`zip`) is not read: a few
//! octets could stand for gigabytes. Whatever is wrong with what came in, the answer is the same [`Undecryptable`], so
//! that nobody learns a step of the way.

mod agreement;
mod content;
mod decryption_key;

pub use decryption_key::{DecryptionAlg, DecryptionKey, MalformedDecryptionKey};

use crate::rng::Rng;
use agreement::Peer;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use aws_lc_rs::signature::RsaPublicKeyComponents;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use content::{Cek, Sealed};
use serde_json::{Map, Value, json};
use thiserror::Error;
use voltkey_protocol::jose::{ContentEncryption, KeyManagement};
use voltkey_protocol::json;

pub(crate) use agreement::Curve;

/// Longer ones are refused before anything is decoded: a signed JWT of the greatest size, encrypted, fits.
pub const MOST_OCTETS: usize = 24 * 1024;

/// It can't be decrypted; why is told to nobody.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the token cannot be decrypted with a key of this instance")]
pub struct Undecryptable;

impl From<Unspecified> for Undecryptable {
    fn from(_: Unspecified) -> Self {
        Self
    }
}

/// How something is encrypted, and what the content is.
pub(crate) struct Way<'a> {
    pub(crate) alg: KeyManagement,
    pub(crate) enc: ContentEncryption,
    pub(crate) cty: Option<&'a str>,
}

/// Whom something is encrypted to.
pub(crate) struct Recipient<'a> {
    pub(crate) key: RecipientKey<'a>,
    pub(crate) kid: Option<&'a str>,
}

/// The public key of a recipient.
#[derive(Clone, Copy)]
pub(crate) enum RecipientKey<'a> {
    Rsa {
        n: &'a [u8],
        e: &'a [u8],
    },
    Ec(Curve, &'a [u8]),
    /// One that only signs.
    None,
}

/// Encrypts, as a JWE in compact form.
pub(crate) fn encrypt(
    to: Recipient<'_>,
    way: &Way<'_>,
    payload: &[u8],
    rng: &dyn Rng,
) -> Result<String, Unspecified> {
    let mut header = Map::new();
    header.insert("alg".into(), json!(way.alg));
    header.insert("enc".into(), json!(way.enc));
    header.extend(to.kid.map(|kid| ("kid".into(), json!(kid))));
    header.extend(way.cty.map(|cty| ("cty".into(), json!(cty))));
    let (cek, encrypted_key) = wrap(to.key, way, &mut header, rng)?;
    let header = URL_SAFE_NO_PAD.encode(Value::Object(header).to_string());
    let sealed = content::seal(way.enc, &cek, header.as_bytes(), payload, rng)?;
    let [key, iv, ciphertext, tag] = [&encrypted_key, &sealed.iv, &sealed.ciphertext, &sealed.tag]
        .map(|part| URL_SAFE_NO_PAD.encode(part));
    Ok(format!("{header}.{key}.{iv}.{ciphertext}.{tag}"))
}

/// The content's key, and that key encrypted to the recipient (RFC 7516, 5.1, steps 1 to 6).
fn wrap(
    to: RecipientKey<'_>,
    way: &Way<'_>,
    header: &mut Map<String, Value>,
    rng: &dyn Rng,
) -> Result<(Cek, Vec<u8>), Unspecified> {
    match (to, way.alg) {
        (RecipientKey::Rsa { n, e }, KeyManagement::RsaOaep256) => {
            let cek = content::new_key(rng);
            let components = RsaPublicKeyComponents { n, e };
            let key: PublicEncryptingKey = components.try_into().map_err(|_| Unspecified)?;
            let key = OaepPublicEncryptingKey::new(key)?;
            let mut encrypted = vec![0; key.ciphertext_size()];
            let length = key
                .encrypt(&OAEP_SHA256_MGF1SHA256, &cek[..], &mut encrypted, None)?
                .len();
            encrypted.truncate(length);
            Ok((cek, encrypted))
        }
        (RecipientKey::Ec(curve, point), alg) if alg != KeyManagement::RsaOaep256 => {
            let (shared, epk) = agreement::begin(curve, point)?;
            header.insert("epk".into(), epk);
            let peer = Peer::default();
            agreement::wrap(&shared, alg, way.enc, &peer, rng)
        }
        _ => Err(Unspecified),
    }
}

/// Decrypts what was encrypted to one of these keys: the one that the header names, or the one whose kind fits where it
/// names none. The random source serves for the key that stands in for one that does not come out (RFC 7516, 11.5).
///
/// # Errors
/// [`Undecryptable`], whatever the reason.
pub fn decrypt(jwe: &str, keys: &[DecryptionKey], rng: &dyn Rng) -> Result<Vec<u8>, Undecryptable> {
    let jwe = Jwe::read(jwe)?;
    let kid = jwe.header.get("kid");
    let mut fitting = keys
        .iter()
        .filter(|key| key.serves(jwe.alg) && kid.is_none_or(|kid| kid == key.kid()));
    // A few at most: the one in use and those before it.
    fitting
        .find_map(|key| jwe.open(key, rng).ok())
        .ok_or(Undecryptable)
}

/// A JWE taken apart.
struct Jwe<'a> {
    /// The header as it came: it is authenticated with the content (RFC 7516, 5.1, step 14).
    protected: &'a [u8],
    header: Map<String, Value>,
    alg: KeyManagement,
    enc: ContentEncryption,
    encrypted_key: Vec<u8>,
    sealed: Sealed,
}

impl<'a> Jwe<'a> {
    fn read(jwe: &'a str) -> Result<Self, Undecryptable> {
        if jwe.len() > MOST_OCTETS {
            return Err(Undecryptable);
        }
        let parts: Vec<&str> = jwe.splitn(6, '.').collect();
        let &[protected, key, iv, ciphertext, tag] = &parts[..] else {
            return Err(Undecryptable);
        };
        let header = json::object(&decode(protected)?).map_err(|_| Undecryptable)?;
        if ["crit", "zip"].iter().any(|name| header.contains_key(*name)) {
            return Err(Undecryptable);
        }
        Ok(Self {
            protected: protected.as_bytes(),
            alg: named(&header, "alg")?,
            enc: named(&header, "enc")?,
            header,
            encrypted_key: decode(key)?,
            sealed: Sealed {
                iv: decode(iv)?,
                ciphertext: decode(ciphertext)?,
                tag: decode(tag)?,
            },
        })
    }

    fn open(&self, key: &DecryptionKey, rng: &dyn Rng) -> Result<Vec<u8>, Undecryptable> {
        let cek = key.content_key(self.alg, self.enc, &self.header, &self.encrypted_key);
        let cek = cek.unwrap_or_else(|_| content::new_key(rng));
        Ok(content::open(self.enc, &cek, self.protected, &self.sealed)?)
    }
}

fn named<T: std::str::FromStr>(header: &Map<String, Value>, name: &str) -> Result<T, Undecryptable> {
    let text = header.get(name).and_then(Value::as_str).ok_or(Undecryptable)?;
    text.parse().map_err(|_| Undecryptable)
}

fn decode(part: &str) -> Result<Vec<u8>, Undecryptable> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Undecryptable)
}

#[cfg(test)]
mod tests;
