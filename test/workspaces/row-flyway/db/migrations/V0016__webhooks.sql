set local lock_timeout = '2s';

create table webhook_endpoints (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null default gen_random_uuid(),
  url         text not null,
  events      text[] not null default '{invoice.paid}',
  secret      bytea not null,
  active      boolean not null default true,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, url),
  constraint webhook_endpoints_https_only check (url like 'https://%')
);

create table webhook_deliveries (
  tenant_id        uuid not null references tenants (id),
  id               bigint generated always as identity,
  endpoint_id      uuid not null,
  event            text not null,
  payload          jsonb not null,
  attempts         smallint not null default 0 check (attempts >= 0),
  response_status  smallint check (response_status between 100 and 599),
  delivered_at     timestamptz,
  next_attempt_at  timestamptz default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade
);

create trigger webhook_endpoints_touch_updated_at before update on webhook_endpoints
  for each row execute function touch_updated_at();

alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;

create policy webhook_endpoints_isolation on webhook_endpoints to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

create policy webhook_deliveries_isolation on webhook_deliveries to app_user
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

grant select, insert, update, delete on webhook_endpoints, webhook_deliveries to app_user;
