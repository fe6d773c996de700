-- expects findings
--- migration
ALTER TABLE invoices ADD CONSTRAINT invoices_account_number_key UNIQUE (tenant_id, account_id, number);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unique-constraint-builds-index warning fix
