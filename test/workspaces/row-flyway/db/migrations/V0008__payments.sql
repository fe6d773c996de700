create type payment_method_kind as enum ('card', 'bank_transfer', 'direct_debit');
create type payment_status as enum ('pending', 'succeeded', 'failed', 'refunded');

create table payment_methods (
  id              uuid primary key default gen_random_uuid(),
  tenant_id       uuid not null references tenants (id),
  account_id      uuid not null,
  kind            payment_method_kind not null,
  provider_token  text not null,
  card_last4      text check (card_last4 ~ '^[0-9]{4}$'),
  expires_month   smallint check (expires_month between 1 and 12),
  expires_year    smallint check (expires_year between 2000 and 2100),
  is_default      boolean not null default false,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, provider_token),
  foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
);

create unique index payment_methods_one_default_per_account
  on payment_methods (tenant_id, account_id) where is_default;

create table payments (
  id                  bigint generated always as identity primary key,
  tenant_id           uuid not null references tenants (id),
  invoice_id          uuid not null,
  payment_method_id   uuid,
  amount              money_amount not null,
  status              payment_status not null default 'pending',
  provider_fee_cents  integer not null default 0,
  received_at         timestamptz not null default now(),
  unique (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
  foreign key (tenant_id, payment_method_id) references payment_methods (tenant_id, id)
    on delete set null (payment_method_id)
);

create index payments_by_invoice on payments (tenant_id, invoice_id);

alter table payment_methods enable row level security;
alter table payment_methods force row level security;
alter table payments enable row level security;
alter table payments force row level security;

create policy payment_methods_isolation on payment_methods to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

create policy payments_isolation on payments to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on payment_methods, payments to app_user;
