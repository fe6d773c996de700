-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
DROP INDEX somebody_elses_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
