-- expects findings
--- history
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY payments_isolation ON payments TO app_user USING (tenant_id::text = current_setting('app.tenant_id'));
GRANT SELECT ON payments TO app_user;
--- migration
DROP TABLE IF EXISTS payments;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-create-table warning
CREATE TABLE payments (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
