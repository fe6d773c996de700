-- expects findings
--- migration
UPDATE accounts SET display_name = email;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
UPDATE users u SET name = lower(u.name) WHERE u.name IS NOT NULL AND (u.name <> lower(u.name) OR u.name > 'a');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
UPDATE invoice_lines SET amount = amount * 100 WHERE amount < 5
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
