-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DO $$
DECLARE tenant uuid;
BEGIN
  FOR tenant IN SELECT id FROM tenants LOOP
    UPDATE users SET name = email WHERE tenant_id = tenant AND name IS NULL;
    COMMIT;
  END LOOP;
  FOR tenant IN SELECT id FROM tenants LOOP
    INSERT INTO users (tenant_id, email) VALUES (tenant, 'support@example.test');
  END LOOP;
  FOR i IN 1..10 LOOP
    UPDATE users SET name = email WHERE name IS NULL;
  END LOOP;
END $$;
