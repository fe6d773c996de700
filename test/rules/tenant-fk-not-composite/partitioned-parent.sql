-- expects findings
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, id bigint NOT NULL, PRIMARY KEY (id)) PARTITION BY HASH (id);
--- migration
-- CREATE INDEX CONCURRENTLY is refused on a partitioned table.
ALTER TABLE users ADD COLUMN event_id bigint;
ALTER TABLE users ADD FOREIGN KEY (event_id) REFERENCES events (id) NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning
