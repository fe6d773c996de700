-- Partitions for the second quarter. A row of that time that came early sits in the default partition and would
-- stop ATTACH, so each month takes its rows over first. ATTACH itself lets the parent be read and written.
SET LOCAL lock_timeout = '2s';

CREATE TABLE usage_events_2025_04 (LIKE usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE usage_events_2025_04 ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_events_2025_04 FORCE ROW LEVEL SECURITY;

WITH moved AS (
  DELETE FROM usage_events_default
  WHERE occurred_at >= '2025-04-01 00:00:00+00' AND occurred_at < '2025-05-01 00:00:00+00'
  RETURNING *
)
INSERT INTO usage_events_2025_04 SELECT * FROM moved;

ALTER TABLE usage_events ATTACH PARTITION usage_events_2025_04
  FOR VALUES FROM ('2025-04-01 00:00:00+00') TO ('2025-05-01 00:00:00+00');

CREATE TABLE usage_events_2025_05 (LIKE usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE usage_events_2025_05 ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_events_2025_05 FORCE ROW LEVEL SECURITY;

WITH moved AS (
  DELETE FROM usage_events_default
  WHERE occurred_at >= '2025-05-01 00:00:00+00' AND occurred_at < '2025-06-01 00:00:00+00'
  RETURNING *
)
INSERT INTO usage_events_2025_05 SELECT * FROM moved;

ALTER TABLE usage_events ATTACH PARTITION usage_events_2025_05
  FOR VALUES FROM ('2025-05-01 00:00:00+00') TO ('2025-06-01 00:00:00+00');

CREATE TABLE usage_events_2025_06 (LIKE usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE usage_events_2025_06 ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_events_2025_06 FORCE ROW LEVEL SECURITY;

WITH moved AS (
  DELETE FROM usage_events_default
  WHERE occurred_at >= '2025-06-01 00:00:00+00' AND occurred_at < '2025-07-01 00:00:00+00'
  RETURNING *
)
INSERT INTO usage_events_2025_06 SELECT * FROM moved;

ALTER TABLE usage_events ATTACH PARTITION usage_events_2025_06
  FOR VALUES FROM ('2025-06-01 00:00:00+00') TO ('2025-07-01 00:00:00+00');
