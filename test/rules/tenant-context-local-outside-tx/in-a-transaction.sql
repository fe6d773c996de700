-- expects nothing
--- migration
SET LOCAL app.tenant_id = '00000000-0000-0000-0000-00000000000a';
UPDATE accounts SET balance = 0;
