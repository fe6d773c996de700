SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks VALIDATE CONSTRAINT tasks_due_after_start;
