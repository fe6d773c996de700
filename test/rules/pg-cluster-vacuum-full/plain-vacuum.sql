-- expects nothing
--- migration
VACUUM accounts;
VACUUM (FULL off) accounts;
VACUUM (ANALYZE) users;
