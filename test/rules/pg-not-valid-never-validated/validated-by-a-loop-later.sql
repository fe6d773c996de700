-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- file db/migrations/V0003__validate.sql
-- DO $$ DECLARE c record; BEGIN
--   FOR c IN SELECT conname FROM pg_constraint WHERE NOT convalidated LOOP
--     EXECUTE format('ALTER TABLE users VALIDATE CONSTRAINT %I', c.conname);
--   END LOOP;
-- END $$;
