-- expects findings
--- migration
ALTER TABLE payments RENAME TO receipts;
CREATE INDEX ON receipts (reference);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
