-- expects nothing
--- migration
DROP INDEX IF EXISTS somebody_elses_idx;
