-- expects findings
--- history
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--- migration
ALTER TABLE events ADD CHECK (id > 0);
--                 ^^^^^^^^^^^^^^^^^^ pg-check-without-not-valid warning fix
