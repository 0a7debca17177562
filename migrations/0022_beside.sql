-- Logins beside others: a request for which an account was chosen.

-- Whether the person has chosen an account for it: then whoever logs in is signed in beside the others.
ALTER TABLE pending ADD COLUMN adds_account BOOLEAN NOT NULL DEFAULT FALSE;
