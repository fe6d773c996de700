-- expects findings
--- migration
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-table-locks-fk-parents warning
CREATE TABLE payments (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
