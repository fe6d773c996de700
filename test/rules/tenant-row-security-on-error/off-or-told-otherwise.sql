-- expects nothing
--- policy
-- rules: { tenant-row-security-on-error: hint }
-- runner: { bypassesRls: true }
--- migration
SET LOCAL row_security = off;
UPDATE accounts SET balance = 0 WHERE balance IS NULL;
