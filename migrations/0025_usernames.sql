-- Names that people ever had at apps (preferred_username): an app that knows its accounts by them must not take who comes
-- for who went.

CREATE TABLE usernames (
    username  TEXT PRIMARY KEY,             -- in small letters
    person_id TEXT REFERENCES people (id) ON DELETE SET NULL -- whose it is; NULL: of somebody whose account is deleted
);
CREATE INDEX usernames_person ON usernames (person_id);
INSERT INTO usernames (username, person_id) SELECT username, person_id FROM about WHERE username IS NOT NULL;
