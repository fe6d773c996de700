SET LOCAL lock_timeout = '3s';

ALTER TABLE projects
  ADD COLUMN archived_at timestamptz,
  ADD COLUMN color text NOT NULL DEFAULT '#3366ff';
