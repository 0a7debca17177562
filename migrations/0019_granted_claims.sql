-- What a grant lets a client learn of its person, for the list of apps and for taking it back.

-- The scope without openid, and the scopes that give the claims which were asked for one by one. None in older rows:
-- there the scope alone is known.
ALTER TABLE grants ADD COLUMN reach TEXT;
