-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DO $$
BEGIN
  LOOP
    UPDATE accounts SET display_name = email WHERE display_name IS NULL AND ctid IN (SELECT ctid FROM accounts LIMIT 100);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END
$$;
