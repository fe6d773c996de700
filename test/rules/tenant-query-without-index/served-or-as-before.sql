-- expects nothing
--- policy
-- fixtures: { queries: db/queries/*.sql }
--- file db/queries/all.sql
-- SELECT id FROM notes WHERE tenant_id = $1 AND slug = $2;
-- SELECT id FROM users WHERE tenant_id = $1 AND email = $2 AND active;
-- SELECT id FROM users WHERE tenant_id = $1 AND active = true;
-- SELECT id FROM payments WHERE tenant_id = $1 AND reference = $2;
-- SELECT id FROM payments WHERE reference = $2;
-- SELECT this is no query
--- migration
CREATE TABLE notes (tenant_id uuid NOT NULL, slug text NOT NULL);
CREATE INDEX ON notes (tenant_id, slug);
ALTER TABLE users ADD COLUMN active boolean;
-- It had no index before either.
ALTER TABLE payments ADD COLUMN note text;
