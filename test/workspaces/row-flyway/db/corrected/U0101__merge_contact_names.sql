set local lock_timeout = '2s';

drop trigger contacts_merge_names on contacts;
drop function merge_contact_names();

alter table contacts drop column full_name;
