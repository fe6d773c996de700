-- expects nothing
--- migration
ALTER TABLE accounts RENAME TO customers;
--- rollback (linted)
ALTER TABLE customers RENAME TO accounts;
