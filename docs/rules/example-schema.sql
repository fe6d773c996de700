-- The schema that the examples of the rule pages, and the fixtures of the rules, start from.
CREATE ROLE app_user NOLOGIN;

CREATE TABLE tenants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL
);

-- Listed under tenancy.sharedTables in the policy.
CREATE TABLE plans (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE
);

CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  plan_id bigint REFERENCES plans (id),
  parent_id uuid,
  email text,
  owner_email text,
  display_name text,
  balance integer NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, email)
);

-- No foreign key ties a user to an account.
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid,
  email text NOT NULL,
  name text,
  UNIQUE (tenant_id, email)
);

-- The composite key guarantees that an invoice and its account are of one tenant.
CREATE TABLE invoices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid NOT NULL,
  number text NOT NULL,
  total numeric(12, 2),
  note varchar(200),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);

-- This key guarantees no such thing.
CREATE TABLE payments (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid NOT NULL REFERENCES accounts (id),
  reference text,
  amount numeric(12, 2) NOT NULL
);

-- No tenant column, but every line belongs to an invoice, and so to its tenant.
CREATE TABLE invoice_lines (
  invoice_id uuid NOT NULL REFERENCES invoices (id),
  line integer NOT NULL,
  amount numeric(12, 2) NOT NULL,
  PRIMARY KEY (invoice_id, line)
);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_isolation ON accounts TO app_user
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
