-- expects findings
--- migration
ALTER TABLE plans ADD COLUMN made_for uuid;
ALTER TABLE plans ADD FOREIGN KEY (made_for) REFERENCES accounts (id) NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-shared-to-tenant warning
