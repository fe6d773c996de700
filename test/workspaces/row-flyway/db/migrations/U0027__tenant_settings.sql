-- Settings that a tenant changed since are lost with the table.
SET LOCAL lock_timeout = '2s';

DROP TABLE tenant_settings;
