-- expects nothing
--- migration
SELECT pg_advisory_xact_lock(4711);
SELECT 1 / pg_try_advisory_xact_lock(4711)::integer;
SELECT CASE WHEN NOT pg_try_advisory_xact_lock(4711) THEN 1 / 0 END;
SELECT id FROM plans WHERE pg_try_advisory_xact_lock(id);
CREATE TEMPORARY TABLE got AS SELECT pg_try_advisory_xact_lock(4711) AS ok;
