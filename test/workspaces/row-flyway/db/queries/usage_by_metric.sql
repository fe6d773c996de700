-- Usage of half a year, for the usage page.
-- params: $2 = '2025-01-01'
-- params: $3 = '2025-07-01'
SELECT metric, count(*) AS events, sum(quantity) AS quantity
FROM usage_events
WHERE tenant_id = $1
  AND occurred_at >= $2::timestamptz
  AND occurred_at < $3::timestamptz
GROUP BY metric
ORDER BY metric;
