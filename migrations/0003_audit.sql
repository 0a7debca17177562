-- The audit trail: who did what to whom, when, from where; chained by hashes, so that a change is found.

-- What deeds write in their own transaction, with one INSERT and without a lock. A worker moves it to the chains.
-- A deed that concerns several chains has a row for each.
CREATE TABLE audit_queue (
    chain      TEXT NOT NULL,               -- a company's id, or 'instance'
    at         BIGINT NOT NULL,
    id         TEXT NOT NULL,               -- the same in each chain
    action     TEXT NOT NULL,
    actor      TEXT NOT NULL,               -- a person's id, or 'nobody', 'command', 'system'
    subject    TEXT,                        -- the row that it was done to
    object     TEXT,                        -- what else it was about: a client, an invitation
    request_id TEXT,
    commitment BYTEA,                       -- SHA-256 of salt and details; none without details
    salt       BYTEA,
    details    TEXT,                        -- JSON
    PRIMARY KEY (chain, at, id)
);

-- The parent row of each chain: whoever appends changes it first. It refers to no company, because it outlives it.
CREATE TABLE audit_chains (
    chain      TEXT PRIMARY KEY,
    seq        BIGINT NOT NULL,             -- the number of its last event, which is their count
    head       BYTEA NOT NULL,              -- the hash of its last event; 32 zero bytes before the first
    updated_at BIGINT NOT NULL
);

-- Never changed, never deleted. Opaque identifiers only: no name, address or network stands here.
CREATE TABLE audit_events (
    chain      TEXT NOT NULL,
    seq        BIGINT NOT NULL,             -- 1, 2, 3, …
    id         TEXT NOT NULL,
    at         BIGINT NOT NULL,
    action     TEXT NOT NULL,
    actor      TEXT NOT NULL,
    subject    TEXT,
    object     TEXT,
    request_id TEXT,
    commitment BYTEA,
    previous   BYTEA NOT NULL,              -- the hash of the event before
    hash       BYTEA NOT NULL,              -- SHA-256 of all of the above
    PRIMARY KEY (chain, seq)
);
-- Every event. The condition keeps it for the list that states it: where a filter has its own index, SQLite would take
-- this one nevertheless.
CREATE INDEX audit_events_time ON audit_events (chain, at, seq) WHERE seq > 0;
CREATE INDEX audit_events_action ON audit_events (chain, action, at, seq);
CREATE INDEX audit_events_actor ON audit_events (chain, actor, at, seq);
CREATE INDEX audit_events_subject ON audit_events (chain, subject, at, seq);

-- What can be deleted again: names as they were, addresses, networks, browsers, reasons.
CREATE TABLE audit_details (
    event_id TEXT PRIMARY KEY,
    at       BIGINT NOT NULL,
    actor    TEXT NOT NULL,
    subject  TEXT,
    salt     BYTEA NOT NULL,
    body     TEXT NOT NULL                  -- JSON, to the letter as the commitment was made of it
);
CREATE INDEX audit_details_at ON audit_details (at);
CREATE INDEX audit_details_actor ON audit_details (actor);
CREATE INDEX audit_details_subject ON audit_details (subject);
