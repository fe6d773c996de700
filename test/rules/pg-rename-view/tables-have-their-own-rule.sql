-- expects nothing
--- migration
ALTER TABLE payments RENAME TO receipts;
