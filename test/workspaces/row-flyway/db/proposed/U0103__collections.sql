alter table invoice_lines alter column amount drop not null;
alter table payments alter column provider_fee_cents type integer;

drop index invoices_overdue;

alter table invoices drop constraint invoices_collection_case_fkey;
alter table invoices drop column collection_case_id;

drop table collection_cases;
drop table collection_agencies;
