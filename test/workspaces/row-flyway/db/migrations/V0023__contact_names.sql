set local lock_timeout = '2s';

alter table contacts
  add column first_name text,
  add column last_name text;
