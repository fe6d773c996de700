-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
CREATE TABLE regions (id bigint PRIMARY KEY);
ALTER TABLE users ADD COLUMN region_id bigint REFERENCES regions (id), ADD FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
