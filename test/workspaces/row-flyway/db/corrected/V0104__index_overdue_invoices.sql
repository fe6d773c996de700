-- A concurrent build cannot share a transaction with anything else: a file of its own, with the script
-- configuration that tells Flyway so.
-- A build that was stopped leaves an invalid index behind, which the next try has to drop first.
drop index concurrently if exists invoices_overdue;
create index concurrently invoices_overdue
  on invoices (tenant_id, due_on) where status = 'open';
