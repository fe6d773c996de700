-- expects nothing
--- migration
-- What is deleted from one table goes into the other under the same tenant.
WITH moved AS (DELETE FROM payments WHERE amount < 0 RETURNING *)
INSERT INTO invoices (tenant_id, account_id, number, total)
SELECT moved.tenant_id, moved.account_id, moved.reference, moved.amount FROM moved;
