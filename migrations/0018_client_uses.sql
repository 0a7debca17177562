-- When a client was last of use, whatever has proved it: one that is in use is no leftover to be deleted.

ALTER TABLE clients ADD COLUMN used_at BIGINT; -- exact to a day; none: never since this is noted
