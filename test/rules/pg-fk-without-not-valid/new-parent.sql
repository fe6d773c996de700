-- expects findings
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY);
ALTER TABLE accounts ADD COLUMN region_id bigint;
ALTER TABLE accounts ADD CONSTRAINT accounts_region_fkey FOREIGN KEY (region_id) REFERENCES regions (id);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-not-valid warning fix
