-- expects nothing
--- migration
ALTER TABLE tenants ADD COLUMN legal_name text;
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users ADD COLUMN nickname text;
DROP TABLE payments;
