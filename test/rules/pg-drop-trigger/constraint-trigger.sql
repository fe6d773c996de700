-- expects findings
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER accounts_noted AFTER UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--- migration
DROP TRIGGER accounts_noted ON accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-trigger info
CREATE CONSTRAINT TRIGGER accounts_noted AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
