-- expects findings
--- policy
-- runner: { bypassesRls: true }
--- history
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), body text);
CREATE TABLE tags (id bigint PRIMARY KEY, label text);
CREATE TABLE members (id bigint PRIMARY KEY, organization uuid NOT NULL REFERENCES tenants (id));
--- migration
ALTER TABLE notes ADD COLUMN tenant_id uuid NOT NULL;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-add-not-null-directly error fix
ALTER TABLE tags ADD COLUMN tenant_id uuid NOT NULL REFERENCES tenants (id);
--               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-add-not-null-directly error fix
ALTER TABLE members ADD COLUMN tenant_id uuid NOT NULL;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-add-not-null-directly error fix
