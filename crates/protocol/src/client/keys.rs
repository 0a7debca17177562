//! The form of a client's JWK Set (RFC 7517): what can be said of it without computing with its keys.

use serde_json::Value;

/// The most keys of a set.
const MOST_KEYS: usize = 50;
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
            json!({"keys": vec![json!({"kty": "EC"}); 51]}),
        ] {
            assert!(check(&bad).is_err(), "{bad}");
        }
    }
}
