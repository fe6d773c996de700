create type subscription_status as enum ('trialing', 'active', 'past_due', 'cancelled');

create table subscriptions (
  id             uuid primary key default gen_random_uuid(),
  tenant_id      uuid not null references tenants (id),
  account_id     uuid not null,
  plan_id        bigint not null references plans (id),
  status         subscription_status not null default 'trialing',
  quantity       integer not null default 1 check (quantity > 0),
  started_on     date not null default current_date,
  trial_ends_on  date,
  ends_on        date,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (tenant_id, id),
  foreign key (tenant_id, account_id) references accounts (tenant_id, id),
  constraint subscriptions_ends_after_start check (ends_on > started_on),
  constraint subscriptions_trial_within_term check (trial_ends_on >= started_on)
);

-- An account may take a plan again after it cancelled, but never twice at a time.
create unique index subscriptions_one_live_per_plan
  on subscriptions (tenant_id, account_id, plan_id) where status <> 'cancelled';

alter table subscriptions enable row level security;
alter table subscriptions force row level security;

create policy subscriptions_isolation on subscriptions to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on subscriptions to app_user;
