-- What the delivery worker sends next.
SELECT delivery.id, delivery.event, endpoint.url, delivery.attempts
FROM webhook_deliveries AS delivery
JOIN webhook_endpoints AS endpoint
  ON endpoint.tenant_id = delivery.tenant_id AND endpoint.id = delivery.endpoint_id
WHERE delivery.tenant_id = $1
  AND delivery.delivered_at IS NULL
  AND endpoint.active
ORDER BY delivery.next_attempt_at, delivery.id
LIMIT 20;
