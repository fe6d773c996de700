create index concurrently contacts_by_email on contacts (tenant_id, email);
