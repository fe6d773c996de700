SET LOCAL lock_timeout = '2s';

DROP VIEW expiring_skills;

ALTER TABLE shifts DROP COLUMN note;
