DO $$
DECLARE home record;
BEGIN
  FOR home IN SELECT schema_name FROM public.homes WHERE closed_on IS NULL LOOP
    EXECUTE 'ALTER TABLE ' || home.schema_name || '.people ADD COLUMN IF NOT EXISTS phone text';
  END LOOP;
END $$;
