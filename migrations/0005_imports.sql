-- Lists of people whom a company's admin invites together: seen first, then carried out line by line.

CREATE TABLE imports (
    id         TEXT PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE, -- who invites
    client_id  TEXT REFERENCES clients (id) ON DELETE SET NULL, -- the app that they are invited for
    file_name  TEXT NOT NULL,               -- empty: the lines were typed in
    state      TEXT NOT NULL,               -- seen | running | done
    created_at BIGINT NOT NULL,
    begun_at   BIGINT,
    done_at    BIGINT
);
CREATE INDEX imports_company ON imports (company_id, id);
CREATE INDEX imports_running ON imports (begun_at) WHERE state = 'running';
CREATE INDEX imports_created ON imports (created_at);

-- What stood in each line, as it was written, so that it can be given back.
CREATE TABLE import_lines (
    import_id   TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line        BIGINT NOT NULL,            -- its number in the file, from 1
    email       TEXT NOT NULL,
    email_key   TEXT,                       -- normalised; none where it is no address
    given_name  TEXT NOT NULL,
    family_name TEXT NOT NULL,
    language    TEXT NOT NULL,              -- as it was written; empty: the company's
    role        TEXT NOT NULL,              -- as it was written; empty: member
    problem     TEXT,                       -- why nobody is invited by it
    invited_at  BIGINT,                     -- none: not yet, or never
    PRIMARY KEY (import_id, line)
);
CREATE INDEX import_lines_email ON import_lines (import_id, email_key);
CREATE INDEX import_lines_waiting ON import_lines (import_id, line) WHERE problem IS NULL AND invited_at IS NULL;
CREATE INDEX import_lines_problem ON import_lines (import_id, line) WHERE problem IS NOT NULL;
