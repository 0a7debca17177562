-- What people do with their own account: another address, recovery codes, and "this was not me".

-- An address that waits for the link that was mailed to it.
CREATE TABLE email_changes (
    person_id  TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL,
    email      TEXT NOT NULL,
    email_key  TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX email_changes_token ON email_changes (token_hash);

-- Codes for whoever has lost the phone. Making new ones deletes the old ones.
CREATE TABLE recovery_codes (
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_mac   BYTEA NOT NULL,              -- HMAC-SHA-256 under a key derived from the master key
    created_at BIGINT NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (person_id, code_mac)
);

-- The links "this was not me" of security mails: each freezes its account.
CREATE TABLE alarm_links (
    token_hash BYTEA PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX alarm_links_expiry ON alarm_links (expires_at);

-- Why an account is blocked: by whoever manages it, or frozen by its person.
ALTER TABLE people ADD COLUMN block_reason TEXT;
