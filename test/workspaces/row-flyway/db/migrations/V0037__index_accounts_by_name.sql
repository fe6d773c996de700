-- Search as you type in the account picker.
create index concurrently accounts_by_name on accounts (tenant_id, lower(name) text_pattern_ops);
