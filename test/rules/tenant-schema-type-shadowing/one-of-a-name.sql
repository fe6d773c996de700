-- expects nothing
--- policy
-- tenancy: { model: schema }
--- history
CREATE TYPE public.mood AS ENUM ('ok');
--- migration
CREATE TYPE temper AS ENUM ('ok');
ALTER TABLE accounts ADD COLUMN mood mood;
