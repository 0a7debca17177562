-- When a client was called last about a log-out: whose turn it is next.
CREATE TABLE logout_turns (
    client_id TEXT PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
    called_at BIGINT NOT NULL
);
