-- expects nothing
--- history
CREATE TABLE buckets (id text PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id));
--- migration
SET LOCAL lock_timeout = '2s';
DO $$
BEGIN
  IF current_setting('app.buckets', true) = 'renamed' THEN
    ALTER TABLE buckets DROP CONSTRAINT buckets_pkey;
    ALTER TABLE buckets RENAME COLUMN id TO name;
    ALTER TABLE buckets ADD COLUMN id uuid PRIMARY KEY;
  END IF;
END
$$;
CREATE TABLE bucket_files (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  file_id bigint,
  bucket_id uuid NOT NULL REFERENCES buckets (id),
  PRIMARY KEY (tenant_id, file_id)
);
CREATE INDEX ON bucket_files (bucket_id);
