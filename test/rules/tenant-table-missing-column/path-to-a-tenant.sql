-- expects nothing
--- migration
CREATE TABLE refunds (payment_id bigint NOT NULL REFERENCES payments (id), at timestamptz NOT NULL);
