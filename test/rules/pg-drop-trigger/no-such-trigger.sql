-- expects nothing
--- migration
DROP TRIGGER IF EXISTS accounts_noted ON accounts;
