-- What a client was told of a session, so that it is told of its end in the same words: the names that it has for a person
-- and a session may be others by then.

-- sid and sub, as the client's ID tokens have them. None in older rows: there the client knows the session by its own sid.
ALTER TABLE session_clients ADD COLUMN sid TEXT;
ALTER TABLE session_clients ADD COLUMN sub TEXT;
