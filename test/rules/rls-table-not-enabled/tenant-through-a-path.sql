-- expects findings
--- migration
CREATE TABLE refunds (payment_id bigint NOT NULL REFERENCES payments (id));
--           ^^^^^^^ rls-table-not-enabled error
