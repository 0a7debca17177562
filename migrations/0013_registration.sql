-- Apps that register themselves (RFC 7591), and the initial access tokens with which they may.

CREATE TABLE registration_tokens (
    id                 TEXT PRIMARY KEY,
    token_hash         BYTEA NOT NULL,
    label              TEXT NOT NULL,
    client_credentials BOOLEAN NOT NULL,    -- whether what registers with it may act for itself
    uses_left          BIGINT,              -- none: as many as there are
    expires_at         BIGINT,              -- none: never
    made_by            TEXT REFERENCES people (id) ON DELETE SET NULL, -- none: by command
    created_at         BIGINT NOT NULL,
    last_used_at       BIGINT,
    revoked_at         BIGINT
);
CREATE UNIQUE INDEX registration_tokens_hash ON registration_tokens (token_hash);

-- What makes a client one that registered itself.
CREATE TABLE registrations (
    client_id   TEXT PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
    access_hash BYTEA NOT NULL,             -- of the registration access token (RFC 7592)
    token_id    TEXT REFERENCES registration_tokens (id) ON DELETE SET NULL, -- none: registration was open
    network     TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX registrations_created ON registrations (created_at);

-- A client that is deleted takes these along.
CREATE INDEX consents_client ON consents (client_id);
CREATE INDEX grants_client ON grants (client_id);
