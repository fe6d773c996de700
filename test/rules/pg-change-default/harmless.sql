-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN email SET DEFAULT '';
ALTER TABLE accounts ALTER COLUMN balance SET DEFAULT 0;
ALTER TABLE accounts ADD COLUMN note text DEFAULT 'filled for the old rows';
ALTER TABLE accounts ALTER COLUMN note DROP DEFAULT;
CREATE TABLE notes (id bigint NOT NULL DEFAULT 0);
ALTER TABLE notes ALTER COLUMN id DROP DEFAULT;
