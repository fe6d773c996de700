-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE FUNCTION unpaid() RETURNS bigint LANGUAGE sql SET search_path FROM CURRENT AS $$ SELECT count(*) FROM invoices $$;
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE FUNCTION codes() RETURNS SETOF text LANGUAGE sql AS $$ SELECT code FROM public.plans $$;
CREATE FUNCTION standard() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM invoices; END;
