-- expects findings
--- policy
-- rules: { tenant-row-security-on-error: hint }
-- runner: { bypassesRls: true }
--- migration
UPDATE accounts SET balance = 0 WHERE balance IS NULL;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-row-security-on-error hint fix
UPDATE users SET name = email WHERE name IS NULL;
