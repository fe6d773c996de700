drop index concurrently webhook_deliveries_due;
