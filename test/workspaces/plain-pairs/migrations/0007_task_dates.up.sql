SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks
  ADD COLUMN starts_on date,
  ADD COLUMN due_on date;

ALTER TABLE tasks ADD CONSTRAINT tasks_due_after_start
  CHECK (due_on >= starts_on) NOT VALID;
