-- Several accounts in one browser.

-- The session that the person has chosen for a request, on the page of accounts or with their consent.
ALTER TABLE pending ADD COLUMN chosen_session TEXT;
