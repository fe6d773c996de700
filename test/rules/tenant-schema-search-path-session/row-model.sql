-- expects nothing
-- framework: plain
--- migration
SET search_path = archive, public;
