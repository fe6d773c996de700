-- expects findings
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- migration
CREATE TRIGGER accounts_noted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-trigger info
CREATE OR REPLACE TRIGGER users_noted AFTER INSERT OR DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION note_change();
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-create-trigger info
