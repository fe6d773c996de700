-- An account is a customer of a tenant: the party that a subscription and an invoice are made out to.
CREATE TYPE account_status AS ENUM ('prospect', 'active', 'suspended', 'closed');

CREATE TABLE accounts (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id     uuid NOT NULL REFERENCES tenants (id),
  slug          text NOT NULL,
  name          text NOT NULL,
  status        account_status NOT NULL DEFAULT 'active',
  currency      currency_code NOT NULL DEFAULT 'EUR' REFERENCES currencies (code),
  credit_limit  numeric(14, 2),
  tags          text[] NOT NULL DEFAULT '{}',
  metadata      jsonb NOT NULL DEFAULT '{}',
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, slug),
  CONSTRAINT accounts_credit_limit_not_negative CHECK (credit_limit >= 0)
);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

CREATE POLICY accounts_isolation ON accounts TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON accounts TO app_user;
