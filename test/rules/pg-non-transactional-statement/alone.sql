-- expects nothing
--- migration
VACUUM (ANALYZE) accounts;
VACUUM users;
