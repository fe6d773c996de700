-- expects nothing
--- migration
CREATE TABLE payments_new (LIKE payments INCLUDING ALL);
INSERT INTO payments_new SELECT * FROM payments;
DROP TABLE payments;
ALTER TABLE payments_new RENAME TO payments;
