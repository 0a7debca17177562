-- The keys to which clients encrypt what they send (RFC 7516). A table of their own: a version that knows signing keys
-- alone would take one among them for damaged.
CREATE TABLE decryption_keys (
    kid          TEXT PRIMARY KEY,
    alg          TEXT NOT NULL,          -- RSA-OAEP-256 | ECDH-ES
    private_key  BYTEA NOT NULL,         -- sealed PKCS#8
    public_jwk   TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    replaced_at  BIGINT,                 -- none: it is published
    usable_until BIGINT                  -- replaced: until when it still decrypts
);
CREATE UNIQUE INDEX decryption_keys_one_published ON decryption_keys (alg) WHERE replaced_at IS NULL;
