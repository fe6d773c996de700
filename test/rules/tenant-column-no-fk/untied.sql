-- expects findings
--- history
CREATE TABLE old_notes (id bigint PRIMARY KEY, body text);
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, body text);
--                                         ^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-no-fk info fix
ALTER TABLE old_notes ADD COLUMN tenant_id uuid;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-no-fk info fix
CREATE TABLE copies AS SELECT id, tenant_id FROM users;
--           ^^^^^^ tenant-column-no-fk info
