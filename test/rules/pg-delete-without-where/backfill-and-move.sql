-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN status text NOT NULL DEFAULT 'new';
UPDATE accounts SET status = 'active';
UPDATE accounts SET balance = balance + 1;
UPDATE accounts SET display_name = 'n/a';
CREATE TABLE old_payments (LIKE payments);
WITH moved AS (DELETE FROM payments RETURNING *)
INSERT INTO old_payments SELECT * FROM moved;
DELETE FROM old_payments;
CREATE TEMPORARY TABLE seen (id uuid);
DELETE FROM seen;
