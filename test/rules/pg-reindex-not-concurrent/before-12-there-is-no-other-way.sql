-- expects nothing
--- policy
-- version: 11
--- migration
REINDEX TABLE accounts;
