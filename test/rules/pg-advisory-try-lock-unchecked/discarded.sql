-- expects findings
--- migration
SELECT pg_try_advisory_xact_lock(4711);
--     ^^^^^^^^^^^^^^^^^^^^^^^^^ pg-advisory-try-lock-unchecked warning fix
SELECT pg_catalog.pg_try_advisory_lock_shared (1, 2)::text AS got, 1;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-advisory-try-lock-unchecked warning fix
