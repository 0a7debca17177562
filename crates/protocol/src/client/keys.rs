//! The form of a client's JWK Set (RFC 7517): what can be said of it without computing with its keys.

use crate::jose::{ClientAlg, KeyManagement};
use serde_json::Value;

/// The most keys of a set: nobody needs so many, and each costs memory and time.
pub const MOST_KEYS: usize = 50;
/// The longest name of a key, in octets: a name is looked up, and goes into headers.
pub const MOST_KID: usize = 256;
/// The length of an RSA modulus of 2048 bits in base64url (RFC 7518, 3.3 and 6.3.1.1).
const LEAST_MODULUS: usize = 342;
/// Members that only a private or a shared key has (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2).
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
/// The kinds of keys that can be public.
const PUBLIC: &[&str] = &["RSA", "EC", "OKP"];

/// Whether `jwks` may be registered: a set with at least one public key, and no private one. Keys of other kinds are passed
/// over (RFC 7517, 5).
///
/// # Errors
/// A sentence that says what is wrong.
pub(super) fn check(jwks: &Value) -> Result<(), &'static str> {
    let keys = jwks.get("keys").and_then(Value::as_array);
    let keys = keys.ok_or("must be a JWK Set: an object with the list keys (RFC 7517, 5)")?;
    if keys.len() > MOST_KEYS {
        return Err("must have at most 50 keys");
    }
    let mut has_public = false;
    for key in keys {
        let key = key.as_object().ok_or("each of the keys must be an object")?;
        if PRIVATE.iter().any(|member| key.contains_key(*member)) {
            return Err("must hold public keys only: this one would let others sign as the client");
        }
        let kind = key.get("kty").and_then(Value::as_str);
        has_public |= PUBLIC.contains(&kind.ok_or("each of the keys must have a kty (RFC 7517, 4.1)")?);
    }
    match has_public {
        true => Ok(()),
        false => Err("must hold at least one key of the kind RSA, EC or OKP"),
    }
}

/// What a key has to be good for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// It has signed with this.
    Signature(ClientAlg),
    /// Something is encrypted to it in this way.
    Encryption(KeyManagement),
}

impl Purpose {
    pub(super) const fn alg(self) -> &'static str {
        match self {
            Self::Signature(alg) => alg.as_str(),
            Self::Encryption(alg) => alg.as_str(),
        }
    }

    /// RFC 7517, 4.2 and 4.3: the value of `use`, and the operations.
    const fn uses(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Signature(_) => ("sig", &["verify"]),
            Self::Encryption(_) => ("enc", &["encrypt", "wrapKey", "deriveKey", "deriveBits"]),
        }
    }

    /// The kinds and curves of its keys: those that this provider computes with.
    const fn kinds(self) -> &'static [(&'static str, Option<&'static str>)] {
        match self {
            Self::Signature(ClientAlg::RS256 | ClientAlg::PS256)
            | Self::Encryption(KeyManagement::RsaOaep256) => &[("RSA", None)],
            Self::Signature(ClientAlg::ES256) => &[("EC", Some("P-256"))],
            Self::Signature(ClientAlg::ES384) => &[("EC", Some("P-384"))],
            Self::Signature(ClientAlg::EdDSA) => &[("OKP", Some("Ed25519"))],
            Self::Signature(ClientAlg::HS256 | ClientAlg::None) => &[],
            Self::Encryption(
                KeyManagement::EcdhEs | KeyManagement::EcdhEsA128Kw | KeyManagement::EcdhEsA256Kw,
            ) => &[("EC", Some("P-256")), ("EC", Some("P-384"))],
        }
    }
}

/// Whether a set has a key that by its own words is good for that.
pub(super) fn has_key_for(jwks: &Value, purpose: Purpose) -> bool {
    let keys = jwks.get("keys").and_then(Value::as_array);
    keys.into_iter().flatten().any(|key| fits(key, purpose))
}

