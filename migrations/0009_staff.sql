-- What the platform's own staff need: finding people and companies by how a word begins, and a second secret of a client
-- while its secret is being changed.

-- The words of names and addresses, folded by the program. BYTEA because both databases order it octet by octet: what
-- begins with some letters is a range of the index, whatever collation the server has.
CREATE TABLE person_words (
    word      BYTEA NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (word, person_id)
);
CREATE INDEX person_words_person ON person_words (person_id, word);
CREATE TABLE company_words (
    word       BYTEA NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    PRIMARY KEY (word, company_id)
);
CREATE INDEX company_words_company ON company_words (company_id, word);

-- The updated_at whose words are there; the worker makes those of the others.
ALTER TABLE people ADD COLUMN words_at BIGINT;
CREATE INDEX people_without_words ON people (id) WHERE words_at IS NULL OR words_at <> updated_at;
ALTER TABLE companies ADD COLUMN words_at BIGINT;
CREATE INDEX companies_without_words ON companies (id) WHERE words_at IS NULL OR words_at <> updated_at;

-- A second secret is valid beside the first until it takes its place. "Used" is exact to an hour.
ALTER TABLE clients ADD COLUMN secret_made_at BIGINT;   -- none: by a version that did not note it
ALTER TABLE clients ADD COLUMN secret_used_at BIGINT;
ALTER TABLE clients ADD COLUMN next_secret_hash BYTEA;
ALTER TABLE clients ADD COLUMN next_secret_made_at BIGINT;
ALTER TABLE clients ADD COLUMN next_secret_used_at BIGINT;
