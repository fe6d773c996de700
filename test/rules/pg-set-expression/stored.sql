-- expects findings
--- policy
-- version: 17
--- history
ALTER TABLE invoices ADD COLUMN cents bigint GENERATED ALWAYS AS ((total * 100)::bigint) STORED;
--- migration
ALTER TABLE invoices ALTER COLUMN cents SET EXPRESSION AS ((total * 1000)::bigint);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-expression warning
