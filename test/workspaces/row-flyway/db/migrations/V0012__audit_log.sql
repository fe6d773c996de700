-- Who changed what. Written by the application, never updated or deleted by it: hence the narrow grant.
SET LOCAL lock_timeout = '2s';

CREATE TABLE audit_log (
  tenant_id    uuid NOT NULL REFERENCES tenants (id),
  id           bigint GENERATED ALWAYS AS IDENTITY,
  actor_id     uuid,
  action       text NOT NULL,
  entity_type  text NOT NULL,
  entity_id    text NOT NULL,
  changes      jsonb NOT NULL DEFAULT '{}',
  client_ip    inet,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, actor_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (actor_id),
  CONSTRAINT audit_log_changes_is_object CHECK (jsonb_typeof(changes) = 'object')
);

CREATE INDEX audit_log_by_entity ON audit_log (tenant_id, entity_type, entity_id, created_at DESC);

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;

CREATE POLICY audit_log_isolation ON audit_log TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT ON audit_log TO app_user;
