-- expects nothing
--- history
CREATE FUNCTION balance_of(uuid) RETURNS integer LANGUAGE sql AS 'SELECT balance FROM accounts WHERE id = $1';
CREATE FUNCTION tracked() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT owner_email FROM accounts LIMIT 1; END;
CREATE FUNCTION names() RETURNS SETOF text LANGUAGE sql AS 'SELECT email FROM users JOIN accounts USING (tenant_id)';
CREATE FUNCTION gone() RETURNS void LANGUAGE sql AS 'DELETE FROM payments';
CREATE FUNCTION notes() RETURNS text LANGUAGE sql AS $$SELECT 'invoices'$$;
--- migration
ALTER TABLE accounts RENAME COLUMN balance TO amount;
CREATE OR REPLACE FUNCTION balance_of(uuid) RETURNS integer LANGUAGE sql AS 'SELECT amount FROM accounts WHERE id = $1';
ALTER TABLE accounts RENAME COLUMN owner_email TO owner;
ALTER TABLE accounts RENAME COLUMN email TO mail;
DROP FUNCTION gone();
DROP TABLE payments;
ALTER TABLE invoices RENAME TO bills;
