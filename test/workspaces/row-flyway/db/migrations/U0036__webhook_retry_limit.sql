set local lock_timeout = '2s';

alter table webhook_endpoints
  drop column disabled_reason,
  drop column max_attempts;
