-- expects findings
--- migration
ALTER TABLE invoices ADD COLUMN cents bigint GENERATED ALWAYS AS ((total * 100)::bigint) STORED;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-stored-generated warning
