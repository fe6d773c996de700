-- expects findings
-- framework: plain
--- migration
SET ROLE app_user;
--^^^^^^^^^^^^^^^ tenant-set-role-not-reset warning fix
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
