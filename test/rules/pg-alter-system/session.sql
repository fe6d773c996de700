-- expects nothing
--- migration
SET work_mem = '64MB';
ALTER DATABASE postgres SET work_mem = '64MB';
