-- The calls that were tried in vain, which operators look at.
CREATE INDEX logout_calls_troubled ON logout_calls (client_id, created_at) WHERE last_error IS NOT NULL;
