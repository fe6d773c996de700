-- Overdue invoices are handed to collection agencies.
create table collection_agencies (
  id       bigint generated always as identity primary key,
  name     text not null,
  email    email_address not null,
  fee_pct  numeric(5, 2) not null default 10
);

create table collection_cases (
  id           bigint generated always as identity primary key,
  tenant_id    uuid not null references tenants (id),
  agency_id    bigint not null references collection_agencies (id),
  case_number  text not null unique,
  opened_at    timestamptz not null default now(),
  closed_at    timestamptz
);

grant select, insert, update, delete on collection_agencies, collection_cases to app_user;

alter table invoices add column collection_case_id bigint;

alter table invoices add constraint invoices_collection_case_fkey
  foreign key (collection_case_id) references collection_cases (id);

-- The agency's export reads overdue invoices of the whole system.
create index invoices_overdue on invoices (due_on, status);

-- Fees of large payments no longer fit, and reports need the amount of every line.
alter table payments alter column provider_fee_cents type bigint;
alter table invoice_lines alter column amount set not null;
