set local lock_timeout = '2s';

alter table invoice_lines drop constraint invoice_lines_amount_present;
alter table payments drop column provider_fee_minor;

alter table invoices drop constraint invoices_collection_case_fkey;
alter table invoices drop column collection_case_id;

drop table collection_cases;
drop table collection_agencies;
