//! Agreeing upon a key: ECDH-ES, alone or to wrap the content's key (RFC 7518, 4.6).

use super::content::{self, Cek};
use crate::rng::Rng;
use aws_lc_rs::agreement::{self, Algorithm, ECDH_P256, ECDH_P384, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::key_wrap::{AES_128, AES_256, AesKek, KeyWrap as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use voltkey_protocol::jose::{ContentEncryption, KeyManagement};
use zeroize::Zeroizing;

/// The curves that keys are agreed upon on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
}

/// What the two sides say of themselves, which goes into the key (RFC 7518, 4.6.1.2 and 4.6.1.3).
#[derive(Default)]
pub(super) struct Peer {
    apu: Vec<u8>,
    apv: Vec<u8>,
}

/// The octets that both sides have come to.
pub(super) type Shared = Zeroizing<Vec<u8>>;

impl Curve {
    /// By its name in a JWK.
    pub(crate) fn named(crv: &str) -> Option<Self> {
        match crv {
            "P-256" => Some(Self::P256),
            "P-384" => Some(Self::P384),
            _ => None,
        }
    }

    const fn crv(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
        }
    }

    const fn coordinate_octets(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    pub(super) fn algorithm(self) -> &'static Algorithm {
        match self {
            Self::P256 => &ECDH_P256,
            Self::P384 => &ECDH_P384,
        }
    }

    /// The uncompressed point of these coordinates, which must have their full length (RFC 7518, 6.2.1.2). `None` when
    /// it does not lie on the curve: agreeing with such a point gives the private key away.
    pub(crate) fn point(self, x: &[u8], y: &[u8]) -> Option<Vec<u8>> {
        if [x.len(), y.len()] != [self.coordinate_octets(); 2] {
            return None;
        }
        let point = [&[4], x, y].concat();
        let parsed: Result<agreement::ParsedPublicKey, _> =
            UnparsedPublicKey::new(self.algorithm(), &point).try_into();
        parsed.is_ok().then_some(point)
    }

    /// The JWK of an uncompressed point.
    pub(super) fn jwk(self, point: &[u8]) -> Value {
        let (x, y) = point[1..].split_at(self.coordinate_octets());
        let [x, y] = [x, y].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
        json!({ "kty": "EC", "crv": self.crv(), "x": x, "y": y })
    }
}

impl Peer {
    pub(super) fn read(header: &Map<String, Value>) -> Result<Self, Unspecified> {
        let octets = |name: &str| match header.get(name) {
            None => Ok(Vec::new()),
            Some(Value::String(text)) => URL_SAFE_NO_PAD.decode(text).map_err(|_| Unspecified),
            Some(_) => Err(Unspecified),
        };
        Ok(Self {
            apu: octets("apu")?,
            apv: octets("apv")?,
        })
    }
}

/// The sender's side: a key for this one time, whose public part goes into the header as `epk`.
pub(super) fn begin(curve: Curve, recipient: &[u8]) -> Result<(Shared, Value), Unspecified> {
    let ephemeral = PrivateKey::generate(curve.algorithm())?;
    let epk = curve.jwk(ephemeral.compute_public_key()?.as_ref());
    Ok((agree(curve, &ephemeral, recipient)?, epk))
}

/// The recipient's side, with the sender's `epk`.
pub(super) fn complete(
    curve: Curve,
    private: &PrivateKey,
    header: &Map<String, Value>,
) -> Result<Shared, Unspecified> {
    let epk = header.get("epk").ok_or(Unspecified)?;
    let member = |name: &str| epk.get(name).and_then(Value::as_str).ok_or(Unspecified);
    if member("kty")? != "EC" || member("crv")? != curve.crv() {
        return Err(Unspecified);
    }
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(member(name)?).map_err(|_| Unspecified);
    let point = curve
        .point(&coordinate("x")?, &coordinate("y")?)
        .ok_or(Unspecified)?;
    agree(curve, private, &point)
}

fn agree(curve: Curve, private: &PrivateKey, point: &[u8]) -> Result<Shared, Unspecified> {
    let peer = UnparsedPublicKey::new(curve.algorithm(), point);
    agreement::agree(private, peer, Unspecified, |shared| {
        Ok(Zeroizing::new(shared.to_vec()))
    })
}

/// The content's key, and that key wrapped; nothing is wrapped where the key agreed upon is the content's.
pub(super) fn wrap(
    shared: &Shared,
    alg: KeyManagement,
    enc: ContentEncryption,
    peer: &Peer,
    rng: &dyn Rng,
) -> Result<(Cek, Vec<u8>), Unspecified> {
    let Some(kek) = key_encryption_key(shared, alg, peer)? else {
        return Ok((derive(shared, enc.as_str(), peer, 256), Vec::new()));
    };
    let cek = content::new_key(rng);
    let mut wrapped = vec![0; cek.len() + 8];
    let length = kek.wrap(&cek[..], &mut wrapped)?.len();
    wrapped.truncate(length);
    Ok((cek, wrapped))
}

/// The content's key again.
pub(super) fn unwrap(
    shared: &Shared,
    alg: KeyManagement,
    enc: ContentEncryption,
    peer: &Peer,
    wrapped: &[u8],
) -> Result<Cek, Unspecified> {
    let Some(kek) = key_encryption_key(shared, alg, peer)? else {
        // RFC 7516, 5.2, step 10.
        return match wrapped.is_empty() {
            true => Ok(derive(shared, enc.as_str(), peer, 256)),
            false => Err(Unspecified),
        };
    };
    let mut cek = Cek::default();
    // The key and the check value of eight octets, no less and no more.
    if wrapped.len() != cek.len() + 8 {
        return Err(Unspecified);
    }
    let mut buffer = Zeroizing::new(vec![0; wrapped.len()]);
    let unwrapped = kek.unwrap(wrapped, &mut buffer)?;
    if unwrapped.len() != cek.len() {
        return Err(Unspecified);
    }
    cek.copy_from_slice(unwrapped);
    Ok(cek)
}

fn key_encryption_key(
    shared: &Shared,
    alg: KeyManagement,
    peer: &Peer,
) -> Result<Option<AesKek>, Unspecified> {
    let name = alg.as_str();
    match alg {
        KeyManagement::EcdhEs => Ok(None),
        KeyManagement::EcdhEsA128Kw => {
            AesKek::new(&AES_128, &derive(shared, name, peer, 128)[..16]).map(Some)
        }
        KeyManagement::EcdhEsA256Kw => AesKek::new(&AES_256, &derive(shared, name, peer, 256)[..]).map(Some),
        KeyManagement::RsaOaep256 => Err(Unspecified),
    }
}

/// The Concat KDF (RFC 7518, 4.6.2), of which one round gives all that is ever asked for here: up to 256
/// bits, the first ones of what is returned.
pub(super) fn derive(shared: &Shared, purpose: &str, peer: &Peer, bits: u32) -> Cek {
    let mut input = Zeroizing::new(1_u32.to_be_bytes().to_vec());
    input.extend_from_slice(shared);
    for part in [purpose.as_bytes(), &peer.apu, &peer.apv] {
        input.extend_from_slice(&(part.len() as u32).to_be_bytes());
        input.extend_from_slice(part);
    }
    input.extend_from_slice(&bits.to_be_bytes());
    let mut key = Cek::default();
    key.copy_from_slice(digest(&SHA256, &input).as_ref());
    key
}
