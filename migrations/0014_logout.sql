-- Log-out at the clients: whom a session has signed its person in at, who is told of its end, and what the person sees
-- of it.

-- The clients at which a session has signed its person in. Not the grants: they may be deleted before their session ends.
CREATE TABLE session_clients (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    client_id  TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    PRIMARY KEY (session_id, client_id)
);
INSERT INTO session_clients (session_id, client_id)
    SELECT DISTINCT session_id, client_id FROM grants WHERE session_id IS NOT NULL;
CREATE INDEX session_clients_client ON session_clients (client_id);

-- Calls that tell a client that a session has ended (OpenID Connect Back-Channel Logout 1.0). An outbox of their own
-- beside the jobs, so that a server that hangs holds up no mail, and a slow mail no log-out. Nothing in it is secret.
CREATE TABLE logout_calls (
    session_id   TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    client_id    TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    run_at       BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    last_error   TEXT,
    created_at   BIGINT NOT NULL,
    ended_at     BIGINT,
    outcome      TEXT,                      -- told | refused | given_up; none until it has ended
    PRIMARY KEY (session_id, client_id)
);
CREATE INDEX logout_calls_due ON logout_calls (run_at) WHERE ended_at IS NULL;
CREATE INDEX logout_calls_under_way ON logout_calls (client_id, locked_until) WHERE ended_at IS NULL;
CREATE INDEX logout_calls_client ON logout_calls (client_id, created_at);

-- A log-out on its way: a request that came by POST and waits for the browser's GET, and what a log-out has ended, for
-- the page that tells of it.
CREATE TABLE logouts (
    id           TEXT PRIMARY KEY,          -- 128-bit random: stands in the addresses of its pages
    browser_hash BYTEA,                     -- none until a browser has taken it up
    request      TEXT NOT NULL,             -- JSON: the parameters as they were received
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX logouts_expiry ON logouts (expires_at);

-- The log-out in which a session has ended, where a person has asked for it. No reference: its page is soon over.
ALTER TABLE sessions ADD COLUMN logout_id TEXT;
CREATE INDEX sessions_logout ON sessions (logout_id) WHERE logout_id IS NOT NULL;
