-- expects nothing
--- policy
-- tenancy: { model: database }
--- migration
SELECT * FROM public.accounts;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
