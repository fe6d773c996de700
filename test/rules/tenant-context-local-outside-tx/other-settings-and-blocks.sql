-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET LOCAL app.other = 'x';
DO $$
BEGIN
  PERFORM set_config('app.tenant_id', '00000000-0000-0000-0000-00000000000a', true);
  UPDATE accounts SET balance = 0;
END $$;
SELECT set_config('app.tenant_id', id::text, true), pg_notify('tenants', id::text) FROM tenants;
