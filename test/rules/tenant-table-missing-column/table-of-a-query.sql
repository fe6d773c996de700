-- expects findings
--- migration
CREATE TABLE totals AS SELECT count(*) AS accounts FROM accounts;
--           ^^^^^^ tenant-table-missing-column warning
