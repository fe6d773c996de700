-- expects findings
--- migration
ALTER TABLE users ADD COLUMN plan_id bigint;
ALTER TABLE users ADD FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-cascade-from-shared warning fix
