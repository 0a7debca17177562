//! One signing key: its record, and the record read out and checked.

use super::alg::jws;
use super::private_key::PrivateKey;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use serde_json::Value;
use voltkey_protocol::jose::{KeyState, SigningAlg};
use voltkey_protocol::time::Timestamp;

/// A signing key as its record tells it, with the private part unsealed.
#[derive(Debug)]
pub struct Key {
    /// The key's name: the thumbprint of its public part (RFC 7638).
    pub kid: String,
    /// The one algorithm that it signs with.
    pub alg: SigningAlg,
    /// Where it stands in its life.
    pub state: KeyState,
    /// The private part; keys that no longer sign need none.
    pub private: Option<PrivateKey>,
    /// The public part, as [`PrivateKey::public_jwk`] gave it.
    pub public_jwk: Value,
    /// When a retired key leaves the published set; `None` for one that stays. Other states ignore it.
    pub published_until: Option<Timestamp>,
}

impl Key {
    pub(super) fn is_published(&self, at: Timestamp) -> bool {
        match self.state {
            KeyState::Next | KeyState::Active => true,
            KeyState::Retired => self.published_until.is_none_or(|end| at < end),
            KeyState::Withdrawn => false,
        }
    }
}

/// A key with its public part read out and compared with the rest of the record.
#[derive(Debug)]
pub(super) struct CheckedKey {
    pub(super) record: Key,
    pub(super) verifying: DecodingKey,
    /// The public part as it was understood: whatever else the record's holds, a private member above all, is
    /// gone.
    pub(super) published: Value,
}

impl CheckedKey {
    /// `None` when the parts of the record do not belong together.
    pub(super) fn new(record: Key) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(record.public_jwk.clone()).ok()?;
        let named = jwk.common.key_id.as_ref() == Some(&record.kid)
            && jwk.thumbprint(ThumbprintHash::SHA256).ok()? == record.kid
            && jwk.common.key_algorithm == Some(jws(record.alg).into());
        let paired = record
            .private
            .as_ref()
            .is_none_or(|key| key.kid() == record.kid && key.alg() == record.alg);
        if !named || !paired {
            return None;
        }
        let verifying = DecodingKey::from_jwk(&jwk).ok()?;
        let published = serde_json::to_value(&jwk).ok()?;
        Some(Self {
            record,
            verifying,
            published,
        })
    }
}
