-- expects findings
-- framework: plain
--- history
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
--- migration
ALTER TABLE users ADD COLUMN login text UNIQUE DEFERRABLE;
--                                      ^^^^^^ pg-add-column-inline-unique-pk warning
ALTER TABLE events_2026 ADD COLUMN login text UNIQUE;
--                                            ^^^^^^ pg-add-column-inline-unique-pk warning
