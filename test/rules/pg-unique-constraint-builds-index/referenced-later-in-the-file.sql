-- expects findings
--- migration
ALTER TABLE invoices ADD CONSTRAINT invoices_id_key UNIQUE (tenant_id, id);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unique-constraint-builds-index warning fix
ALTER TABLE invoice_lines ADD COLUMN tenant_id uuid, ADD FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id) NOT VALID;
