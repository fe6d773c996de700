-- expects findings
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER accounts_noted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--- migration
DROP TRIGGER accounts_noted ON accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-trigger info fix

-- It is to see new rows too.
CREATE TRIGGER accounts_noted BEFORE INSERT OR UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
