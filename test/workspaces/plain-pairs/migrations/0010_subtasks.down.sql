SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks DROP CONSTRAINT tasks_parent_fkey;
ALTER TABLE tasks DROP COLUMN parent_id;
