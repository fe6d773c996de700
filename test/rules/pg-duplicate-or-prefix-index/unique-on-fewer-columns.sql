-- expects nothing
--- migration
CREATE UNIQUE INDEX CONCURRENTLY invoices_number_key ON invoices (number);
