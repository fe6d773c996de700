-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE invoices ADD COLUMN external_id text, ADD UNIQUE (tenant_id, external_id), ADD COLUMN seen_at timestamptz;
--                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unique-constraint-builds-index warning fix
UPDATE plans SET code = lower(code);
