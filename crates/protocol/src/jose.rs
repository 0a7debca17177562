//! Names of JSON Web Signatures (RFC 7515, RFC 7518) that messages carry.

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
