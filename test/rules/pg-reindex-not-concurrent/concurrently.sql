-- expects nothing
--- migration
REINDEX TABLE CONCURRENTLY accounts;
