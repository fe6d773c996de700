-- The root of everything: a tenant is one company that bills its own customers through us.
CREATE TYPE tenant_region AS ENUM ('eu', 'us', 'apac');

CREATE TABLE tenants (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug        text NOT NULL UNIQUE,
  name        text NOT NULL,
  region      tenant_region NOT NULL DEFAULT 'eu',
  created_at  timestamptz NOT NULL DEFAULT now(),
  closed_at   timestamptz,
  CONSTRAINT tenants_slug_format CHECK (slug ~ '^[a-z0-9-]+$'),
  CONSTRAINT tenants_closed_after_created CHECK (closed_at >= created_at)
);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;

CREATE POLICY tenants_isolation ON tenants TO app_user
  USING (id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, UPDATE ON tenants TO app_user;
