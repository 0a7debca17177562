//! A client's JWT in compact form (RFC 7515, 3.1; RFC 7519), read strictly.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use thiserror::Error;
use voltkey_protocol::client::MOST_KID;
use voltkey_protocol::jose::ClientAlg;
use voltkey_protocol::json;

/// Longer ones are refused before anything is decoded.
pub const MOST_OCTETS: usize = 16 * 1024;
/// RFC 7518, 3.2: the secret of HS256 is as long as its hash, or longer.
const LEAST_SECRET_OCTETS: usize = 32;

/// A JWT with a true signature. Nothing is said of its claims.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientJwt {
    /// The `typ` of its header.
    pub typ: Option<String>,
    /// The `kid` of its header.
    pub kid: Option<String>,
    /// What it was signed with.
    pub alg: ClientAlg,
    /// The claims set.
    pub claims: Map<String, Value>,
}

/// What a header says, believed by nobody yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtHeader {
    /// The algorithm of the signature, or of the key's encryption.
    pub alg: String,
    /// How the content is encrypted: only a JWE has it (RFC 7516, 4.1.2).
    pub enc: Option<String>,
    /// The name of the key.
    pub kid: Option<String>,
    /// The type of the whole.
    pub typ: Option<String>,
    /// The type of the content.
    pub cty: Option<String>,
}

/// Why a client's JWT is not believed. For the record of the refusal; the wire says less.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ClientJwtError {
    /// Longer than [`MOST_OCTETS`].
    #[error("it is longer than {MOST_OCTETS} octets")]
    TooLong,
    /// Not three parts of base64url, or no object with `alg` as its header.
    #[error("it is no signed JWT in compact form")]
    Malformed,
    /// A header or a claims set in which a name stands twice, or that is no JSON object.
    #[error("its header or claims set is no JSON object whose names stand once")]
    Json,
    /// Longer than any name of a key.
    #[error("its kid is longer than {MOST_KID} octets")]
    LongKid,
    /// RFC 7515, 4.1.11: an extension that must be understood, and there is none here.
    #[error("its header has critical extensions")]
    Critical,
    /// Signed with something else than the client is registered for.
    #[error("its alg is not the one that is expected of this client")]
    Algorithm,
    /// None of the known keys is meant, or may be.
    #[error("none of the client's known keys fits its kid and alg")]
    UnknownKey,
    /// The named key did not sign it.
    #[error("its signature is not that of the client's key")]
    Signature,
    /// RFC 7518, 3.2.
    #[error("the client's secret is shorter than {LEAST_SECRET_OCTETS} octets, which is too short for HS256")]
    ShortSecret,
}

/// The header of a JWS or JWE in compact form.
///
/// # Errors
/// [`ClientJwtError`] when there is none that can be read, or it demands extensions.
pub fn header(jwt: &str) -> Result<JwtHeader, ClientJwtError> {
    if jwt.len() > crate::jwe::MOST_OCTETS {
        return Err(ClientJwtError::TooLong);
    }
    let (encoded, _) = jwt.split_once('.').ok_or(ClientJwtError::Malformed)?;
    read_header(encoded)
}

/// Verifies a JWT under the client's secret (HS256). **The caller checks every claim.**
///
/// # Errors
/// [`ClientJwtError`].
pub fn verify_mac(jwt: &str, secret: &[u8]) -> Result<ClientJwt, ClientJwtError> {
    let jws = Jws::read(jwt, ClientAlg::HS256)?;
    if secret.len() < LEAST_SECRET_OCTETS {
        return Err(ClientJwtError::ShortSecret);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    match hmac::verify(&key, jws.signed, &jws.signature) {
        Ok(()) => jws.into_jwt(ClientAlg::HS256),
        Err(_) => Err(ClientJwtError::Signature),
    }
}

/// Reads a JWT without a signature (`alg` is `none`; RFC 7519, 6). **Anybody could have written it**: only for request
/// objects of a client that is registered for `none` (OpenID Connect Core, 6.1).
///
/// # Errors
/// [`ClientJwtError`].
pub fn read_unsigned(jwt: &str) -> Result<ClientJwt, ClientJwtError> {
    let jws = Jws::read(jwt, ClientAlg::None)?;
    match jws.signature.is_empty() {
        true => jws.into_jwt(ClientAlg::None),
        false => Err(ClientJwtError::Signature),
    }
}

/// A JWS whose signature is still to be checked.
pub(super) struct Jws<'a> {
    pub(super) header: JwtHeader,
    /// The octets that were signed (RFC 7515, 5.1).
    pub(super) signed: &'a [u8],
    pub(super) signature: Vec<u8>,
    payload: &'a str,
}

impl<'a> Jws<'a> {
    /// Takes it apart, and makes sure that it claims the expected algorithm.
    pub(super) fn read(jwt: &'a str, alg: ClientAlg) -> Result<Self, ClientJwtError> {
        if jwt.len() > MOST_OCTETS {
            return Err(ClientJwtError::TooLong);
        }
        let (signed, signature) = jwt.rsplit_once('.').ok_or(ClientJwtError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(ClientJwtError::Malformed)?;
        if payload.contains('.') {
            return Err(ClientJwtError::Malformed);
        }
        let signature = decode(signature)?;
        let header = read_header(header)?;
        if header.alg != alg.as_str() {
            return Err(ClientJwtError::Algorithm);
        }
        Ok(Self {
            header,
            signed: signed.as_bytes(),
            signature,
            payload,
        })
    }

    /// The claims, once the signature has been found true.
    pub(super) fn into_jwt(self, alg: ClientAlg) -> Result<ClientJwt, ClientJwtError> {
        let claims = json::object(&decode(self.payload)?).map_err(|_| ClientJwtError::Json)?;
        Ok(ClientJwt {
            typ: self.header.typ,
            kid: self.header.kid,
            alg,
            claims,
        })
    }
}

fn read_header(encoded: &str) -> Result<JwtHeader, ClientJwtError> {
    let mut header = json::object(&decode(encoded)?).map_err(|_| ClientJwtError::Json)?;
    if header.contains_key("crit") {
        return Err(ClientJwtError::Critical);
    }
    let mut text = |name: &str| match header.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(ClientJwtError::Malformed),
    };
    let kid = text("kid")?;
    if kid.as_ref().is_some_and(|kid| kid.len() > MOST_KID) {
        return Err(ClientJwtError::LongKid);
    }
    Ok(JwtHeader {
        alg: text("alg")?.ok_or(ClientJwtError::Malformed)?,
        enc: text("enc")?,
        kid,
        typ: text("typ")?,
        cty: text("cty")?,
    })
}

fn decode(part: &str) -> Result<Vec<u8>, ClientJwtError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| ClientJwtError::Malformed)
}
