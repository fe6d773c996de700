-- expects findings
--- migration
DELETE FROM payments;
--^^^^^^^^^^^^^^^^^^ pg-delete-without-where warning
DELETE FROM invoices WHERE total IS NULL;
UPDATE accounts SET balance = 0, display_name = NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-without-where warning
DELETE FROM payments USING accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-without-where warning
