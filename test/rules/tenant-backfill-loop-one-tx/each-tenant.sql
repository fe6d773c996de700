-- expects findings
--- migration
DO $$
--^^^^… tenant-backfill-loop-one-tx warning fix
DECLARE tenant uuid;
BEGIN
  FOR tenant IN SELECT id FROM tenants LOOP
    UPDATE users SET name = email WHERE tenant_id = tenant AND name IS NULL;
  END LOOP;
END $$;
