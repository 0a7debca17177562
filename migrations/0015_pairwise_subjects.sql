-- How people are named to clients that have a name of their own for everybody (OpenID Connect Core, 8.1).

-- Each name is a keyed hash over sector and person; the row leads back from it. Written when a client is first told.
CREATE TABLE pairwise_subjects (
    subject   TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE
);
CREATE INDEX pairwise_subjects_person ON pairwise_subjects (person_id);
