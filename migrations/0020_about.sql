-- What people tell of themselves beside names, address, telephone number and language (OpenID Connect Core, 5.1).

CREATE TABLE about (
    person_id TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    about     TEXT NOT NULL,                -- JSON
    username  TEXT                          -- the claim preferred_username, which nobody else has; in small letters
);
CREATE UNIQUE INDEX about_username ON about (username);
