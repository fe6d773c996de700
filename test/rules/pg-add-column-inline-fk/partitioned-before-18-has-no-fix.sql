-- expects findings
--- history
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
--- migration
ALTER TABLE events ADD COLUMN plan_id bigint REFERENCES plans (id);
--                                           ^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-fk info
