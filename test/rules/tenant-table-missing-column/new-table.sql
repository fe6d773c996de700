-- expects findings
--- migration
CREATE TABLE notes (
--           ^^^^^ tenant-table-missing-column warning fix
  id bigint PRIMARY KEY,
  body text NOT NULL
);
