-- expects nothing
--- migration
CREATE TABLE subscriptions (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan_id bigint REFERENCES plans (id) ON DELETE RESTRICT
);
