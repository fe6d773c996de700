-- expects nothing
-- framework: plain
--- policy
-- tenancy: { model: schema }
--- migration
SET LOCAL search_path = tenant_42, public;
SET search_path = public;
RESET search_path;
SELECT set_config('search_path', '', false);
CREATE FUNCTION one() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT 1';
