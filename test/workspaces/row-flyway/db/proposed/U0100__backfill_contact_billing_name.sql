SET LOCAL lock_timeout = '2s';

ALTER TABLE contacts DROP COLUMN billing_name;
