//! The content: AES-GCM, and AES-CBC with an HMAC (RFC 7518, 5.2 and 5.3).

use crate::rng::{Rng, random};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    AES_128, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use subtle::ConstantTimeEq as _;
use voltkey_protocol::jose::ContentEncryption;
use zeroize::Zeroizing;

/// The content's key: 256 bits for either way of encryption, of which A128CBC-HS256 gives half to the HMAC.
pub(super) type Cek = Zeroizing<[u8; 32]>;

/// Content that was encrypted.
pub(super) struct Sealed {
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

const TAG_OCTETS: usize = 16;

pub(super) fn new_key(rng: &dyn Rng) -> Cek {
    Zeroizing::new(random(rng))
}

/// Encrypts and authenticates, together with the header.
pub(super) fn seal(
    enc: ContentEncryption,
    cek: &Cek,
    header: &[u8],
    payload: &[u8],
    rng: &dyn Rng,
) -> Result<Sealed, Unspecified> {
    match enc {
        ContentEncryption::A256Gcm => seal_gcm(cek, header, payload, random(rng)),
        ContentEncryption::A128CbcHs256 => seal_cbc(cek, header, payload, random(rng)),
    }
}

/// Gives the content only when it and the header are what was authenticated.
pub(super) fn open(
    enc: ContentEncryption,
    cek: &Cek,
    header: &[u8],
    sealed: &Sealed,
) -> Result<Vec<u8>, Unspecified> {
    match enc {
        ContentEncryption::A256Gcm => open_gcm(cek, header, sealed),
        ContentEncryption::A128CbcHs256 => open_cbc(cek, header, sealed),
    }
}

fn seal_gcm(cek: &Cek, header: &[u8], payload: &[u8], iv: [u8; 12]) -> Result<Sealed, Unspecified> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &cek[..])?);
    let mut ciphertext = payload.to_vec();
    let nonce = Nonce::assume_unique_for_key(iv);
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(header), &mut ciphertext)?;
    Ok(Sealed {
        iv: iv.to_vec(),
        ciphertext,
        tag: tag.as_ref().to_vec(),
    })
}

fn open_gcm(cek: &Cek, header: &[u8], sealed: &Sealed) -> Result<Vec<u8>, Unspecified> {
    if sealed.tag.len() != TAG_OCTETS {
        return Err(Unspecified);
    }
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &cek[..])?);
    let nonce = Nonce::try_assume_unique_for_key(&sealed.iv)?;
    let mut buffer = [&sealed.ciphertext[..], &sealed.tag].concat();
    let payload = key.open_in_place(nonce, Aad::from(header), &mut buffer)?.len();
    buffer.truncate(payload);
    Ok(buffer)
}

/// RFC 7518, 5.2.2.1.
pub(super) fn seal_cbc(
    cek: &Cek,
    header: &[u8],
    payload: &[u8],
    iv: [u8; 16],
) -> Result<Sealed, Unspecified> {
    let (mac_key, enc_key) = cek.split_at(16);
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_128, enc_key)?)?;
    let mut ciphertext = payload.to_vec();
    key.less_safe_encrypt(&mut ciphertext, EncryptionContext::Iv128(FixedLength::from(iv)))?;
    let tag = cbc_tag(mac_key, header, &iv, &ciphertext);
    Ok(Sealed {
        iv: iv.to_vec(),
        ciphertext,
        tag: tag.to_vec(),
    })
}

/// RFC 7518, 5.2.2.2: the tag is checked before the padding is looked at.
fn open_cbc(cek: &Cek, header: &[u8], sealed: &Sealed) -> Result<Vec<u8>, Unspecified> {
    let (mac_key, enc_key) = cek.split_at(16);
    let iv: [u8; 16] = sealed.iv[..].try_into().map_err(|_| Unspecified)?;
    let tag = cbc_tag(mac_key, header, &iv, &sealed.ciphertext);
    if !bool::from(tag[..].ct_eq(&sealed.tag)) {
        return Err(Unspecified);
    }
    let key = PaddedBlockDecryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_128, enc_key)?)?;
    let mut buffer = sealed.ciphertext.clone();
    let payload = key
        .decrypt(&mut buffer, DecryptionContext::Iv128(FixedLength::from(iv)))?
        .len();
    buffer.truncate(payload);
    Ok(buffer)
}

/// The first half of an HMAC over the header, the IV, the ciphertext, and the header's length in bits.
fn cbc_tag(mac_key: &[u8], header: &[u8], iv: &[u8], ciphertext: &[u8]) -> [u8; TAG_OCTETS] {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, mac_key));
    let bits = 8 * header.len() as u64;
    for part in [header, iv, ciphertext, &bits.to_be_bytes()] {
        mac.update(part);
    }
    let whole = mac.sign();
    let mut half = [0; TAG_OCTETS];
    half.copy_from_slice(&whole.as_ref()[..TAG_OCTETS]);
    half
}
