SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks DROP CONSTRAINT tasks_due_after_start;

ALTER TABLE tasks
  DROP COLUMN due_on,
  DROP COLUMN starts_on;
