-- expects findings
--- history
CREATE INDEX users_name_idx ON users (name);
CREATE UNIQUE INDEX users_phone_idx ON users (tenant_id, name);
--- migration
ALTER INDEX users_name_idx RENAME TO users_by_name;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-index hint
ALTER INDEX users_phone_idx RENAME TO users_phone_unique;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-index hint
ALTER INDEX users_pkey RENAME TO users_key;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-index info
ALTER TABLE users RENAME CONSTRAINT users_tenant_id_email_key TO users_email_unique;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-index info
