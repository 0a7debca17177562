-- What happened to an account, for its person to look at; and where the links "this was not me" went.

-- The events of one person in all chains, by their identifiers, which grow with time.
CREATE INDEX audit_events_person ON audit_events (subject, id, chain);

-- The address that the mail went to: the account may have another by then. No version before has made links.
ALTER TABLE alarm_links ADD COLUMN email TEXT NOT NULL DEFAULT '';
CREATE INDEX alarm_links_person ON alarm_links (person_id);
