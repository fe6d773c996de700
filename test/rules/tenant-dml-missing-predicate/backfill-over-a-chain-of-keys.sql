-- expects findings
--- history
CREATE TABLE notes (id uuid PRIMARY KEY, payment_id bigint NOT NULL REFERENCES payments (id), tenant_id uuid, title text, label text);
--- migration
-- The tenant is taken over keys that are unique among all tenants; what lies between decides nothing.
UPDATE notes n SET tenant_id = (
  SELECT a.tenant_id FROM payments p JOIN accounts a ON a.id = p.account_id WHERE p.id = n.payment_id LIMIT 1
);
-- The way leads over a column that several tenants may share.
UPDATE notes n SET tenant_id = (
  SELECT a.tenant_id FROM payments p JOIN accounts a ON a.display_name = n.title WHERE p.id = n.payment_id LIMIT 1
--                                        ^^^^^^^^^^ tenant-dml-missing-predicate error
);
