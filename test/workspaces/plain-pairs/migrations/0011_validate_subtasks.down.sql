SET LOCAL lock_timeout = '3s';

ALTER TABLE tasks DROP CONSTRAINT tasks_parent_fkey;

ALTER TABLE tasks ADD CONSTRAINT tasks_parent_fkey
  FOREIGN KEY (org_id, parent_id) REFERENCES tasks (org_id, id) ON DELETE SET NULL (parent_id) NOT VALID;
