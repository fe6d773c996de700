-- expects nothing
--- migration
CREATE TABLE notes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  plan_id bigint REFERENCES plans (id)
);
