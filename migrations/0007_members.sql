-- The list of a company's members: in the order of names, searched and filtered, at any size.

-- What the list is ordered, searched and filtered by is copied to each membership, because all of it must stand in one
-- index. It is kept in the transaction of whatever changes it: see crates/store/src/members.rs.
ALTER TABLE memberships ADD COLUMN entry TEXT;                -- name and address, folded by the program; none: not yet
ALTER TABLE memberships ADD COLUMN is_enrolled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE memberships ADD COLUMN is_blocked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE memberships ADD COLUMN is_bound_elsewhere BOOLEAN NOT NULL DEFAULT FALSE; -- by a further company, or a role
-- The last day on which this member may go on without a second factor, "2027-02-06": given by whoever manages the
-- company, with a reason that the audit trail keeps.
ALTER TABLE memberships ADD COLUMN extended_until TEXT;
CREATE INDEX memberships_entry
    ON memberships (company_id, entry, person_id, is_enrolled, is_blocked, is_bound_elsewhere, extended_until);
-- It begins with the company as well, and with both PostgreSQL may take the one that needs a sort.
DROP INDEX memberships_company;

ALTER TABLE invitations ADD COLUMN entry TEXT;                -- the same of an invitation
CREATE INDEX invitations_entry ON invitations (company_id, entry, id) WHERE state = 'open';

-- Rows of before, which the program completes when it opens the database.
CREATE INDEX memberships_without_entry ON memberships (person_id) WHERE entry IS NULL;
CREATE INDEX invitations_without_entry ON invitations (id) WHERE entry IS NULL AND state = 'open';

-- Whose PINs a bucket counts, so that who is locked can be listed.
ALTER TABLE throttle ADD COLUMN person_id TEXT;
CREATE INDEX throttle_person ON throttle (person_id, blocked_until) WHERE person_id IS NOT NULL;
