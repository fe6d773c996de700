-- expects nothing
--- migration
ALTER TABLE users ADD COLUMN a timestamptz NOT NULL DEFAULT now();
ALTER TABLE users ADD COLUMN b timestamptz DEFAULT current_timestamp;
ALTER TABLE users ADD COLUMN c timestamp DEFAULT (now() AT TIME ZONE 'utc');
ALTER TABLE users ADD COLUMN d text DEFAULT current_setting('app.tenant_id', true);
ALTER TABLE users ADD COLUMN e jsonb NOT NULL DEFAULT '{}'::jsonb;
