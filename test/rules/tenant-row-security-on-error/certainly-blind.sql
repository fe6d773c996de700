-- expects nothing
--- policy
-- rules: { tenant-row-security-on-error: hint }
--- migration
UPDATE accounts SET balance = 0 WHERE balance IS NULL;
SELECT count(*) FROM accounts;
