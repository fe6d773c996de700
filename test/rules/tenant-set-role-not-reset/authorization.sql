-- expects findings
-- framework: plain
--- policy
-- migrations: [{ path: db/migrations, framework: plain, transaction: none }]
--- migration
SET SESSION AUTHORIZATION app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-set-role-not-reset warning fix
SELECT set_config('role', 'app_user', false);
--     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-set-role-not-reset warning fix
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
