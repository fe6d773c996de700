-- expects findings
--- policy
-- fixtures: { queries: db/queries/*.sql }
--- file db/queries/notes.sql
-- -- params: $2 = 'a'
-- SELECT id FROM notes WHERE tenant_id = $1 AND slug = $2;
--- file db/queries/users.sql
-- SELECT u.id FROM users u WHERE u.tenant_id = :tenant AND u.locale = 'en';
-- UPDATE payments SET amount = 0 WHERE tenant_id = $1 AND reference = 'a';
--- history
CREATE INDEX payments_reference ON payments (tenant_id, reference);
--- migration
CREATE TABLE notes (tenant_id uuid NOT NULL, slug text NOT NULL);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-query-without-index info fix
ALTER TABLE users ADD COLUMN locale text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-query-without-index info fix
DROP INDEX payments_reference;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-query-without-index info fix
