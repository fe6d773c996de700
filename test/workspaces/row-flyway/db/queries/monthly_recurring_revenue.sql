-- Recurring revenue a month, by plan and currency.
SELECT
  plan.code,
  plan.currency,
  count(*) AS subscriptions,
  sum(
    subscription.quantity * plan.price
    / CASE plan."interval" WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END
  ) AS monthly
FROM subscriptions AS subscription
JOIN plans AS plan ON plan.id = subscription.plan_id
WHERE subscription.tenant_id = $1
  AND subscription.status IN ('active', 'past_due')
GROUP BY plan.code, plan.currency
ORDER BY plan.code, plan.currency;
