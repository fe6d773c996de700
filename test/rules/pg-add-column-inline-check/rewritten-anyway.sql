-- expects nothing
--- migration
ALTER TABLE invoices ADD COLUMN number_of bigserial CHECK (number_of > 0);
