drop index concurrently contacts_by_email;
