-- expects findings
--- history
CREATE TABLE rooms (tenant_id uuid, number bigint, PRIMARY KEY (tenant_id, number));
ALTER TABLE users ADD COLUMN room integer;
--- migration
ALTER TABLE users ADD CONSTRAINT users_room FOREIGN KEY (tenant_id, room) REFERENCES rooms NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-type-mismatch warning
