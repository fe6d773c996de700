-- expects findings
--- migration
CREATE TABLE old_payments AS SELECT * FROM payments;
DELETE FROM payments;
--^^^^^^^^^^^^^^^^^^ pg-delete-without-where info
