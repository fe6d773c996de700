-- expects findings
--- migration
CREATE UNIQUE INDEX CONCURRENTLY plans_code_idx ON plans (code);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-duplicate-or-prefix-index hint
