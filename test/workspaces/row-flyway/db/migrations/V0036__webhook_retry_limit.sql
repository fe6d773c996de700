set local lock_timeout = '2s';

alter table webhook_endpoints
  add column max_attempts smallint not null default 12,
  add column disabled_reason text;
