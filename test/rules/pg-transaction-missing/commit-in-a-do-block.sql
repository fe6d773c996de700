-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DO $$
BEGIN
  UPDATE plans SET code = 'x' WHERE id = 1;
  COMMIT;
END
$$;