fn fits(key: &Value, purpose: Purpose) -> bool {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let (usage, operations) = purpose.uses();
    let may = |operation: &Value| operation.as_str().is_some_and(|one| operations.contains(&one));
    let allowed = key.get("key_ops").and_then(Value::as_array);
    let (kty, crv) = (text("kty"), text("crv"));
    let is_kind = |kind: &(&str, Option<&str>)| kty == Some(kind.0) && (kind.1.is_none() || crv == kind.1);
    purpose.kinds().iter().any(is_kind)
        && (kty != Some("RSA") || text("n").is_some_and(|n| n.len() >= LEAST_MODULUS))
        && text("kid").is_none_or(|kid| kid.len() <= MOST_KID)
        && text("use").is_none_or(|said| said == usage)
        && text("alg").is_none_or(|said| said == purpose.alg())
        && allowed.is_none_or(|allowed| allowed.iter().any(may))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_is_good_for_what_its_kind_and_its_own_words_allow() {
        use Purpose::{Encryption, Signature};
        let (oaep, ecdh) = (
            Encryption(KeyManagement::RsaOaep256),
            Encryption(KeyManagement::EcdhEs),
        );
        let n = "A".repeat(LEAST_MODULUS);
        for (key, good, bad) in [
            (json!({"kty": "RSA", "n": n}), Signature(ClientAlg::PS256), ecdh),
            (json!({"kty": "RSA", "n": n}), oaep, Signature(ClientAlg::EdDSA)),
            (
                json!({"kty": "RSA", "n": n, "use": "sig"}),
                Signature(ClientAlg::RS256),
                oaep,
            ),
            (
                json!({"kty": "RSA", "n": n, "alg": "RS256"}),
                Signature(ClientAlg::RS256),
                Signature(ClientAlg::PS256),
            ),
            (
                json!({"kty": "EC", "crv": "P-256"}),
                ecdh,
                Signature(ClientAlg::ES384),
            ),
            (
                json!({"kty": "EC", "crv": "P-256", "key_ops": ["deriveBits"]}),
                ecdh,
                Signature(ClientAlg::ES256),
            ),
            (
                json!({"kty": "OKP", "crv": "Ed25519"}),
                Signature(ClientAlg::EdDSA),
                ecdh,
            ),
        ] {
            let set = json!({"keys": [{"kty": "new"}, key]});
            assert!(has_key_for(&set, good), "{set} {good:?}");
            assert!(!has_key_for(&set, bad), "{set} {bad:?}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_used_here_is_good_for_nothing() {
        let short = "A".repeat(LEAST_MODULUS - 1);
        let name = "k".repeat(MOST_KID + 1);
        for key in [
            json!({"kty": "EC"}),
            json!({"kty": "EC", "crv": "P-521"}),
            json!({"kty": "EC", "crv": "P-256", "kid": name}),
            json!({"kty": "RSA"}),
            json!({"kty": "RSA", "n": short}),
        ] {
            let set = json!({"keys": [key]});
            for alg in KeyManagement::ALL {
                assert!(!has_key_for(&set, Purpose::Encryption(*alg)), "{set} {alg:?}");
            }
            for alg in ClientAlg::ALL {
                assert!(!has_key_for(&set, Purpose::Signature(*alg)), "{set} {alg:?}");
            }
        }
    }

    #[test]
    fn public_keys_and_no_others() {
        assert_eq!(
            check(&json!({"keys": [{"kty": "RSA", "n": "AA", "e": "AQAB"}]})),
            Ok(())
        );
        assert_eq!(check(&json!({"keys": [{"kty": "new"}, {"kty": "EC"}]})), Ok(()));
        for bad in [
            json!({}),
            json!({"keys": {}}),
            json!({"keys": []}),
            json!({"keys": ["a"]}),
            json!({"keys": [{}]}),
            json!({"keys": [{"kty": "new"}]}),
            json!({"keys": [{"kty": "oct", "k": "AA"}]}),
            json!({"keys": [{"kty": "OKP", "x": "AA"}, {"kty": "EC", "d": "AA"}]}),
            json!({"keys": vec![json!({"kty": "EC"}); MOST_KEYS + 1]}),
        ] {
            assert!(check(&bad).is_err(), "{bad}");
        }
    }
}
