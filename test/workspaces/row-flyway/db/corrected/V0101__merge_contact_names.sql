-- Expand only. The new column sits beside the old ones and follows them for every row that is written, the
-- backfill and the drop of the old columns are later migrations: until then nothing is lost by going back.
set local lock_timeout = '2s';

alter table contacts add column full_name text;

create function merge_contact_names() returns trigger
language plpgsql as $$
begin
  new.full_name := nullif(concat_ws(' ', new.first_name, new.last_name), '');
  return new;
end;
$$;

create trigger contacts_merge_names before insert or update of first_name, last_name on contacts
  for each row execute function merge_contact_names();
