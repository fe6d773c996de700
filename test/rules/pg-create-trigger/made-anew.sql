-- expects nothing
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER accounts_noted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
--- migration
DROP TRIGGER accounts_noted ON accounts;
CREATE TRIGGER accounts_noted BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION note_change();
