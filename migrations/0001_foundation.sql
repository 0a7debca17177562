-- One text for SQLite and PostgreSQL; the rules are in README.md beside this file.
-- Times are Unix microseconds; identifiers of rows are UUIDv7 as TEXT; JSON is opaque TEXT; hashes are SHA-256.

-- ---------------------------------------------------------------- the instance

-- Named values of the instance, such as the sealed constant that proves the master key.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- One row (id = 1): counts up with each change of clients, keys or settings, and empties the replicas' caches.
CREATE TABLE generation (
    id    BIGINT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO generation (id, value) VALUES (1, 1);

CREATE TABLE signing_keys (
    kid             TEXT PRIMARY KEY,
    alg             TEXT NOT NULL,
    state           TEXT NOT NULL,          -- next | active | retired | withdrawn
    private_key     BYTEA,                  -- sealed PKCS#8; gone once nothing is signed with it any more
    public_jwk      TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    activated_at    BIGINT,
    retired_at      BIGINT,
    published_until BIGINT                  -- retired: until the last token that it signed has expired
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (alg) WHERE state = 'active';
CREATE UNIQUE INDEX signing_keys_one_next ON signing_keys (alg) WHERE state = 'next';

-- ---------------------------------------------------------------- clients, companies, people

CREATE TABLE clients (
    id            TEXT PRIMARY KEY,
    metadata      TEXT NOT NULL,
    secret_hash   BYTEA,                    -- HMAC-SHA-256 under a key derived from the master key
    secret_sealed BYTEA,                    -- only where client_secret_jwt or HS256 needs the secret itself
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);

CREATE TABLE companies (
    id            TEXT PRIMARY KEY,
    slug          TEXT NOT NULL,
    name          TEXT NOT NULL,
    second_factor TEXT NOT NULL,            -- inherit | optional | required
    grace_until   TEXT,                     -- a date, "2027-02-06"
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX companies_slug ON companies (slug);

CREATE TABLE people (
    id                   TEXT PRIMARY KEY,
    sub                  TEXT NOT NULL,     -- random UUIDv4: what relying parties see
    email                TEXT NOT NULL,     -- as it was written
    email_key            TEXT NOT NULL,     -- normalised: one account an address
    email_verified       BOOLEAN NOT NULL,
    given_name           TEXT NOT NULL,
    family_name          TEXT NOT NULL,
    phone                TEXT,
    language             TEXT NOT NULL,     -- en | es | de
    is_support           BOOLEAN NOT NULL,
    is_operator          BOOLEAN NOT NULL,
    password_hash        TEXT,              -- PHC string; none until activation
    password_changed_at  BIGINT,
    second_factor_wanted BOOLEAN NOT NULL,  -- the person's own switch
    must_enroll          BOOLEAN NOT NULL,  -- set by switching on or by a reset; cleared by enrolling
    activated_at         BIGINT,
    blocked_at           BIGINT,
    last_login_at        BIGINT,
    created_at           BIGINT NOT NULL,
    updated_at           BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_sub ON people (sub);
CREATE UNIQUE INDEX people_email ON people (email_key);

CREATE TABLE memberships (
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    role       TEXT NOT NULL,               -- member | admin
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, company_id)
);
CREATE INDEX memberships_company ON memberships (company_id);

-- Confirmed second factors. A secret that waits for its first PIN is in the pending row.
CREATE TABLE authenticators (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,             -- totp
    name         TEXT NOT NULL,
    secret       BYTEA NOT NULL,            -- sealed
    last_step    BIGINT NOT NULL,           -- the highest time step that was used: each code works once (RFC 6238, 5.2)
    drift        BIGINT NOT NULL,           -- steps by which this device's clock is known to be off
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX authenticators_person ON authenticators (person_id);

-- Time steps that were recognised far from now ("your clock is 4 minutes fast") and let nobody in. Their codes were
-- told to be right for another moment, so they never will be: stored singly, because last_step would lock out all
-- codes before them.
CREATE TABLE spent_steps (
    authenticator_id TEXT NOT NULL REFERENCES authenticators (id) ON DELETE CASCADE,
    step             BIGINT NOT NULL,
    PRIMARY KEY (authenticator_id, step)
);

-- ---------------------------------------------------------------- sessions and requests under way

CREATE TABLE sessions (
    id               TEXT PRIMARY KEY,
    sid              TEXT NOT NULL,         -- what relying parties see
    token_hash       BYTEA NOT NULL,
    browser_hash     BYTEA NOT NULL,
    person_id        TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    amr              TEXT NOT NULL,         -- JSON array of RFC 8176 values
    auth_time        BIGINT NOT NULL,
    second_factor_at BIGINT,
    user_agent       TEXT NOT NULL,
    network          TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    last_seen_at     BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,       -- absolute end
    ended_at         BIGINT
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- A browser in which a person has logged in before: it has its own throttle bucket, and tells a new device from a known one.
CREATE TABLE known_browsers (
    person_id    TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    browser_hash BYTEA NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    two_factor_at BIGINT,                   -- a login with two factors has ended well here
    PRIMARY KEY (person_id, browser_hash)
);
CREATE INDEX known_browsers_browser ON known_browsers (browser_hash);

-- An authorization request (or a visit to the login page) on its way through the pages, with the login's progress.
CREATE TABLE pending (
    id            TEXT PRIMARY KEY,         -- 128-bit random: stands in the addresses of its pages
    browser_hash  BYTEA,                    -- none until a browser has taken up a request that came by POST
    client_id     TEXT,                     -- none: the person came to the login page by themselves
    request       TEXT NOT NULL,            -- JSON: the parameters as they were received
    network       TEXT NOT NULL,
    person_id     TEXT REFERENCES people (id) ON DELETE CASCADE,
    progress_at   BIGINT,                   -- the password was right then; the second factor is awaited
    raises        TEXT,                     -- the session that a second factor is to be added to; none: a new login
    enroll_secret BYTEA,                    -- sealed secret that waits for its first PIN
    consented_at  BIGINT,
    authenticated_at BIGINT,                -- somebody logged in for this very request then
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    done_at       BIGINT
);
CREATE INDEX pending_expiry ON pending (expires_at);
CREATE INDEX pending_browser ON pending (browser_hash);

-- Failed attempts, counted by a key such as "account:network" (see flows' throttle).
CREATE TABLE throttle (
    bucket        TEXT PRIMARY KEY,
    failures      BIGINT NOT NULL,
    window_start  BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);

-- ---------------------------------------------------------------- grants and tokens

CREATE TABLE consents (
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    client_id  TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    scope      TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, client_id)
);

-- What a person has granted to a client by one authorization: the family of all tokens that came of it.
CREATE TABLE grants (
    id             TEXT PRIMARY KEY,
    client_id      TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    person_id      TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    session_id     TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    scope          TEXT NOT NULL,
    authentication TEXT NOT NULL,           -- JSON: auth_time, amr, acr, nonce, sid, resources
    refresh_until  BIGINT,                  -- absolute end of its refresh tokens
    created_at     BIGINT NOT NULL,
    revoked_at     BIGINT
);
CREATE INDEX grants_person ON grants (person_id, client_id);
CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX grants_created ON grants (created_at);

CREATE TABLE codes (
    hash       BYTEA PRIMARY KEY,
    grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    binding    TEXT NOT NULL,               -- JSON: redirect_uri, code challenge
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX codes_expiry ON codes (expires_at);
CREATE INDEX codes_grant ON codes (grant_id);

CREATE TABLE refresh_tokens (
    hash        BYTEA PRIMARY KEY,
    grant_id    TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    parent_hash BYTEA,                      -- the token that this one replaced
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,            -- slides: each successor begins anew
    used_at     BIGINT,
    replaced_again_at BIGINT                -- its one repetition within the grace has been spent
);
CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_parent ON refresh_tokens (parent_hash);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- Access tokens that were revoked before their time.
CREATE TABLE revoked_tokens (
    jti        TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);

-- ---------------------------------------------------------------- what was refused, and work to be done

CREATE TABLE refusals (
    reference TEXT PRIMARY KEY,             -- "VK-7Q4M-2XRA"
    at        BIGINT NOT NULL,
    client_id TEXT,
    person_id TEXT,
    code      TEXT NOT NULL,                -- the standard's error code that the wire carried
    rule      TEXT NOT NULL,                -- which of our rules refused
    details   TEXT NOT NULL,                -- JSON without secrets
    network   TEXT NOT NULL
);
CREATE INDEX refusals_at ON refusals (at);
CREATE INDEX refusals_client ON refusals (client_id, at);

-- What a network has used of its quotas (refusals, pending requests) in one window.
CREATE TABLE quotas (
    bucket       TEXT PRIMARY KEY,
    window_start BIGINT NOT NULL,
    used         BIGINT NOT NULL
);

-- The outbox: mails and calls that were decided in the same transaction as their cause.
CREATE TABLE jobs (
    id           TEXT PRIMARY KEY,          -- also the mail's Message-ID
    kind         TEXT NOT NULL,
    payload      BYTEA,                     -- sealed; deleted once done
    run_at       BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    last_error   TEXT,
    created_at   BIGINT NOT NULL,
    done_at      BIGINT,
    failed_at    BIGINT                     -- given up
);
CREATE INDEX jobs_created ON jobs (created_at);
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at IS NULL AND failed_at IS NULL;
