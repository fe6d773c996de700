SET LOCAL lock_timeout = '3s';

ALTER TABLE projects
  DROP COLUMN color,
  DROP COLUMN archived_at;
