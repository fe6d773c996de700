-- expects findings
--- migration
DO $$
BEGIN
  PERFORM pg_try_advisory_xact_lock(4711);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^ pg-advisory-try-lock-unchecked warning fix
  IF NOT pg_try_advisory_xact_lock(4712) THEN
    RAISE EXCEPTION 'another migration is running';
  END IF;
END
$$;
