-- A validated constraint cannot be unvalidated, so it is made anew.
SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks DROP CONSTRAINT tasks_due_after_start;

ALTER TABLE tasks ADD CONSTRAINT tasks_due_after_start
  CHECK (due_on >= starts_on) NOT VALID;
