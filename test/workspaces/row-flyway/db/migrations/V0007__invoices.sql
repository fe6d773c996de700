create type invoice_status as enum ('draft', 'open', 'paid', 'void');

create table invoices (
  id             uuid primary key default gen_random_uuid(),
  tenant_id      uuid not null references tenants (id),
  account_id     uuid not null,
  number         text not null,
  status         invoice_status not null default 'draft',
  currency       currency_code not null references currencies (code),
  issued_on      date not null default current_date,
  due_on         date not null default current_date + 30,
  payment_terms  text,
  subtotal       money_amount not null default 0,
  tax            money_amount not null default 0,
  total          numeric(16, 2) generated always as (subtotal + tax) stored,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, account_id) references accounts (tenant_id, id),
  constraint invoices_due_after_issue check (due_on >= issued_on)
);

create table invoice_lines (
  tenant_id    uuid not null references tenants (id),
  invoice_id   uuid not null,
  line_no      integer not null check (line_no > 0),
  description  text not null,
  quantity     numeric(12, 3) not null default 1,
  unit_price   numeric(12, 4) not null,
  amount       numeric(20, 2) generated always as (round(quantity * unit_price, 2)) stored,
  primary key (tenant_id, invoice_id, line_no),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id) on delete cascade
);

alter table invoices enable row level security;
alter table invoices force row level security;
alter table invoice_lines enable row level security;
alter table invoice_lines force row level security;

create policy invoices_isolation on invoices to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

create policy invoice_lines_isolation on invoice_lines to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on invoices, invoice_lines to app_user;
