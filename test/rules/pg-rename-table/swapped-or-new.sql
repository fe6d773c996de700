-- expects nothing
--- history
CREATE TABLE payments_by_month (LIKE payments INCLUDING ALL);
--- migration
ALTER TABLE payments RENAME TO payments_old;
ALTER TABLE payments_by_month RENAME TO payments;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes RENAME TO remarks;
ALTER TABLE remarks RENAME TO notes;
