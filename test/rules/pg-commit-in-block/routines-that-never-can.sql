-- expects findings
--- migration
CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-commit-in-block warning
CREATE PROCEDURE own() LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN ROLLBACK; END $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-commit-in-block warning
CREATE PROCEDURE has_setting() LANGUAGE plpgsql SET work_mem = '4MB' AS $$ BEGIN COMMIT; END $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-commit-in-block warning
