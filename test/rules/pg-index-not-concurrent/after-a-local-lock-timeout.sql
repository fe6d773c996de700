-- expects findings
-- framework: plain
--- migration
-- The timeout goes with the transaction: left here, the index would not be alone in its file.
SET LOCAL lock_timeout = '2s';
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
