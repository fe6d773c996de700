drop index concurrently invoices_overdue;
