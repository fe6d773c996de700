-- expects findings
--- history
ALTER TABLE invoices ADD CONSTRAINT said CHECK (note <> ''), ADD CONSTRAINT short CHECK (length(note) < 100);
CREATE TABLE events (id bigint, day date, note varchar(20), CONSTRAINT noted CHECK (note <> '')) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rechecks-constraint warning
ALTER TABLE events ALTER COLUMN note TYPE varchar(400);
--                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rechecks-constraint warning fix
