//! Names of JSON Web Signatures and Encryption (RFC 7515, RFC 7516, RFC 7518) that messages carry.

use crate::error::UnknownName;
use std::fmt;
use std::str::FromStr;

names! {
    /// The algorithms that this provider signs with.
    pub enum SigningAlg {
        /// RSASSA-PKCS1-v1_5 with SHA-256: the default of ID tokens (OpenID Connect Core, 2).
        RS256 = "RS256",
        /// ECDSA on P-256 with SHA-256: small and quick, the default of access tokens.
        ES256 = "ES256",
        /// Ed25519 (RFC 8037).
        EdDSA = "EdDSA",
    }
}

names! {
    /// The algorithms with which a client may sign what it sends: request objects and assertions about itself. HS256 is
    /// keyed with its secret, the others with its own keys.
    pub enum ClientAlg {
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        RS256 = "RS256",
        /// RSASSA-PSS with SHA-256.
        PS256 = "PS256",
        /// ECDSA on P-256 with SHA-256.
        ES256 = "ES256",
        /// ECDSA on P-384 with SHA-384.
        ES384 = "ES384",
        /// Ed25519 (RFC 8037).
        EdDSA = "EdDSA",
        /// HMAC with SHA-256, under the client's secret.
        HS256 = "HS256",
        /// No signature: of request objects only (OpenID Connect Core, 6.1).
        None = "none",
    }
}

names! {
    /// How the key of an encrypted token comes to its reader (RFC 7518, 4.1).
    pub enum KeyManagement {
        /// RSAES-OAEP with SHA-256.
        RsaOaep256 = "RSA-OAEP-256",
        /// The key agreed upon is that of the content.
        EcdhEs = "ECDH-ES",
        /// The key agreed upon wraps that of the content, with 128 bits.
        EcdhEsA128Kw = "ECDH-ES+A128KW",
        /// The key agreed upon wraps that of the content, with 256 bits.
        EcdhEsA256Kw = "ECDH-ES+A256KW",
    }
}

names! {
    /// What the provider's own keys decrypt: each is of one kind.
    pub enum DecryptionAlg {
        /// An RSA key, for RSA-OAEP-256.
        RsaOaep256 = "RSA-OAEP-256",
        /// A key on P-256, for ECDH-ES, alone or with a wrapped key.
        EcdhEs = "ECDH-ES",
    }
}

names! {
    /// How the content of an encrypted token is encrypted (RFC 7518, 5.1).
    pub enum ContentEncryption {
        /// AES-128-CBC with HMAC-SHA-256: the default where only the other algorithm is registered (OpenID Connect
        /// Dynamic Registration, 2).
        A128CbcHs256 = "A128CBC-HS256",
        /// AES-256-GCM.
        A256Gcm = "A256GCM",
    }
}

/// What one of the provider's own keys is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAlg {
    /// It signs.
    Signing(SigningAlg),
    /// It decrypts.
    Decryption(DecryptionAlg),
}

impl KeyAlg {
    /// The name as it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signing(alg) => alg.as_str(),
            Self::Decryption(alg) => alg.as_str(),
        }
    }
}

impl From<SigningAlg> for KeyAlg {
    fn from(alg: SigningAlg) -> Self {
        Self::Signing(alg)
    }
}

impl From<DecryptionAlg> for KeyAlg {
    fn from(alg: DecryptionAlg) -> Self {
        Self::Decryption(alg)
    }
}

impl fmt::Display for KeyAlg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KeyAlg {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        if let Ok(alg) = text.parse() {
            return Ok(Self::Signing(alg));
        }
        text.parse().map(Self::Decryption).map_err(|_| UnknownName {
            expected: &["RS256", "ES256", "EdDSA", "RSA-OAEP-256", "ECDH-ES"],
        })
    }
}

names! {
    /// Where a signing key stands in its life.
    pub enum KeyState {
        /// Published, so that relying parties know it before it signs.
        Next = "next",
        /// Signs; at most one for each algorithm.
        Active = "active",
        /// Signs no more; stays published until its last token has expired.
        Retired = "retired",
        /// Compromised: neither published nor trusted.
        Withdrawn = "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_algorithm_of_a_key_is_read_by_its_name() {
        let signing = SigningAlg::ALL.iter().copied().map(KeyAlg::from);
        let all: Vec<KeyAlg> = signing
            .chain(DecryptionAlg::ALL.iter().copied().map(KeyAlg::from))
            .collect();
        for alg in &all {
            assert_eq!(alg.to_string().parse(), Ok(*alg));
        }
        let unknown = "HS256".parse::<KeyAlg>().expect_err("no key of ours");
        let names: Vec<&str> = all.iter().map(|alg| alg.as_str()).collect();
        assert_eq!(unknown.expected, names);
    }
}
