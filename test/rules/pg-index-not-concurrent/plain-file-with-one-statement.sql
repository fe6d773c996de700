-- expects findings
-- framework: plain
--- migration
-- Alone in its file the statement runs outside of a transaction.
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
