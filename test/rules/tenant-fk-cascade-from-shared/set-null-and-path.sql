-- expects findings
--- migration
CREATE TABLE subscriptions (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  plan_id bigint REFERENCES plans ON DELETE SET NULL
  --             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-cascade-from-shared info fix
);
-- A line is its invoice's, and so a tenant's.
ALTER TABLE invoice_lines ADD COLUMN plan_id bigint REFERENCES plans (id) ON DELETE CASCADE ON UPDATE CASCADE;
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-cascade-from-shared warning fix
