//! One public key of a client, as a JWK (RFC 7517; RFC 7518, 6; RFC 8037, 2).

use crate::jwe::{Curve, Recipient, RecipientKey};
use aws_lc_rs::rsa::PublicEncryptingKey;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fmt;
use voltkey_protocol::client::MOST_KID;
use voltkey_protocol::jose::{ClientAlg, KeyManagement};

/// The members that only a private or symmetric key has (RFC 7518, 6.2.2, 6.3.2 and 6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key that was understood.
#[derive(Clone)]
pub(super) struct PublicKey {
    pub(super) kid: Option<String>,
    alg: Option<String>,
    purpose: Purpose,
    material: Material,
}

/// What `use` and `key_ops` say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Either,
    Signatures,
    Encryption,
}

#[derive(Clone)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    Ec { curve: Curve, point: Vec<u8> },
    Ed25519 { x: Vec<u8> },
}

/// The members that matter here.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

/// Whether a key holds what must never be published.
pub(super) fn has_private_part(key: &Map<String, Value>) -> bool {
    PRIVATE.iter().any(|member| key.contains_key(*member))
}

/// What a key is called in a message to its owner.
pub(super) fn name(key: &Map<String, Value>) -> String {
    let kid = key.get("kid").and_then(Value::as_str);
    kid.map_or_else(|| "without kid".into(), voltkey_protocol::params::shorten)
}

impl PublicKey {
    /// `None` when it is of no use here.
    pub(super) fn read(key: &Map<String, Value>) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(Value::Object(key.clone())).ok()?;
        if jwk.kid.as_ref().is_some_and(|kid| kid.len() > MOST_KID) {
            return None;
        }
        Some(Self {
            purpose: Purpose::read(&jwk)?,
            material: Material::read(&jwk)?,
            kid: jwk.kid,
            alg: jwk.alg,
        })
    }

    /// Whether it may have signed with this algorithm.
    pub(super) fn may_verify(&self, alg: ClientAlg) -> bool {
        let fits = match (&self.material, alg) {
            (Material::Rsa { .. }, ClientAlg::RS256 | ClientAlg::PS256)
            | (Material::Ed25519 { .. }, ClientAlg::EdDSA) => true,
            (Material::Ec { curve, .. }, ClientAlg::ES256) => *curve == Curve::P256,
            (Material::Ec { curve, .. }, ClientAlg::ES384) => *curve == Curve::P384,
            _ => false,
        };
        fits && self.purpose != Purpose::Encryption && self.is_for(alg.as_str())
    }

    /// Whether something may be encrypted to it in this way.
    pub(super) fn may_encrypt(&self, alg: KeyManagement) -> bool {
        let fits = match &self.material {
            Material::Rsa { .. } => alg == KeyManagement::RsaOaep256,
            Material::Ec { .. } => alg != KeyManagement::RsaOaep256,
            Material::Ed25519 { .. } => false,
        };
        fits && self.purpose != Purpose::Signatures && self.is_for(alg.as_str())
    }

    pub(super) fn is_for_encryption(&self) -> bool {
        self.purpose == Purpose::Encryption
    }

    fn is_for(&self, alg: &str) -> bool {
        self.alg.as_deref().is_none_or(|only| only == alg)
    }

    /// Whether the signature over these octets is this key's.
    pub(super) fn verifies(&self, alg: ClientAlg, signed: &[u8], signature: &[u8]) -> bool {
        match (&self.material, alg) {
            (Material::Rsa { n, e }, ClientAlg::RS256) => {
                rsa_verifies(n, e, &RSA_PKCS1_2048_8192_SHA256, signed, signature)
            }
            (Material::Rsa { n, e }, ClientAlg::PS256) => {
                rsa_verifies(n, e, &RSA_PSS_2048_8192_SHA256, signed, signature)
            }
            (Material::Ec { point, .. }, ClientAlg::ES256) => {
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
                key.verify(signed, signature).is_ok()
            }
            (Material::Ec { point, .. }, ClientAlg::ES384) => {
                let key = UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point);
                key.verify(signed, signature).is_ok()
            }
            (Material::Ed25519 { x }, ClientAlg::EdDSA) => UnparsedPublicKey::new(&ED25519, x)
                .verify(signed, signature)
                .is_ok(),
            _ => false,
        }
    }

    /// The key as something is encrypted to it. Only where [`Self::may_encrypt`] said so.
    pub(super) fn recipient(&self) -> Recipient<'_> {
        let key = match &self.material {
            Material::Rsa { n, e } => RecipientKey::Rsa { n, e },
            Material::Ec { curve, point } => RecipientKey::Ec(*curve, point),
            Material::Ed25519 { .. } => RecipientKey::None,
        };
        Recipient {
            key,
            kid: self.kid.as_deref(),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kty = match &self.material {
            Material::Rsa { .. } => "RSA",
            Material::Ec { .. } => "EC",
            Material::Ed25519 { .. } => "OKP",
        };
        write!(f, "PublicKey({kty} {:?} {:?})", self.kid, self.purpose)
    }
}

impl Purpose {
    /// `None` for a use that is neither signing nor encryption.
    fn read(jwk: &Jwk) -> Option<Self> {
        let by_use = match jwk.usage.as_deref() {
            None => Self::Either,
            Some("sig") => Self::Signatures,
            Some("enc") => Self::Encryption,
            Some(_) => return None,
        };
        let Some(ops) = &jwk.key_ops else {
            return Some(by_use);
        };
        let has = |names: &[&str]| ops.iter().any(|op| names.contains(&op.as_str()));
        let verifies = has(&["verify"]) && by_use != Self::Encryption;
        let encrypts = has(&["encrypt", "wrapKey", "deriveKey", "deriveBits"]) && by_use != Self::Signatures;
        match (verifies, encrypts) {
            (true, true) => Some(Self::Either),
            (true, false) => Some(Self::Signatures),
            (false, true) => Some(Self::Encryption),
            (false, false) => None,
        }
    }
}

impl Material {
    fn read(jwk: &Jwk) -> Option<Self> {
        match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => {
                let (n, e) = (octets(&jwk.n)?, octets(&jwk.e)?);
                is_usable_rsa(&n, &e).then_some(Self::Rsa { n, e })
            }
            ("EC", Some(crv)) => {
                let curve = Curve::named(crv)?;
                let point = curve.point(&octets(&jwk.x)?, &octets(&jwk.y)?)?;
                Some(Self::Ec { curve, point })
            }
            ("OKP", Some("Ed25519")) => {
                let x = octets(&jwk.x)?;
                (x.len() == 32).then_some(Self::Ed25519 { x })
            }
            _ => None,
        }
    }
}

/// Whether the library takes the modulus (of 2048 to 8192 bits), and the exponent is one that people use: odd, and of
/// 2 to 64 bits, so that nobody's key costs more time than others.
fn is_usable_rsa(n: &[u8], e: &[u8]) -> bool {
    let is_odd = e.last().is_some_and(|last| last % 2 == 1);
    let key: Result<PublicEncryptingKey, _> = RsaPublicKeyComponents { n, e }.try_into();
    is_odd && e != [1] && e.len() <= 8 && key.is_ok()
}

fn octets(member: &Option<String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(member.as_deref()?).ok()
}

fn rsa_verifies(n: &[u8], e: &[u8], how: &'static RsaParameters, signed: &[u8], signature: &[u8]) -> bool {
    RsaPublicKeyComponents { n, e }
        .verify(how, signed, signature)
        .is_ok()
}
