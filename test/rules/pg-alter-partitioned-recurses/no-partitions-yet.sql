-- expects nothing
--- history
CREATE TABLE jobs (id bigint, state text) PARTITION BY LIST (state);
--- migration
ALTER TABLE jobs ADD COLUMN note text;
