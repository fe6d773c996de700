-- expects findings
--- history
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY payments_isolation ON payments TO app_user USING (tenant_id::text = current_setting('app.tenant_id'));
--- migration
CREATE TABLE payments_new (LIKE payments INCLUDING ALL);
INSERT INTO payments_new SELECT * FROM payments;
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-create-table warning
ALTER TABLE payments_new RENAME TO payments;
