-- The call of a client that is due longest: clients are called in turns.
CREATE INDEX logout_calls_turn ON logout_calls (client_id, run_at, session_id) WHERE ended_at IS NULL;
DROP INDEX logout_calls_due;
