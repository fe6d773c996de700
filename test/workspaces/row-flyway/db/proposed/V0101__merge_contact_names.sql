-- One field for the whole name: not everybody has a first name and a last name.
alter table contacts add column full_name text;

update contacts
set full_name = nullif(concat_ws(' ', first_name, last_name), '');

alter table contacts
  drop column first_name,
  drop column last_name;
