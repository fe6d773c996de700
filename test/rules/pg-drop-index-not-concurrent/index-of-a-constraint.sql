-- expects nothing
--- migration
DROP INDEX accounts_pkey;
