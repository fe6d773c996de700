-- expects nothing
--- migration
CREATE TABLE refunds (id bigint PRIMARY KEY, payment_id bigint REFERENCES payments);
TRUNCATE payments CASCADE;
