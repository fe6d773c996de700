-- expects nothing
--- history
CREATE TABLE identities (id text NOT NULL, provider text NOT NULL, CONSTRAINT identities_pkey PRIMARY KEY (provider, id));
--- migration
DO $$
BEGIN
  IF current_setting('app.identities', true) = 'old' THEN
    ALTER TABLE identities RENAME COLUMN id TO provider_id;
  END IF;
END
$$;
ALTER TABLE identities
  DROP CONSTRAINT identities_pkey,
  ADD COLUMN IF NOT EXISTS id uuid DEFAULT gen_random_uuid() PRIMARY KEY;
