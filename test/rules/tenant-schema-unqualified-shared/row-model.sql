-- expects nothing
--- migration
CREATE TABLE subscriptions (id bigint PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, plan_id bigint REFERENCES plans (id));
