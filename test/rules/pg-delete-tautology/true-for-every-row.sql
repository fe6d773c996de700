-- expects findings
--- migration
DELETE FROM payments WHERE true;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-tautology warning
DELETE FROM payments WHERE 1 = 1;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-tautology warning
DELETE FROM payments WHERE 'x' <> 'y' AND NOT false;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-tautology warning
DELETE FROM payments WHERE id = id;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-tautology warning
UPDATE payments SET amount = 0 WHERE amount IS NOT NULL OR reference = 'x';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-delete-tautology warning
