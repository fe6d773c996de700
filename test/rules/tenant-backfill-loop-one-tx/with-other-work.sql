-- expects findings
--- migration
ALTER TABLE users ADD COLUMN display_name text;
DO $$
--^^^^… tenant-backfill-loop-one-tx warning no fix
DECLARE tenant record;
BEGIN
  FOR tenant IN SELECT DISTINCT tenant_id FROM users LOOP
    IF tenant.tenant_id IS NOT NULL THEN
      UPDATE users SET display_name = email WHERE tenant_id = tenant.tenant_id;
    END IF;
  END LOOP;
END $$;
