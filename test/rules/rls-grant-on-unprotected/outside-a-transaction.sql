-- expects findings
-- framework: plain
--- policy
-- migrations: [{ path: db/migrations, framework: plain, transaction: none }]
--- migration
GRANT SELECT ON users TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-on-unprotected error
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
