-- The account page lists invoices newest first. Outside a transaction: see the configuration file.
CREATE INDEX CONCURRENTLY invoices_by_account
  ON invoices (tenant_id, account_id, issued_on DESC);
