-- expects findings
--- history
CREATE TABLE old_notes (id bigint PRIMARY KEY, body text);
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id varchar(36) NOT NULL, body text);
--                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-mismatch warning fix
ALTER TABLE old_notes ADD COLUMN tenant_id bigint;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-mismatch warning fix
ALTER TABLE payments ALTER COLUMN tenant_id TYPE text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-mismatch warning
CREATE TABLE copies AS SELECT id, tenant_id::text FROM users;
--           ^^^^^^ tenant-column-type-mismatch warning
