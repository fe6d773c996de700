-- expects findings
--- migration
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT id FROM tenants LOOP
    UPDATE accounts a SET display_name = u.name
    FROM users u
--       ^^^^^^^ tenant-dml-missing-predicate error fix
    WHERE u.email = a.owner_email AND a.tenant_id = t.id;
  END LOOP;
END $$;
