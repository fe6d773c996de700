-- Overdue invoices are handed to collection agencies, which each tenant chooses for itself.
-- Later migrations validate the two constraints, fill the wide fee column and drop the narrow one.
set local lock_timeout = '2s';

create table collection_agencies (
  tenant_id  uuid not null references tenants (id),
  id         bigint generated always as identity,
  name       text not null,
  email      email_address not null,
  fee_pct    numeric(5, 2) not null default 10,
  primary key (tenant_id, id)
);

create table collection_cases (
  tenant_id    uuid not null references tenants (id),
  id           bigint generated always as identity,
  agency_id    bigint not null,
  case_number  text not null,
  opened_at    timestamptz not null default now(),
  closed_at    timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, case_number),
  foreign key (tenant_id, agency_id) references collection_agencies (tenant_id, id)
);

alter table collection_agencies enable row level security;
alter table collection_agencies force row level security;
alter table collection_cases enable row level security;
alter table collection_cases force row level security;

create policy collection_agencies_isolation on collection_agencies to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

create policy collection_cases_isolation on collection_cases to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on collection_agencies, collection_cases to app_user;

alter table invoices add column collection_case_id bigint;

alter table invoices add constraint invoices_collection_case_fkey
  foreign key (tenant_id, collection_case_id) references collection_cases (tenant_id, id) not valid;

alter table payments add column provider_fee_minor bigint;

alter table invoice_lines add constraint invoice_lines_amount_present
  check (amount is not null) not valid;
