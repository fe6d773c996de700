-- expects nothing
--- migration
TRUNCATE payments;
