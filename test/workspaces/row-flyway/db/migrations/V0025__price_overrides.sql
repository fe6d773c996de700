-- Negotiated prices: for one subscription, periods never overlap.
SET LOCAL lock_timeout = '2s';

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE price_overrides (
  tenant_id        uuid NOT NULL REFERENCES tenants (id),
  id               bigint GENERATED ALWAYS AS IDENTITY,
  subscription_id  uuid NOT NULL,
  period           daterange NOT NULL,
  unit_price       money_amount NOT NULL,
  note             text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscriptions (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT price_overrides_period_not_empty CHECK (NOT isempty(period)),
  CONSTRAINT price_overrides_no_overlap
    EXCLUDE USING gist (tenant_id WITH =, subscription_id WITH =, period WITH &&)
);

ALTER TABLE price_overrides ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_overrides FORCE ROW LEVEL SECURITY;

CREATE POLICY price_overrides_isolation ON price_overrides TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON price_overrides TO app_user;
