-- expects nothing
--- migration
SET app.tenant_id = '00000000-0000-0000-0000-00000000000a';
UPDATE accounts SET balance = 0;
RESET app.tenant_id;
SET LOCAL app.tenant_id = '00000000-0000-0000-0000-00000000000a';
SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-00000000000a', true);
SET app.other = 'x';
SELECT set_config('app.tenant_id', '', false);
CREATE FUNCTION for_nobody() RETURNS bigint LANGUAGE sql SET app.tenant_id = '' AS 'SELECT count(*) FROM accounts';
