-- The first word is the first name, the rest is the last name.
alter table contacts
  add column first_name text,
  add column last_name text;

update contacts
set
  first_name = split_part(full_name, ' ', 1),
  last_name = nullif(substr(full_name, length(split_part(full_name, ' ', 1)) + 2), '');

alter table contacts drop column full_name;
