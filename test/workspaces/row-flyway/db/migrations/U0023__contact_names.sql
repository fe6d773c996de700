-- Names that were entered since are lost with the columns.
set local lock_timeout = '2s';

alter table contacts
  drop column last_name,
  drop column first_name;
