-- A concurrent build cannot share a transaction with anything else: a file of its own, with the script
-- configuration that tells Flyway so.
create index concurrently invoices_overdue
  on invoices (tenant_id, due_on) where status = 'open';
