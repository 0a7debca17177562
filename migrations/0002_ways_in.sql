-- People's ways in: invitations, forgotten passwords, resets of the second factor, and new sessions by PIN alone.

-- Who may join, as what, and under which address. Until somebody follows it, an account does not exist: address, role
-- and names belong to the invitation, and two companies that invite the same address hold two.
CREATE TABLE invitations (
    id          TEXT PRIMARY KEY,
    company_id  TEXT REFERENCES companies (id) ON DELETE CASCADE, -- none: an account outside of companies
    role        TEXT NOT NULL,              -- member | admin, of that company
    is_support  BOOLEAN NOT NULL,
    is_operator BOOLEAN NOT NULL,
    email       TEXT NOT NULL,              -- as it was written
    email_key   TEXT NOT NULL,              -- normalised
    given_name  TEXT NOT NULL,              -- what is known beforehand; the person may write something else
    family_name TEXT NOT NULL,
    language    TEXT NOT NULL,              -- en | es | de
    otp_secret  BYTEA,                      -- sealed: an authenticator that the person brings along
    client_id   TEXT REFERENCES clients (id) ON DELETE SET NULL, -- the app that it was made for
    invited_by  TEXT NOT NULL,              -- the name that the mail tells; empty: nobody by name
    mail_job    TEXT NOT NULL,              -- the job of its latest mail
    state       TEXT NOT NULL,              -- open | accepted | withdrawn
    person_id   TEXT REFERENCES people (id) ON DELETE CASCADE, -- who accepted it
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT                      -- when it was accepted or withdrawn
);
CREATE UNIQUE INDEX invitations_open_in_company ON invitations (email_key, company_id)
    WHERE state = 'open' AND company_id IS NOT NULL;
CREATE UNIQUE INDEX invitations_open_outside ON invitations (email_key) WHERE state = 'open' AND company_id IS NULL;
CREATE INDEX invitations_company ON invitations (company_id);

-- The links that were mailed. The latest one of an open invitation works; the others are kept to say why they don't.
CREATE TABLE invitation_links (
    token_hash    BYTEA PRIMARY KEY,
    invitation_id TEXT NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    replaced_at   BIGINT                    -- a later link took its place
);
CREATE INDEX invitation_links_invitation ON invitation_links (invitation_id);
CREATE INDEX invitation_links_expiry ON invitation_links (expires_at);

CREATE TABLE password_resets (
    token_hash BYTEA PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    email_key  TEXT NOT NULL,               -- where the link went: it works as long as that is the account's address
    client_id  TEXT REFERENCES clients (id) ON DELETE SET NULL, -- the app to go on to
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT                       -- this one, or another of the person, changed the password
);
CREATE INDEX password_resets_person ON password_resets (person_id);
CREATE INDEX password_resets_expiry ON password_resets (expires_at);

-- Somebody reset the second factor: whoever sets it up anew needs the code that was mailed, beside the password.
CREATE TABLE otp_resets (
    person_id  TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    code_mac   BYTEA NOT NULL,              -- HMAC-SHA-256 under a key derived from the master key
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Browsers in which a PIN alone begins a new session, some time after the last password.
CREATE TABLE pin_logins (
    token_hash   BYTEA PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    browser_hash BYTEA NOT NULL,
    password_at  BIGINT NOT NULL,           -- when the password was last right here
    expires_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX pin_logins_browser ON pin_logins (person_id, browser_hash);
CREATE INDEX pin_logins_expiry ON pin_logins (expires_at);

-- What people wrote to the support.
CREATE TABLE support_requests (
    reference  TEXT PRIMARY KEY,            -- "VK-7Q4M-2XRA"
    at         BIGINT NOT NULL,
    person_id  TEXT REFERENCES people (id) ON DELETE SET NULL, -- who was signed in
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    topic      TEXT NOT NULL,
    message    TEXT NOT NULL,
    language   TEXT NOT NULL,
    network    TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX support_requests_at ON support_requests (at);

-- What the mail server said when it took the mail.
ALTER TABLE jobs ADD COLUMN answer TEXT;

-- What somebody came for who was not sent by an authorization request, as JSON: to set up a second factor, to join a
-- company; with the way back.
ALTER TABLE pending ADD COLUMN errand TEXT;
