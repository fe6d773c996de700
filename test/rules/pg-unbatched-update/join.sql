-- expects findings
--- migration
UPDATE users SET name = a.display_name FROM accounts a WHERE a.tenant_id = users.tenant_id AND a.id = users.account_id;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
