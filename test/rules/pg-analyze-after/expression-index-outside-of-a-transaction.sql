-- expects findings
--- migration
CREATE INDEX CONCURRENTLY accounts_email_lower_idx ON accounts (lower(email));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
--- rollback
DROP INDEX CONCURRENTLY accounts_email_lower_idx;
