-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: per-file }]
--- migration
UPDATE accounts SET display_name = email;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
