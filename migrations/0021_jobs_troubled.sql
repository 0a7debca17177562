-- Jobs that were tried in vain are few among all that are kept, and the operators' list of them looks at no other.
CREATE INDEX jobs_troubled ON jobs (created_at, id) WHERE done_at IS NULL AND last_error IS NOT NULL;
