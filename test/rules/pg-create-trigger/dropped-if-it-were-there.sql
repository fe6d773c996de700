-- expects findings
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- migration
DROP TRIGGER IF EXISTS accounts_noted ON accounts;
CREATE TRIGGER accounts_noted BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-trigger info
