-- The delivery worker asks for what is due. Built beside the running application, so outside a transaction:
-- see the script configuration file next to this one.
create index concurrently webhook_deliveries_due
  on webhook_deliveries (tenant_id, next_attempt_at) where delivered_at is null;
