-- expects findings
--- history
CREATE TABLE receipts (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, payment_id bigint NOT NULL REFERENCES payments (id), note text);
--- migration
-- Each join follows a key, and none of them knows the tenant.
WITH paid AS (
  SELECT r.note, p.account_id
  FROM receipts r
--     ^^^^^^^^^^ tenant-dml-missing-predicate info
  JOIN payments p ON p.id = r.payment_id
--     ^^^^^^^^^^ tenant-dml-missing-predicate info
), named AS (
  SELECT account_id, max(note) AS note FROM paid GROUP BY account_id
)
UPDATE accounts SET display_name = named.note FROM named WHERE accounts.id = named.account_id;
