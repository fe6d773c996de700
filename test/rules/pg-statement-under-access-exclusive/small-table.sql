-- expects nothing
--- policy
-- production: { rows: { accounts: 800 } }
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
UPDATE accounts SET external_id = email;
