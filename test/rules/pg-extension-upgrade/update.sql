-- expects findings
--- migration
ALTER EXTENSION pg_trgm UPDATE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-extension-upgrade info
ALTER EXTENSION pg_trgm UPDATE TO '1.6';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-extension-upgrade info
