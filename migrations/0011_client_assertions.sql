-- Clients that prove themselves by a JWT (RFC 7523): each counts once, on every replica; and a secret that keys a MAC must be
-- known itself, the second one too.
CREATE TABLE used_jwts (
    id         BYTEA PRIMARY KEY,        -- SHA-256 of its purpose, who issued it, and its jti
    expires_at BIGINT NOT NULL           -- until when it would be taken
);
CREATE INDEX used_jwts_expiry ON used_jwts (expires_at);
ALTER TABLE clients ADD COLUMN next_secret_sealed BYTEA; -- as secret_sealed
