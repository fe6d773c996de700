-- expects findings
--- history
CREATE SCHEMA archive;
CREATE TABLE archive.old_payments (id bigint PRIMARY KEY);
--- migration
ALTER SCHEMA archive RENAME TO attic;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-schema warning
ALTER SCHEMA unknown_to_history RENAME TO something;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-schema warning
