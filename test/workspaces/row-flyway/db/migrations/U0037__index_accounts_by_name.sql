drop index concurrently accounts_by_name;
