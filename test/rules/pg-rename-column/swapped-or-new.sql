-- expects nothing
--- history
ALTER TABLE payments ADD COLUMN new_amount numeric(14, 3);
--- migration
ALTER TABLE payments RENAME COLUMN amount TO old_amount;
ALTER TABLE payments RENAME COLUMN new_amount TO amount;
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE users ADD COLUMN name text;
ALTER TABLE accounts ADD COLUMN nickname text;
ALTER TABLE accounts RENAME COLUMN nickname TO short_name;
ALTER TABLE accounts RENAME CONSTRAINT accounts_pkey TO accounts_key;
