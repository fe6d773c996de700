-- expects findings
-- with rollbacks elsewhere
--- migration
SET LOCAL lock_timeout = '2s';

CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-missing warning fix
CREATE INDEX ON notes (tenant_id);
ALTER TABLE accounts ADD COLUMN external_id text, ALTER COLUMN display_name SET DEFAULT '';
