-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
CREATE INDEX accounts_email_lower_idx ON accounts (lower(email));
ANALYZE accounts;
