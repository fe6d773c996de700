-- expects nothing
--- migration
CREATE TEMPORARY TABLE staging AS SELECT id FROM accounts;
CREATE INDEX ON staging (id);
