-- expects findings
--- migration
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
