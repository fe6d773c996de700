-- expects findings
--- migration
-- payments has no unique key on (tenant_id, id), and to build one on a table in use takes a migration of its own.
ALTER TABLE invoices ADD COLUMN payment_id bigint;
ALTER TABLE invoices ADD FOREIGN KEY (payment_id) REFERENCES payments (id) NOT VALID;
--                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
