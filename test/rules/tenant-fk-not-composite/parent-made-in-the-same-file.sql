-- expects findings
--- migration
CREATE TABLE folders (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL, folder_id bigint REFERENCES folders (id));
--                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
