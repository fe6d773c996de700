-- Without its partition a row goes back to the default one.
SET LOCAL lock_timeout = '2s';

ALTER TABLE usage_events DETACH PARTITION usage_events_2025_06;
INSERT INTO usage_events OVERRIDING SYSTEM VALUE SELECT * FROM usage_events_2025_06;
DROP TABLE usage_events_2025_06;

ALTER TABLE usage_events DETACH PARTITION usage_events_2025_05;
INSERT INTO usage_events OVERRIDING SYSTEM VALUE SELECT * FROM usage_events_2025_05;
DROP TABLE usage_events_2025_05;

ALTER TABLE usage_events DETACH PARTITION usage_events_2025_04;
INSERT INTO usage_events OVERRIDING SYSTEM VALUE SELECT * FROM usage_events_2025_04;
DROP TABLE usage_events_2025_04;
