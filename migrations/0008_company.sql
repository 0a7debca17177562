-- What a company decides for itself: reminders of the second factor, its look, and the language of its invitations.

CREATE INDEX memberships_extended ON memberships (extended_until) WHERE extended_until IS NOT NULL;
CREATE INDEX companies_grace ON companies (grace_until) WHERE grace_until IS NOT NULL;

ALTER TABLE companies ADD COLUMN language TEXT;     -- of invitations: en | es | de
ALTER TABLE companies ADD COLUMN accent TEXT;       -- #rrggbb

CREATE TABLE company_logos (
    company_id TEXT PRIMARY KEY REFERENCES companies (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL,                       -- image/png | image/jpeg | image/webp
    bytes      BYTEA NOT NULL,
    hash       TEXT NOT NULL,                       -- SHA-256 of the bytes in hexadecimal: its address
    updated_at BIGINT NOT NULL
);
CREATE INDEX company_logos_hash ON company_logos (hash);

-- Who was reminded of the second factor on which day of the platform's: once a day at most.
CREATE TABLE reminders (
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    day        TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, day)
);
CREATE INDEX reminders_created ON reminders (created_at);
