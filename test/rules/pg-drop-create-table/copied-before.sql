-- expects findings
--- migration
CREATE TEMPORARY TABLE kept AS SELECT * FROM payments;
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-create-table info
CREATE TABLE payments (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
INSERT INTO payments SELECT id, tenant_id FROM kept;
