-- expects nothing
--- migration
REINDEX INDEX somebody_elses_idx;
