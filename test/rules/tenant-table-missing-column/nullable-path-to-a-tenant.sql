-- expects findings
--- migration
CREATE TABLE refunds (payment_id bigint REFERENCES payments (id), at timestamptz NOT NULL);
--           ^^^^^^^ tenant-table-missing-column warning fix
