DROP INDEX CONCURRENTLY invoices_by_account;
