-- expects nothing
--- migration
DROP TABLE IF EXISTS refunds;
CREATE TABLE refunds (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
DROP TABLE payments;
